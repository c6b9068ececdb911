from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import spamdetect

SPAM = "slot gacor maxwin http://203.0.113.7/slot daftar judi online http://slot-gacor.example"

BARE = """
import sys
def refuse(event, args):
    if event.startswith("socket."):
        raise RuntimeError(event)
sys.addaudithook(refuse)
import spamdetect
assert spamdetect.__version__
{code}
heavy = {{"sklearn", "scipy", "pandas", "joblib", "matplotlib", "rich"}} & set(sys.modules)
assert not heavy, heavy
"""


def run_fresh(code: str) -> None:
    """Run code in a new interpreter that may not open a socket nor load heavy packages."""
    subprocess.run([sys.executable, "-c", BARE.format(code=code)], check=True)


def test_the_public_names() -> None:
    assert sorted(spamdetect.__all__) == [
        "DataError",
        "Detector",
        "MissingExtraError",
        "ModelError",
        "Reason",
        "Report",
        "Section",
        "SpamdetectError",
        "UrlReport",
        "__version__",
        "accept",
        "clean",
        "score_html",
        "score_text",
        "score_url",
    ]
    for name in spamdetect.__all__:
        assert getattr(spamdetect, name) is not None
    assert dir(spamdetect) == sorted(spamdetect.__all__)


def test_other_names_are_missing_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        spamdetect.no_such_name  # noqa: B018


def test_errors_are_of_one_family() -> None:
    for error in (spamdetect.DataError, spamdetect.MissingExtraError, spamdetect.ModelError):
        assert issubclass(error, spamdetect.SpamdetectError)
    assert issubclass(spamdetect.DataError, ValueError)
    assert issubclass(spamdetect.MissingExtraError, ImportError)


def test_importing_loads_nothing_heavy() -> None:
    run_fresh("assert 'numpy' not in sys.modules")


def test_urls_and_texts_are_scored_without_heavy_packages_or_network(small_model: Path) -> None:
    run_fresh(
        f"detector = spamdetect.Detector.load({str(small_model)!r})\n"
        "assert detector.score_url('http://a.co.uk/x').registered_domain == 'a.co.uk'\n"
        f"assert detector.score_text({SPAM!r}).urls"
    )


def test_text_in_report_out() -> None:
    report = spamdetect.score_text(SPAM, url="https://news.example/a")
    assert report.verdict == "spam"
    assert report.category == "gambling"
    assert report.model.startswith("default ")


def test_html_in_report_out() -> None:
    page = f"<html><body><p>The library opens at nine.</p><p>{SPAM}</p></body></html>"
    for html in (page, page.encode()):
        report = spamdetect.score_html(html)
        assert SPAM in report.text
        assert report.clean_html is not None


def test_clean_returns_text() -> None:
    honest = "The village library opens at nine on Saturday, and the mayor will hold a speech."
    assert spamdetect.clean(honest) == honest
    assert spamdetect.clean(f"{honest}\n\n{SPAM}") == f"{honest}\n\n"


def test_accept_is_the_crawlers_question() -> None:
    assert spamdetect.accept("https://en.wikipedia.org/wiki/Library")
    assert not spamdetect.accept("http://slot-gacor-maxwin88.vip/daftar", anchor="slot gacor")
    assert spamdetect.score_url("http://192.0.2.1/").host == "192.0.2.1"


def test_the_default_model_is_loaded_once() -> None:
    from spamdetect.api import default_detector

    assert default_detector() is default_detector()
