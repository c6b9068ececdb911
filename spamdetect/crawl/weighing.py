"""What makes a host of many sites part of a campaign: plain rules over counts of sites.

Those of pairs take the columns of a table as well: Spark has no time to call Python for each.
"""

from __future__ import annotations

from typing import Any, Final

MIN_SITES: Final = 3
MOST_ON_SITE: Final = 200
"""Of a site with more nodes than that, the most widespread are paired."""

_LOOKS_SPAM: Final = 0.5
_SHARE: Final = 0.6
_SHARE_OF_HONEST_LOOKING: Final = 0.75


def checked_sites(min_sites: int) -> int:
    """Return how many unrelated sites make a campaign.

    Raises
    ------
    ValueError
        If it is below 2.
    """
    if min_sites < 2:
        raise ValueError("min_sites must be 2 or more: one site makes no campaign")
    return min_sites


def is_strong(spam: int, honest: int) -> bool:
    """Tell whether spam sections of several sites name a host that honest places seldom do."""
    return spam >= 2 and 2 * spam >= honest


def is_fair(spam: int, honest: int, score: float) -> bool:
    """Tell whether spam sections name a host far more often than honest places do.

    Parameters
    ----------
    spam, honest : int
        Unrelated sites that name the host there.
    score : float
        Probability of spam by the host's URLs alone.
    """
    if not honest:
        return True
    least = _SHARE if score >= _LOOKS_SPAM else _SHARE_OF_HONEST_LOOKING
    return spam >= least * (spam + honest)


def is_widespread(spam: int, unclear: int, every: int, backed: bool, min_sites: int) -> bool:
    """Tell whether enough unrelated sites promote a host.

    What may be promoted counts half, and only where two sites at least surely promote it: on pages
    that were broken into stand links of honest people, too.

    Parameters
    ----------
    spam, unclear, every : int
        Unrelated sites that name it in spam sections, perhaps in one, and at all.
    backed : bool
        Whether it goes with another host, or no honest place names it.
    min_sites : int
    """
    if spam < 2:
        return False
    return spam + unclear / 2 >= min_sites or (every >= min_sites and backed)


def go_together(first: Any, second: Any, shared: Any) -> Any:
    """Tell whether two nodes share two sites at least, and half of the sites of the rarer one.

    Parameters
    ----------
    first, second, shared : int, or columns of them
        Sites that carry each, and both.
    """
    return (shared >= 2) & ((2 * shared >= first) | (2 * shared >= second))


def is_one_campaign(both_hosts: Any, shared: Any, every: Any) -> Any:
    """Tell whether two nodes that go together are of one campaign.

    A phrase of a trade is on the sites of many campaigns; one of a campaign is not.

    Parameters
    ----------
    both_hosts : bool, or a column
    shared, every : int, or columns of them
        Sites that carry both, and either.
    """
    return both_hosts | (2 * shared >= every)


def main_category(counts: dict[str, int]) -> str:
    """Return the category of most sections; the first by name of several."""
    return min(counts, key=lambda name: (-counts[name], name)) if counts else "other"
