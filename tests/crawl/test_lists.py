from __future__ import annotations

import gzip
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_model import random_detector

from spamdetect.crawl.lists import HostList
from spamdetect.crawl.names import NameSet, hashed
from spamdetect.crawl.reloading import ReloadingList
from spamdetect.urls.host import canonical_host
from spamdetect.urls.rules import HostSet, ListRules, covering

MIXED = """\
# a comment
! another
[Adblock Plus 2.0]
bet.example
WWW.Casino.Example   # with a remark
0.0.0.0 pills.example more-pills.example
127.0.0.1 localhost
0.0.0.0 0.0.0.0
::1 ip6-loopback
||loan.example^
||sub.shop.example^$third-party,popup
@@||good.bet.example^
.judi.example
*.tld-of-spam
http://url.example/
казино.example
192.0.2.7
198.51.100.0/24 ; why
2001:db8:5::/48
203.0.113.10-203.0.113.20
[2001:db8::9]
"""

LISTED = {
    "bet.example": "bet.example",
    "a.b.bet.example": "bet.example",
    "www.casino.example": "www.casino.example",
    "casino.example": None,
    "pills.example": "pills.example",
    "more-pills.example": "more-pills.example",
    "localhost": None,
    "loan.example": "loan.example",
    "sub.shop.example": "sub.shop.example",
    "shop.example": None,
    "good.bet.example": None,
    "x.good.bet.example": None,
    "judi.example": "judi.example",
    "www.judi.example": "judi.example",
    "any.tld-of-spam": "tld-of-spam",
    "url.example": "url.example",
    "xn--80aswgac.example": None,
    "192.0.2.7": "192.0.2.7",
    "192.0.2.8": None,
    "198.51.100.200": "198.51.100.0/24",
    "[2001:db8:5:1::1]": "2001:db8:5::/48",
    "[2001:db8::9]": "2001:db8::9",
    "203.0.113.15": "203.0.113.10-203.0.113.20",
    "203.0.113.21": None,
    "0.0.0.0": None,
    "example": None,
    "": None,
}


def test_every_syntax_in_one_file(write) -> None:
    hosts = HostList([write(MIXED)])
    assert hosts.errors == ()
    assert {host: hosts.match(host) for host in LISTED} == LISTED
    assert hosts.match(canonical_host("казино.example").name)


def test_file_and_memory_agree(write) -> None:
    in_memory = HostSet(MIXED.splitlines())
    assert {host: in_memory.match(host) for host in LISTED} == LISTED


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(write, newline: str, last: bool) -> None:
    text = newline.join(["a.example", "", "b.example", "c.example"]) + newline * last
    hosts = HostList([write("\ufeff" + text)])
    assert hosts.errors == ()
    assert [hosts.match(f"{name}.example") is not None for name in "abcd"] == [True] * 3 + [False]


def test_compressed_lists_are_read(write) -> None:
    path = write(gzip.compress(b"a.example\n"), "list.txt.gz")
    assert HostList([path]).match("a.example") == "a.example"


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("two words", "more than one word"),
        ("http://a.example/path", "whole hosts"),
        ("a.example/path", "no address range"),
        ("300.1.2.0/24", "no address range"),
        ("192.0.2.9-192.0.2.1", "before its start"),
        ("com", "write .com"),
        ("a b\x00c", "more than one word"),
        ("a..b", "no host"),
        ("||ex%%ample^", "no host"),
        ("\x00\x01", "no host"),
        ("x" * 100_000, "no host"),
        ("bad.example,gambling", "no host"),
        ("bad.example;x", "no host"),
        ('"bad.example"', "no host"),
        ("(bad.example)", "no host"),
        ("bad.example=1", "no host"),
        ("*bet.example", "no host"),
        ("a.*.bet.example", "no host"),
        ("||bad.example,gambling^", "no host"),
        ("1 bad.example", "more than one word"),
    ],
)
def test_wrong_lines_are_named_and_the_rest_works(write, line: str, cause: str) -> None:
    path = write(f"a.example\n{line}\nb.example\n")
    hosts = HostList([path])
    (error,) = hosts.errors
    assert (error.path, error.line) == (str(path), 2)
    assert cause in error.cause
    assert len(str(error)) < 400
    assert hosts.match("a.example")
    assert hosts.match("b.example")


def test_invalid_utf8_is_named(write) -> None:
    hosts = HostList([write(b"a.example\n\xff\xfe.example\nb.example\n")])
    assert [error.line for error in hosts.errors] == [2]
    assert hosts.match("b.example")


def test_lines_are_counted_over_pieces(write) -> None:
    path = write("".join(f"host{n}.example\n" for n in range(150_000)) + "not a host\n")
    hosts = HostList([path])
    assert [error.line for error in hosts.errors] == [150_001]
    assert len(hosts) == 150_000
    assert hosts.match("host149999.example")


def test_errors_kept_are_bounded_and_counted(write) -> None:
    hosts = HostList([write("no host\n" * 5000)])
    assert hosts.error_count == 5000
    assert len(hosts.errors) == 1000


def test_adblock_rules_about_parts_of_pages_are_left_out_and_counted(write) -> None:
    path = write(
        "[Adblock Plus 2.0]\n||a.example^\n||b.example/ads/\n||c.example^$script\nd.example##.ad\n"
        "&ad_box_\n/banner[0-9]+/\n||*.e.example^\n||f.*^\n||f.example:8080^\n||[2001:db8::7]^\n"
    )
    hosts = HostList([path])
    assert hosts.errors == ()
    assert hosts.left_out == {str(path): 7}
    assert hosts.match("[2001:db8::7]")
    assert [name for name in "abcdef" if hosts.match(f"{name}.example")] == ["a", "e"]


