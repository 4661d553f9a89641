"""One story, many addresses: what of an address tells who came how, and which spellings lead to the same page."""

import re
from typing import Final
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urljoin, urlsplit

# What newsletters, networks and counters add to the addresses that they hand on: it says who came by which way, and no site shows
# another page for it. Names that the makers of these systems document, compared with the lists by which Firefox and Brave strip
# addresses. What some site may need (`id`, `ref`, `source`, `s`, `from`) is left alone.
TRACKERS: Final = frozenset(
    "fbclid fb_action_ids fb_action_types fb_source fb_ref fb_comment_id mibextid action_object_map action_type_map action_ref_map"
    " __tn__ __xts__ hc_ref fref gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid srsltid gs_lcp gs_lcrp ved sca_esv"
    " ga_source ga_medium ga_term ga_content ga_campaign ga_place _ga _gl _gac msclkid s_kwcid ef_id twclid ref_src ref_url"
    " __twitter_impression ttclid igshid igsh igsh_id li_fat_id lipi trk trkcampaign trackingid refid rdt_cid sccid epik pin_unauth"
    " yclid ysclid ymclid syclid _openstat rb_clickid iclid irclickid irgwc sc_cid sc_src sc_llid sc_lid sc_uid sscid cjevent zanpid"
    " admitad_uid awc rtid mc_cid mc_eid mc_tc _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv emci emdi"
    " ceid dm_i et_rid ss_email_id ss_source ss_campaign_id ml_subscriber ml_subscriber_hash oly_enc_id oly_anon_id nr_email_referer"
    " __s _kx _ke _bta_tid _bta_c elqtrackid elqtrack s_cid wickedid dicbo cx_click cx_recsorder cx_recswidget xtor soc_src soc_trk"
    " guccounter guce_referrer guce_referrer_sig ncid cmpid smid smtyp ns_mchannel ns_source ns_campaign ns_linkname ns_fee at_medium"
    " at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_format at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team"
    " wt_mc wt.mc_id wt_mc_id wt_zmc tblci obclid obtrackid cvid _branch_match_id _branch_referrer trk_contact trk_msg trk_module"
    " trk_sid wpisrc wpmm ito reflink share_source vd_source spm_id_from isappinstalled redirect_log_mongo_id redirect_mongo_id"
    " sb_referer_host mindbox-click-id __readwiselocation echobox".split()
)
_TRACKING: Final = tuple("utm_ utm- mtm_ pk_ piwik_ matomo_ hsa_ stm_ itm_ sfmc_ bsft_ hmb_ cm_mmc __cf_chl_".split())
"""What names of theirs begin with."""
_SESSIONS: Final = ("phpsessid", "jsessionid", "aspsessionid")
"""What old servers put into addresses to know a visitor again, and what would be handed on with a link."""
_IN_PATH: Final = re.compile(";(?:jsessionid|phpsessid)=[^/;?#]*", re.IGNORECASE)
_APPENDED: Final = re.compile(r"\?(?=utm_[a-z]+=)", re.IGNORECASE)
"""A query that somebody's program put behind another one."""
_TEXT_DIRECTIVE: Final = ":~:"
_DOT_SEGMENT: Final = re.compile(r"/\.{1,2}(?:/|$)")
_UNRESERVED: Final = "-._~"
_PATH_SIGNS: Final = "!$'()*,:@&+="
"""Signs that part nothing in a path as sites use them: "Foo_(bar)" and "Foo_%28bar%29" are one page."""
_QUERY_SIGNS: Final = "!$'()*,:@/?;"


def without_trackers(url: str) -> str:
    """The address without what only tells who came how; all else stays as it is spelled."""
    parts = urlsplit(url)
    pieces = _APPENDED.sub("&", parts.query).split("&")
    query = "&".join(kept) if len(kept := [piece for piece in pieces if not _is_tracker(piece)]) < len(pieces) else parts.query
    path, fragment = _IN_PATH.sub("", parts.path), parts.fragment
    if fragment and "/" not in fragment and all(map(_is_tracker, fragment.split("&"))):
        fragment = ""
    if (path, query, fragment) == (parts.path, parts.query, parts.fragment):
        return url
    return parts._replace(path=path, query=query, fragment=fragment).geturl()


def story_of(url: str) -> str:
    """What two addresses of one page have in common, for an address as `check_link` spells it; not to be opened, nor shown.

    Alike are http and https, with and without "www.", with and without a slash at the end or one too many, the ways to
    spell a sign, the order of parameters, trackers, and the place in the page (which a fragment names, unless it is the page itself:
    "#/…", "#!…").
    """
    url = without_trackers(url)
    if _DOT_SEGMENT.search(urlsplit(url).path):
        url = urljoin(url, urlsplit(url).path) + url[len(urlsplit(url)._replace(query="", fragment="").geturl()) :]
    parts = urlsplit(url)
    host = parts.netloc.lower()
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    pieces = (_spelled(piece.replace("+", "%20"), _QUERY_SIGNS) for piece in parts.query.split("&") if piece)
    query = "&".join(sorted(dict.fromkeys(pieces), key=lambda piece: piece.partition("=")[0]))
    fragment = parts.fragment.partition(_TEXT_DIRECTIVE)[0]
    page = fragment if fragment.startswith(("/", "!")) else ""
    path = re.sub("/{2,}", "/", _spelled(parts.path, _PATH_SIGNS)).rstrip("/")
    return SplitResult("", host, path, query, _spelled(page, _PATH_SIGNS)).geturl()


def is_canonical_of(canonical: str, url: str, *, same_site: bool) -> bool:
    """Whether to believe a page at `url` that it stands at `canonical`: on its own site, not on the front page (careless ones say so)."""
    path = urlsplit(canonical).path.strip("/")
    return same_site and (bool(path) or bool(urlsplit(canonical).query) or not urlsplit(url).path.strip("/"))


def _is_tracker(piece: str) -> bool:
    # "&amp;" was copied out of a page's source.
    name = unquote(piece.partition("=")[0]).lower().removeprefix("amp;")
    return name in TRACKERS or name.startswith(_TRACKING + _SESSIONS)


def _spelled(part: str, signs: str) -> str:
    """One spelling of each sign: what needs no percent is without, `signs` among it; what has one has it in capitals."""
    return re.sub("(?:%[0-9A-Fa-f]{2})+", lambda run: quote(unquote_to_bytes(run[0]), safe=_UNRESERVED + signs), part)
