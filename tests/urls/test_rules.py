from __future__ import annotations

import pytest

from spamdetect.urls.rules import HostSet, ListRules


@pytest.mark.parametrize("entry", ["casino.example", "203.0.113.0/24"])
def test_a_list_tells_whether_it_covers_anything(entry: str) -> None:
    assert not HostSet()
    assert HostSet([entry])
    assert not ListRules(HostSet(), HostSet())
    assert ListRules(HostSet(), HostSet([entry]))
    assert ListRules(HostSet([entry]), HostSet())
