from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from itertools import combinations
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from spamdetect.crawl import pairs
from spamdetect.crawl.pairs import together


def plainly(nodes: dict[str, set[int]], most: int) -> dict[tuple[str, str], int]:
    """Count every pair of every site."""
    on_site: dict[int, list[str]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (-len(nodes[node]), node)):
        for site in nodes[node]:
            if len(on_site[site]) < most:
                on_site[site].append(node)
    shared: Counter[tuple[str, str]] = Counter()
    for present in on_site.values():
        shared.update(combinations(sorted(present), 2))
    return {
        (first, second): count
        for (first, second), count in shared.items()
        if count >= max(2, min(len(nodes[first]), len(nodes[second])) / 2)
    }


NODES = st.dictionaries(st.text("abc", max_size=3), st.sets(st.integers(0, 12)), max_size=30)


@given(NODES, st.integers(1, 12), st.integers(1, 40))
def test_pairs_are_those_of_counting_every_pair(
    nodes: dict[str, set[int]], most: int, chunk: int
) -> None:
    with patch.object(pairs, "MOST_ON_SITE", most), patch.object(pairs, "_CHUNK", chunk):
        found = list(together(nodes))
    assert len({(first, second) for first, second, _ in found}) == len(found)
    assert {(first, second): count for first, second, count in found} == plainly(nodes, most)


def test_long_lists_of_links_on_many_sites_take_linear_time() -> None:
    rng = random.Random(0)
    nodes: dict[str, set[int]] = defaultdict(set)
    for site in range(1000):
        for number in rng.sample(range(5000), 200):
            nodes[f"host{number}"].add(site)
    begin = time.process_time()
    assert not list(together({node: sites for node, sites in nodes.items() if len(sites) > 20}))
    assert time.process_time() - begin < 10
