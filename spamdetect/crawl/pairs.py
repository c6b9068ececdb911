"""Which nodes, hosts or phrases, are on the same sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.crawl.weighing import MOST_ON_SITE, go_together

_CHUNK: Final = 1 << 21
"""Pairs on sites that are counted at once, unless a single node has more."""
_DENSE: Final = 8
"""So many times as many counters as numbers cost less than sorting the numbers."""

Ints = NDArray[np.int64]


def together(nodes: Mapping[str, Set[int]]) -> Iterator[tuple[str, str, int]]:
    """Yield pairs that share two sites at least, and half of the sites of the rarer one.

    Takes time near linear in the number of sites, and memory in that of nodes on sites.

    Parameters
    ----------
    nodes : mapping of str to set of int
        Sites of each node. Of a site with more than 200 nodes, the most widespread are paired.

    Yields
    ------
    tuple of str, str and int
        Both nodes, in order, and the number of sites that they share.
    """
    names = sorted(nodes, key=lambda name: (-len(nodes[name]), name))
    sizes = np.array([len(nodes[name]) for name in names], np.int64)
    node, ends = _on_sites(
        np.repeat(np.arange(len(names)), sizes),
        np.fromiter(chain.from_iterable(nodes[name] for name in names), np.int64),
    )
    for rarer, other, shared in _counted(node, ends):
        enough = go_together(sizes[rarer], sizes[other], shared)
        found = (column[enough].tolist() for column in (rarer, other, shared))
        for one, two, count in zip(*found, strict=True):
            first, second = sorted((names[one], names[two]))
            yield first, second, count


def _on_sites(node: Ints, site: Ints) -> tuple[Ints, Ints]:
    """Return the most widespread nodes of each site, the rarest first, and where each site ends.

    Parameters
    ----------
    node, site : ndarray of int64
        Every node on every site, the more widespread nodes with lower numbers.

    Returns
    -------
    node, ends : ndarray of int64
        One for each node on a site.
    """
    order = np.lexsort((node, site))
    node, site = node[order], site[order]
    node, site = (column[_place(site) < MOST_ON_SITE] for column in (node, site))
    # A node of one site shares no two with any other.
    several = np.bincount(node)[node] > 1
    node, site = node[several][::-1], site[several][::-1]
    _, starts = np.unique(site[::-1], return_index=True)
    lengths = np.diff(np.append(starts, len(site)))[::-1]
    return node, np.repeat(np.cumsum(lengths), lengths)


def _place(site: Ints) -> Ints:
    """Return the place of each entry among those of its site, which stand together."""
    _, starts, lengths = np.unique(site, return_index=True, return_counts=True)
    return np.arange(len(site)) - np.repeat(starts, lengths)


def _counted(node: Ints, ends: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield pairs of nodes, the rarer one first, with the number of sites that they share."""
    if not len(node):
        return
    order = np.argsort(node, kind="stable")
    after = (ends - 1 - np.arange(len(node)))[order]
    total = np.cumsum(after)
    count = int(node.max()) + 1
    last = np.append(np.flatnonzero(np.diff(node[order])), len(order) - 1)
    begin = 0
    while begin < len(order):
        done = total[begin - 1] if begin else 0
        index = np.searchsorted(total[last], done + _CHUNK, side="right") - 1
        index = max(index, np.searchsorted(last, begin))
        end = int(last[index]) + 1
        places, widths = order[begin:end], after[begin:end]
        offsets = np.arange(widths.sum()) - np.repeat(np.cumsum(widths) - widths, widths)
        others = node[np.repeat(places, widths) + 1 + offsets]
        low = int(node[places[0]])
        keys = np.repeat(node[places] - low, widths) * count + others
        pairs, shared = _repeated(keys)
        yield pairs // count + low, pairs % count, shared
        begin = end


def _repeated(keys: Ints) -> tuple[Ints, Ints]:
    """Return the numbers that occur more than once, and how often."""
    if len(keys) and keys.max() < _DENSE * len(keys):
        often = np.bincount(keys)
        found = np.flatnonzero(often > 1)
        return found, often[found]
    found, often = np.unique(keys, return_counts=True)
    return found[often > 1], often[often > 1]
