"""Spellings anew: names that look alike, words that are folded and addresses of one story, after more of the world's was found alike.

Names that are there stay; the later one's skeleton is lengthened by its folded name. A post's key is worked out anew where its link made
it, and not where the page said that it stands elsewhere; what was read of its source goes with it.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urljoin, urlsplit

import sqlalchemy as sa
from alembic import op

from wtsocial.text.names import skeleton
from wtsocial.text.story_links import story_of
from wtsocial.text.subwiki_names import subwiki_skeleton
from wtsocial.text.tags import tags_of
from wtsocial.text.words import fold, searchable

revision = "0018"
down_revision = "0017"

AT_ONCE = 500

# How addresses of one story were found until now.
TRACKERS = frozenset(
    "fbclid fb_action_ids fb_action_types fb_source fb_ref gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga"
    " _gl msclkid twclid ref_src ref_url ttclid igshid igsh igsh_id li_fat_id epik yclid ysclid ymclid _openstat rb_clickid"
    " irclickid irgwc sc_cid sccid mc_cid mc_eid mc_tc _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv"
    " oly_enc_id oly_anon_id __s _kx _ke elqtrackid elqtrack s_cid wickedid dicbo xtor soc_src soc_trk guccounter guce_referrer"
    " guce_referrer_sig ncid cmpid smid smtyp ns_mchannel ns_source ns_campaign ns_linkname ns_fee at_medium at_campaign"
    " at_custom1 at_custom2 at_custom3 at_custom4 at_format wt_mc tblci obclid cvid _branch_match_id _branch_referrer"
    " trk_contact trk_msg trk_module trk_sid bsft_clkid bsft_uid".split()
)
TRACKING = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "stm_")


def _is_tracker(piece: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    return name in TRACKERS or name.startswith(TRACKING)


def _spelled(part: str) -> str:
    return re.sub("(?:%[0-9A-Fa-f]{2})+", lambda run: quote(unquote_to_bytes(run[0]), safe="-._~"), part)


def _story_until_now(url: str) -> str:
    parts = urlsplit(url)
    pieces = [piece for piece in parts.query.split("&") if not _is_tracker(piece)]
    fragment = parts.fragment
    if fragment and "/" not in fragment and all(map(_is_tracker, fragment.split("&"))):
        fragment = ""
    url = parts._replace(query="&".join(pieces), fragment=fragment).geturl()
    if re.search(r"/\.{1,2}(?:/|$)", urlsplit(url).path):
        url = urljoin(url, urlsplit(url).path) + url[len(urlsplit(url)._replace(query="", fragment="").geturl()) :]
    parts = urlsplit(url)
    host = parts.netloc.lower()
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    query = "&".join(sorted((_spelled(piece) for piece in parts.query.split("&") if piece), key=lambda piece: piece.partition("=")[0]))
    fragment = parts.fragment.partition(":~:")[0]
    page = fragment if fragment.startswith(("/", "!")) else ""
    return SplitResult("", host, _spelled(parts.path).rstrip("/"), query, _spelled(page)).geturl()


def _table(name: str, *columns: str) -> Any:
    return sa.table(name, *(sa.column(column) for column in columns))


def _batches(table: Any, *where: Any) -> Iterator[list[Any]]:
    """The rows of a table by their ids, in batches."""
    last = 0
    while rows := op.get_bind().execute(sa.select(table).where(table.c.id > last, *where).order_by(table.c.id).limit(AT_ONCE)).all():
        last = rows[-1].id
        yield list(rows)


def _update(table: Any, column: str, values: list[dict[str, Any]]) -> None:
    """Write a column of many rows: `this` is the id, `new` the value."""
    if values:
        changed = sa.update(table).where(table.c.id == sa.bindparam("this")).values({column: sa.bindparam("new")})
        op.get_bind().execute(changed, values)


def _write_skeletons(name: str, form: Callable[[str], str]) -> None:
    """Give every row the skeleton of its name, each once: the first of those that look alike has it as it is."""
    table, seen = _table(name, "id", "name", "skeleton"), set[str]()
    changed: list[dict[str, Any]] = []
    for rows in _batches(table):
        for row in rows:
            look = form(row.name)
            look = look if look not in seen else f"{look} {fold(row.name)}"
            look = look if look not in seen else f"{look} {row.id}"
            seen.add(look)
            changed += [{"this": row.id, "new": look}] if look != row.skeleton else []
    # First out of each other's way: one's new form may be another's old one.
    for start in range(0, len(changed), AT_ONCE):
        _update(table, "skeleton", [{"this": one["this"], "new": f"\t{one['this']}"} for one in changed[start : start + AT_ONCE]])
    for start in range(0, len(changed), AT_ONCE):
        _update(table, "skeleton", changed[start : start + AT_ONCE])


def _fold_subwikis() -> None:
    table = _table("subwiki", "id", "slug", "name", "description", "folded")
    for rows in _batches(table):
        _update(table, "folded", [{"this": row.id, "new": searchable(f"{row.slug}\n{row.name}\n{row.description}")} for row in rows])


def _read_tags_again() -> None:
    """The tags of every post that has a sign of one, and the places of those that are shown."""
    bind = op.get_bind()
    post = _table("post", "id", "headline", "text", "tags", "published_at", "hidden_at")
    posttag = _table("posttag", "post_id", "tag", "published_at")
    marked = sa.or_(*(column.like(f"%{sign}%") for column in (post.c.headline, post.c.text) for sign in "#＃"))
    for rows in _batches(post, marked):
        found = [(row, tags) for row in rows if " ".join(tags := tags_of(row.headline, row.text)) != row.tags]
        _update(post, "tags", [{"this": row.id, "new": " ".join(tags)} for row, tags in found])
        if found:
            bind.execute(sa.delete(posttag).where(posttag.c.post_id.in_([row.id for row, _ in found])))
        if places := [
            {"post_id": row.id, "tag": tag, "published_at": row.published_at} for row, tags in found if not row.hidden_at for tag in tags
        ]:
            bind.execute(sa.insert(posttag), places)


def _key(story: str) -> str:
    return hashlib.sha256(story.encode()).hexdigest()[:32]


def _spell_keys() -> None:
    """The keys of posts whose link has another story now, and of what was read of these pages."""
    bind, post, reading = op.get_bind(), _table("post", "id", "link", "link_key"), _table("sourcereading", "link_key")
    for rows in _batches(post, post.c.link != ""):
        keys = {row.id: _key(story_of(row.link)) for row in rows if row.link_key == _key(_story_until_now(row.link))}
        changed = [(row, keys[row.id]) for row in rows if row.id in keys and keys[row.id] != row.link_key]
        _update(post, "link_key", [{"this": row.id, "new": key} for row, key in changed])
        there = set(bind.execute(sa.select(reading.c.link_key).where(reading.c.link_key.in_([key for _, key in changed]))).scalars())
        for row, key in changed:
            if key not in there:
                bind.execute(sa.update(reading).where(reading.c.link_key == row.link_key).values(link_key=key))
                there.add(key)


def upgrade() -> None:
    """Go forward."""
    _write_skeletons("subwiki", subwiki_skeleton)
    _write_skeletons("member", skeleton)
    _fold_subwikis()
    _read_tags_again()
    _spell_keys()


def downgrade() -> None:
    """Go back. Spellings stay as they are: they are good ones for what came before, too."""
