from __future__ import annotations

import subprocess
import sys

import pytest

from spamdetect.urls.suffix import is_institutional, public_suffixes, registered_domain


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("site.com", ("", "site", "com")),
        ("a.b.site.co.uk", ("a.b", "site", "co.uk")),
        ("me.blogspot.com", ("", "me", "blogspot.com")),
        ("blogspot.com", ("", "", "blogspot.com")),
        ("fakultas.kampus.ac.id", ("fakultas", "kampus", "ac.id")),
        ("www.xn--e1afmkfd.xn--p1ai", ("www", "xn--e1afmkfd", "xn--p1ai")),
        ("a.b.ck", ("", "a", "b.ck")),
        ("www.ck", ("", "www", "ck")),
        ("nas.home", ("", "nas", "home")),
        ("www.a.example", ("www", "a", "example")),
        ("b.a.test", ("b", "a", "test")),
        ("localhost", ("", "", "localhost")),
        ("198.52.100.7", ("", "", "")),
        ("[2a00::1]", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_registered_domain(host: str, parts: tuple[str, str, str]) -> None:
    assert registered_domain(host) == parts


INSTITUTIONAL = """
ac.id go.id sch.id desa.id mil.id edu gov mil int edu.vn gov.br sp.gov.br ac.uk sch.uk go.th gob.mx
gouv.fr govt.nz gv.at k12.ca.us lg.jp es.kr nhs.uk res.in
"""
OPEN = """
com or.id my.id co.id web.id ac go.it ac.se sch.wf com.es sc school nic.xyz blogspot.com eu.org go
ca.us
"""


@pytest.mark.parametrize("suffix", INSTITUTIONAL.split())
def test_institutional(suffix: str) -> None:
    assert is_institutional(suffix)


@pytest.mark.parametrize("suffix", ["", *OPEN.split()])
def test_open_to_anyone(suffix: str) -> None:
    assert not is_institutional(suffix)


def test_top_level_domains() -> None:
    suffixes = public_suffixes()
    assert {"com", "id", "рф", "xn--p1ai", "中国", "xn--fiqs8s", "ck", "xyz"} <= suffixes
    assert not {"html", "local", "co.uk", "*.ck", "!www.ck", ""} & suffixes


def test_import_loads_no_http_client() -> None:
    code = (
        "import sys, spamdetect.urls.host, spamdetect.urls.suffix\n"
        "print([m for m in ('requests', 'tldextract', 'sklearn', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
