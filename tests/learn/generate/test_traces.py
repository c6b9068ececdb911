from __future__ import annotations

import random
import re
from collections.abc import Callable

from spamdetect.learn.generate.traces import addresses, hosts, indicators


def rows(kind: Callable[[random.Random], Callable[[], str]], seed: int) -> list[str]:
    row = kind(random.Random(seed))
    return [row() for _ in range(30)]


def test_hosts_of_attackers_are_defanged() -> None:
    for seed in range(40):
        assert all("[.]" in row and "http:" not in row for row in rows(hosts, seed))


def test_rows_of_indicators_name_the_type_of_what_they_hold() -> None:
    for seed in range(20):
        kinds = {re.match(r"\w+", row)[0] for row in rows(indicators, seed)}  # type: ignore[index]
        assert kinds == {"domain", "ip", "url", "filename", "sha256"}


def test_rows_of_one_list_are_written_alike() -> None:
    for seed in range(20):
        written = rows(addresses, seed)
        assert len({"[.]" in row for row in written}) == 1
        assert len({re.sub(r"[\d.\[\]]", "", row) for row in written}) == 1
