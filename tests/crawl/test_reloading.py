from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from spamdetect.crawl.reloading import ReloadingList


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def test_a_changed_file_is_read_again(write) -> None:
    path = write("a.example\n")
    hosts = ReloadingList([path], interval=0.0)
    assert hosts.match("b.example") is None
    write("b.example\n")
    _until(lambda: hosts.match("b.example") is not None)
    assert hosts.match("a.example") is None


def test_a_file_is_not_looked_at_before_its_time(write) -> None:
    path = write("a.example\n")
    hosts = ReloadingList([path], interval=3600.0)
    write("b.example\nc.example\n")
    assert hosts.match("b.example") is None
    hosts.reload()
    assert hosts.match("b.example")


def test_a_file_that_has_gone_leaves_the_list_as_it_was(write) -> None:
    path = write("a.example\n")
    hosts = ReloadingList([path], interval=0.0)
    path.unlink()
    _until(lambda: hosts.match("a.example") is not None and hosts.problem is not None)
    assert "list.txt" in (hosts.problem or "")
    replacement = write("b.example\n", "new.txt")
    replacement.replace(path)
    _until(lambda: hosts.match("b.example") is not None and hosts.problem is None)


def test_a_file_in_the_middle_of_being_written_is_left_alone(write) -> None:
    path = write("a.example\n")
    hosts = ReloadingList([path], interval=0.0)
    write("")
    assert hosts.match("a.example")
    time.sleep(0.1)
    write("a.example\nb.example\n")
    for _ in range(500):
        assert hosts.match("a.example")
        if hosts.match("b.example"):
            break
        time.sleep(0.01)
    assert hosts.match("b.example")


def test_what_cannot_be_read_is_logged(write, caplog: pytest.LogCaptureFixture) -> None:
    path = write("two words\n" * 30 + "a.example\n")
    hosts = ReloadingList([path], interval=3600.0)
    assert f"{path}:1: two words is more than one word" in caplog.text
    assert "10 more lines of" in caplog.text
    caplog.clear()
    write("three words here\n")
    hosts.reload()
    assert f"{path}:1: three words here is" in caplog.text
    path.unlink()
    hosts.reload()
    assert "a list stays as it was" in caplog.text
