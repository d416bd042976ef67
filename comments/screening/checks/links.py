"""Addresses of other sites: plain, disguised or in markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from comments.screening.findings import Concern, Finding, Span, Submission
from comments.screening.folding import Folded, fold

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
# A bare name counts as an address only with an ending that people and spammers use: "e.g." and a missing
# space after a full stop ("better.It") are no links.
_ENDINGS = (
    "com|net|org|info|biz|io|co|me|ly|gl|gd|to|tv|cc|ru|cn|su|xyz|top|site|online|shop|store|club|live|app|"
    "dev|link|click|win|vip|loan|loans|bet|casino|uk|eu|us|ca|au|de|fr|nl|pl|in|ng|za|example|test|invalid|"
    "xn--[a-z0-9-]{2,40}|рф"
)
_PORT_AND_PATH = r"(?::\d{2,5})?(?:[/?#][^\s<>\"'\]]{0,2000})?"
URL = re.compile(
    rf"(?P<scheme>\b(?:h(?:tt|xx)ps?|ftps?)\s?:\s?/{{1,2}}\s?)(?P<url_host>[^\s<>\"'\]/?#]{{1,255}})(?:[/?#][^\s<>\"'\]]{{0,2000}})?"
    rf"|(?<![\w@.-])(?P<bare>(?:{_LABEL}\.){{1,6}}(?:{_ENDINGS}))(?![\w-])(?!\.\w){_PORT_AND_PATH}",
)
_SCRIPT_SCHEME = re.compile(r"\b(?:javascript|vbscript|data)\s?:\s?[^\s]")
_SPOKEN = re.compile(
    r"(?<![\w-])[a-z0-9][a-z0-9-]{1,60}\s?[(\[{]?\s?\b(?:dot|d0t)\b\s?[)\]}]?\s?(?:com|net|org|info|io|co|ru|xyz|me|example)\b"
    r"|(?<![\w-])[a-z0-9][a-z0-9-]{1,60}\s?[(\[{]\s?\.\s?[)\]}]\s?(?:com|net|org|info|io|co|ru|xyz|me|example)\b"
    r"|\bwww\s{1,2}[a-z0-9-]{2,60}\s{1,2}(?:com|net|org|info)\b"
)
_MARKUP = re.compile(
    r"<\s?/?\s?(?:a|img|iframe|script|embed|object|form)\b[^>]{0,500}|\[/?(?:url|link|img)\b[^\]]{0,500}"
)
# A host at or below one of these raises nothing: people point each other to help and to the law.
TRUSTED_HOSTS = (
    "nhs.uk", "gov.uk", "gov.wales", "gov.scot", "nhs.wales", "nhs.scot", "ac.uk", "parliament.uk",
    "police.uk", "mind.org.uk", "samaritans.org", "rethink.org", "youngminds.org.uk", "childline.org.uk",
    "giveusashout.org", "papyrus-uk.org", "socialworkengland.org.uk", "basw.co.uk", "cruse.org.uk",
    "skillsforcare.org.uk", "carersuk.org", "alzheimers.org.uk", "ageuk.org.uk", "bbc.co.uk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Links:
    """Spam check. ``limit`` is the most plain links a comment may hold before the score rises steeply.

    Links are never made live, so a single one is only worth a look.
    """

    limit: int = 2
    trusted_hosts: tuple[str, ...] = TRUSTED_HOSTS
    name: ClassVar[str] = "links"
    looks_for: ClassVar[Concern] = Concern.SPAM

    def inspect(self, submission: Submission) -> list[Finding]:
        body = fold(submission.body)
        plain, disguised = self._links(body)
        named, named_disguised = self._links(fold(submission.author_name))
        findings = []
        if plain:
            count = len(plain)
            score = 0.35 if count == 1 else 0.5 if count <= self.limit else 1 - 0.5 * self.limit / count
            reason = f"{count} link{'s' if count > 1 else ''} to other sites."
            findings.append(Finding(Concern.SPAM, score, reason, signal="links", spans=plain))
        if disguised:
            reason = "The address of a site is disguised."
            findings.append(Finding(Concern.SPAM, 0.6, reason, signal="disguised_link", spans=disguised))
        if named or named_disguised:
            findings.append(Finding(Concern.SPAM, 0.5, "The name holds a link.", signal="link_in_name"))
        markup = tuple(body.span(*match.span()) for match in _MARKUP.finditer(body.text))
        if markup:
            reason = "Code for links or pictures, which people do not type here."
            findings.append(Finding(Concern.SPAM, 0.6, reason, signal="markup", spans=markup))
        return findings

    def _links(self, folded: Folded) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Spans of plain and of disguised links; hosts that are trusted are left out."""
        plain: list[Span] = []
        disguised: list[Span] = []
        for match in URL.finditer(folded.text):
            host, is_disguised = _host(match)
            if host is None:
                continue
            if is_disguised:
                disguised.append(folded.span(*match.span()))
            elif not self._is_trusted(host):
                plain.append(folded.span(*match.span()))
        for pattern in (_SPOKEN, _SCRIPT_SCHEME):
            disguised += [folded.span(*match.span()) for match in pattern.finditer(folded.text)]
        return tuple(plain), tuple(disguised)

    def _is_trusted(self, host: str) -> bool:
        return any(host == trusted or host.endswith("." + trusted) for trusted in self.trusted_hosts)


def _host(match: re.Match[str]) -> tuple[str | None, bool]:
    """The host of a link, and whether somebody took pains to hide it."""
    if match["bare"] is not None:
        host = match["bare"]
        return host, _is_foreign(host)
    authority = match["url_host"]
    has_userinfo = "@" in authority
    host = authority.rpartition("@")[2]
    if not host.startswith("["):  # an IPv6 address keeps its brackets
        host = host.partition(":")[0]
    host = host.strip(".")
    if not host:
        return None, False
    is_number = host.startswith("[") or host.replace(".", "").isdigit()
    return host, has_userinfo or "xx" in match["scheme"] or is_number or _is_foreign(host)


def _is_foreign(host: str) -> bool:
    """A host in punycode or outside ASCII: in a comment in English or Welsh mostly a look-alike."""
    return "xn--" in host or not host.isascii()