@pytest.fixture(params=["file", "memory"])
def rules(request, write) -> Callable[[str, str], ListRules]:
    """Return what makes rules of the lines of two lists, by each of the two ways in."""

    def made(allow: str, block: str) -> ListRules:
        if request.param == "memory":
            return random_detector(allow=allow.splitlines(), block=block.splitlines()).rules
        allowed = HostList([write(allow, "allow.txt")], allow=True)
        return random_detector(allow=allowed, block=HostList([write(block, "block.txt")])).rules

    return made


@pytest.mark.parametrize(
    ("line", "host", "as_allowed", "as_blocked"),
    [
        ("@@||good.example^", "www.good.example", "allow", None),
        ("@@||192.0.2.1^", "192.0.2.1", "allow", None),
        ("||good.example^", "www.good.example", "allow", "block"),
        ("*.good.example", "www.good.example", "allow", "block"),
        ("192.0.2.0/24", "192.0.2.1", "allow", "block"),
    ],
)
def test_a_line_means_the_same_in_a_file_and_in_memory(
    rules, line: str, host: str, as_allowed: str, as_blocked: str | None
) -> None:
    assert rules(line, "").listed(host) == as_allowed
    assert rules("", line).listed(host) == as_blocked


def test_exceptions_take_out_what_other_entries_block(rules) -> None:
    listed = rules("", ".example\n192.0.2.0/24\n@@||good.example^\n@@||192.0.2.1^").listed
    assert listed("bad.example") == "block"
    assert listed("www.good.example") is None
    assert listed("192.0.2.2") == "block"
    assert listed("192.0.2.1") is None


def test_addresses_of_version_four_are_known_in_the_forms_of_version_six() -> None:
    hosts = HostSet(["198.51.100.0/24", "@@||198.51.100.9^", "2002:c633:6500::/40"])
    forms = ("::ffff:198.51.100.{}", "64:ff9b::198.51.100.{}", "2002:c633:64{:02x}::1")
    for form in forms:
        host = canonical_host(f"[{form.format(7)}]").name
        assert hosts.match(host) == "198.51.100.0/24"
        assert hosts.match(canonical_host(f"[{form.format(9)}]").name) is None
    assert hosts.match(canonical_host("[::ffff:198.51.101.7]").name) is None
    assert hosts.match(canonical_host("[2002:c633:6501::1]").name) == "2002:c633:6500::/40"


def test_names_that_end_in_a_digit_are_names(write) -> None:
    entries = ["bad.web2", "cluster1.bad.example", ".host9"]
    for hosts in (HostSet(entries), HostList([write("\n".join(entries))])):
        assert hosts.match("a.bad.web2") == "bad.web2"
        assert hosts.match("any.host9") == "host9"
        assert hosts.match("x.cluster1") is None


def test_a_nought_stands_for_the_address_in_hosts_files(write) -> None:
    for text in ("0 bad.example\n", "0 bad.example other.example\n"):
        hosts = HostList([write(text)])
        assert hosts.errors == ()
        assert hosts.match("bad.example")


def test_allow_wins_over_block() -> None:
    rules = ListRules(HostSet(["good.bad.example"]), HostSet([".example"]))
    assert rules.listed("good.bad.example") == "allow"
    assert rules.listed("bad.example") == "block"
    assert rules.listed("other.test") is None
    decided = rules.decide("x.good.bad.example")
    assert decided is not None
    assert (decided[0], decided[2].symbol, decided[2].evidence) == (
        "ok",
        "LIST_ALLOW",
        "good.bad.example",
    )


def test_misuse_raises() -> None:
    with pytest.raises(TypeError, match="not a str"):
        HostSet("a.example")
    with pytest.raises(TypeError, match="must be a str"):
        HostSet([b"a.example"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="whole hosts"):
        HostSet(["http://a.example/path"])
    with pytest.raises(OSError, match="absent"):
        HostList(["absent"])


def test_a_list_sent_to_another_process_is_read_there(write) -> None:
    path = write("a.example\n@@||b.a.example^\n")
    for hosts in (HostList([path]), ReloadingList([path])):
        again = pickle.loads(pickle.dumps(hosts))
        assert again.match("a.example") == "a.example"
        assert again.match("b.a.example") is None


LABEL = st.sampled_from(["a", "b", "cc", "d-1", "example", "com"])
NAME = st.lists(LABEL, min_size=2, max_size=4).map(".".join)


@given(st.sets(NAME), st.sets(LABEL), st.lists(NAME, min_size=1))
def test_hashed_names_answer_as_a_set_of_strings(
    names: set[str], labels: set[str], asked: list[str]
) -> None:
    hashes = [hashed(list(names)), hashed(list(names))] if names else []
    found = NameSet(hashes, labels)
    assert len(found) == len(names) + len(labels)
    for host in [*asked, *names]:
        assert found.covering(host) == covering(host, names | labels)


@given(st.integers(0, 3000))
def test_every_name_of_a_larger_set_is_found(count: int) -> None:
    names = [f"n{n}.example" for n in range(count)]
    found = NameSet([hashed(names)])
    assert all(found.covering(name) == name for name in names)
    assert found.covering("n.example") is None


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        hosts = HostSet([line])
    except ValueError:
        return
    assert hosts.match("a.test.invalid") in (None, "test.invalid", "invalid", "a.test.invalid")
