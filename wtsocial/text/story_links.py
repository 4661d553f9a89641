"""One story, many addresses: what of an address tells who came how, and which spellings lead to the same page."""

import re
from typing import Final
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urljoin, urlsplit

# What newsletters, networks and counters add to the addresses that they hand on: it says who came by which way, and no site shows
# another page for it. Names that the makers of these systems document, compared with the lists by which Firefox and Brave strip
# addresses. What some site may need (`id`, `ref`, `source`, `s`, `from`) is left alone.
TRACKERS: Final = frozenset(
    "fbclid fb_action_ids fb_action_types fb_source fb_ref gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga"
    " _gl msclkid twclid ref_src ref_url ttclid igshid igsh igsh_id li_fat_id epik yclid ysclid ymclid _openstat rb_clickid"
    " irclickid irgwc sc_cid sccid mc_cid mc_eid mc_tc _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv"
    " oly_enc_id oly_anon_id __s _kx _ke elqtrackid elqtrack s_cid wickedid dicbo xtor soc_src soc_trk guccounter guce_referrer"
    " guce_referrer_sig ncid cmpid smid smtyp ns_mchannel ns_source ns_campaign ns_linkname ns_fee at_medium at_campaign"
    " at_custom1 at_custom2 at_custom3 at_custom4 at_format wt_mc wt_zmc tblci obclid cvid _branch_match_id _branch_referrer"
    " trk_contact trk_msg trk_module trk_sid bsft_clkid bsft_uid".split()
)
_TRACKING: Final = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "stm_")
"""What names of theirs begin with."""
_TEXT_DIRECTIVE: Final = ":~:"
_DOT_SEGMENT: Final = re.compile(r"/\.{1,2}(?:/|$)")
_UNRESERVED: Final = "-._~"


def without_trackers(url: str) -> str:
    """The address without what only tells who came how; all else stays as it is spelled."""
    parts = urlsplit(url)
    pieces = parts.query.split("&")
    kept = [piece for piece in pieces if not _is_tracker(piece)]
    fragment = parts.fragment
    if fragment and "/" not in fragment and all(map(_is_tracker, fragment.split("&"))):
        fragment = ""
    if len(kept) == len(pieces) and fragment == parts.fragment:
        return url
    return parts._replace(query="&".join(kept), fragment=fragment).geturl()


def story_of(url: str) -> str:
    """What two addresses of one page have in common, for an address as `check_link` spells it; not to be opened, nor shown.

    Alike are http and https, with and without "www.", with and without a slash at the end, the ways to spell a sign, the order of
    parameters, trackers, and the place in the page (which a fragment names, unless it is the page itself: "#/…", "#!…").
    """
    url = without_trackers(url)
    if _DOT_SEGMENT.search(urlsplit(url).path):
        url = urljoin(url, urlsplit(url).path) + url[len(urlsplit(url)._replace(query="", fragment="").geturl()) :]
    parts = urlsplit(url)
    host = parts.netloc.lower()
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    query = "&".join(sorted((_spelled(piece) for piece in parts.query.split("&") if piece), key=lambda piece: piece.partition("=")[0]))
    fragment = parts.fragment.partition(_TEXT_DIRECTIVE)[0]
    page = fragment if fragment.startswith(("/", "!")) else ""
    return SplitResult("", host, _spelled(parts.path).rstrip("/"), query, _spelled(page)).geturl()


def is_canonical_of(canonical: str, url: str, *, same_site: bool) -> bool:
    """Whether to believe a page at `url` that it stands at `canonical`: on its own site, not on the front page (careless ones say so)."""
    path = urlsplit(canonical).path.strip("/")
    return same_site and (bool(path) or bool(urlsplit(canonical).query) or not urlsplit(url).path.strip("/"))


def _is_tracker(piece: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    return name in TRACKERS or name.startswith(_TRACKING)


def _spelled(part: str) -> str:
    """One spelling of each sign: what needs no percent is without, what has one has it in capitals."""
    return re.sub("(?:%[0-9A-Fa-f]{2})+", lambda run: _percent(run[0]), part)


def _percent(run: str) -> str:
    return quote(unquote_to_bytes(run), safe=_UNRESERVED)
