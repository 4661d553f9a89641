"""Domains: who answers for a host, so that all hosts of one owner are one source."""

from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from publicsuffixlist import PublicSuffixList

from wtsocial.text.links import host_of

# Made with the module, since reading the list takes some 30 ms that no request should wait for. It comes with the library
# (publicsuffix.org, both its parts): nothing is fetched.
_SUFFIXES: Final = PublicSuffixList()


@lru_cache(maxsize=10_000)
def registrable(host: str) -> str:
    """The domain that somebody registered, for a host such as `Post.host`: "bbc.co.uk" for "news.bbc.co.uk".

    In the spelling of `links.host_of`: lower case, ASCII, no "www."; "" for what is no host. IP addresses, single labels
    and what is itself a suffix ("github.io") stay as they are.

    Suffixes under which a company lets others publish (the list's private part) count like "co.uk": two blogs on
    github.io have two authors and are two sources. Where a company has not entered itself there, all of its blogs are one.
    """
    name = host_of(f"https://{host}")
    if _is_address(name):
        return name
    # "www.com" is "com" to host_of: from a host below it the same comes out.
    return (_SUFFIXES.privatesuffix(name) or name).removeprefix("www.")


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
