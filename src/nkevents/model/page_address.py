"""Addresses of pages: what is kept of them, and when two of them are the same page."""

import re
from functools import cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|_ga|_gl|wt_mc|xtor|ocid|smid|cmpid|ns_campaign"
    r"|ns_mchannel|at_medium|at_campaign|ref_src|ref_url|__cft__.*|__tn__|mkt_tok|_openstat|ysclid",
    re.IGNORECASE,
)
# Some pages are kept under a host with the final dot of a full domain name.
_HOST = re.compile(r"[^\s@:/]+\.[^\s@:/.]+\.?")
# Names that no page stands under: RFC 2606, RFC 6761 and RFC 6762.
_RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|local|localhost|localdomain)\.?$")


@cache
def split(url: str) -> SplitResult | None:
    """Parts of an address; None where it is no web address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or re.search(r"\s", url) or not _HOST.fullmatch(host):
        return None
    return parts


def is_public(url: str) -> bool:
    """Whether anybody can open a page at an address: its host is no name kept for examples and no private number.

    Examples
    --------
    >>> [is_public(f"https://{host}/1") for host in ("example.org", "news.example", "127.0.0.1", "www.bbc.com")]
    [False, False, False, True]
    """
    parts = split(url)
    host = parts.hostname if parts else None
    if host is None:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return not _RESERVED.search(host)


def is_below(url: str, domain: str) -> bool:
    """Whether a page stands on the host of a domain, or on one below it.

    Examples
    --------
    >>> [is_below(url, "sputnik.az") for url in ("https://m.sputnik.az/1", "https://sputnik.az", "https://xsputnik.az")]
    [True, True, False]
    """
    parts = split(url)
    host = ((parts.hostname or "") if parts else "").removesuffix(".")
    return host == domain or host.endswith(f".{domain}")


def tracking(url: str) -> list[str]:
    """Names of the tracking parameters in an address, each once."""
    if "?" not in url:
        return []
    names = [name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    return list(dict.fromkeys(name for name in names if _TRACKING.fullmatch(name)))


def clean(url: str) -> str:
    """Take tracking parameters and fragment away, and leave the rest exactly as it was read.

    Examples
    --------
    >>> clean("https://www.bbc.com/news/1?id=4&utm_source=x#top")
    'https://www.bbc.com/news/1?id=4'
    """
    parts = split(url)
    if parts is None or not (tracking(url) or "#" in url):
        return url
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0]))
    return urlunsplit(parts._replace(query=kept, fragment=""))


@cache
def page(url: str) -> str:
    """Take everything away that does not change the page, to find the same page again.

    Examples
    --------
    >>> page("http://www.Example.org/a/?utm_source=x#top") == page("https://example.org/a")
    True
    """
    parts = split(url)
    if parts is None:
        return url
    host = (parts.hostname or "").rstrip(".").removeprefix("www.").removeprefix("m.")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return f"{host}{parts.path.rstrip('/')}{'?' if kept else ''}{urlencode(kept)}"
