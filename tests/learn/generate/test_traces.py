from __future__ import annotations

import random
import re
from collections.abc import Callable

from spamdetect.learn.generate.traces import addresses, hosts, indicators


def rows(kind: Callable[[random.Random], Callable[[], str]], seed: int) -> list[str]:
    row = kind(random.Random(seed))
    return [row() for _ in range(30)]


def host(row: str) -> str:
    return re.sub(r"^\W*(hxxp://)?", "", row).split("/")[0].split(":")[0]


def test_hosts_of_attackers_are_defanged_and_their_files_are_not() -> None:
    for seed in range(40):
        written = rows(hosts, seed)
        assert all("[.]" in host(row) and "http:" not in row for row in written)
        assert not any("[.]" in row.split(host(row))[1] for row in written)


def test_rows_of_indicators_name_the_type_of_what_they_hold() -> None:
    for seed in range(20):
        kinds = {re.match(r"\w+", row)[0] for row in rows(indicators, seed)}  # type: ignore[index]
        assert kinds == {"domain", "ip", "url", "filename", "sha256"}


def test_rows_of_one_list_are_written_alike() -> None:
    for seed in range(20):
        written = rows(addresses, seed)
        assert len({"[.]" in row for row in written}) == 1
        assert len({re.sub(r"[\d.\[\]]", "", row) for row in written}) == 1
