"""Our matching of the public suffix list against tldextract's own."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tldextract import TLDExtract

from spamdetect.urls import publicsuffix
from spamdetect.urls.host import canonical_host
from spamdetect.urls.publicsuffix import ask_rules, read_rules
from spamdetect.urls.suffix import registered_domain

RULES = read_rules()
EXTRACT = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
LABELS = st.one_of(
    st.sampled_from(["www", "a", "xn--p1ai", "co", "uk", "ck", "kawasaki", "*", "!www", "", "рф"]),
    st.text("ab-_1é公", max_size=5),
)


def expected(host: str) -> tuple[str, str, str]:
    """Return what tldextract says, and the rule "*" of the list, which it leaves out."""
    parts = EXTRACT.extract_str(host)
    if parts.suffix:
        return parts.subdomain, parts.domain, parts.suffix
    subdomain, _, label = parts.subdomain.rpartition(".")
    return subdomain, label, parts.domain


@given(st.lists(LABELS, max_size=4), st.sampled_from(RULES))
def test_hosts_are_split_where_tldextract_splits_them(labels: list[str], rule: str) -> None:
    host = canonical_host(".".join([*labels, rule.lstrip("*!.")])).name
    if host and not host[-1].isdigit():
        assert registered_domain(host) == expected(host)


def test_every_rule_is_matched_as_tldextract_matches_it() -> None:
    for rule in RULES:
        for name in (rule.lstrip("*!."), rule.replace("*", "any").lstrip("!")):
            for prefix in ("", "site.", "www.site."):
                host = canonical_host(prefix + name).name
                assert registered_domain(host) == expected(host)


def test_the_file_holds_what_tldextract_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(RULES) == set(ask_rules())
    nowhere = ModuleSpec("tldextract", None, origin="/nowhere/tldextract/__init__.py")
    monkeypatch.setattr(publicsuffix, "find_spec", lambda _: nowhere)
    assert set(read_rules()) == set(RULES)


def test_looking_a_host_up_loads_no_http_client() -> None:
    code = (
        "import sys\nfrom spamdetect.urls.suffix import registered_domain\n"
        "print(registered_domain('www.example.co.uk'))\n"
        "print([name for name in ('requests', 'tldextract') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["('www', 'example', 'co.uk')", "[]"]
