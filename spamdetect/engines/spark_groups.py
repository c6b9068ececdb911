"""Nodes on sites in Spark: which go together, and the connected components of what does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812

from spamdetect.crawl.weighing import MOST_ON_SITE, go_together

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def together(nodes: DataFrame) -> DataFrame:
    """Return pairs of nodes as `spamdetect.crawl.pairs.together` yields them.

    Parameters
    ----------
    nodes : pyspark.sql.DataFrame
        Distinct rows of ``node`` and ``site``.

    Returns
    -------
    pyspark.sql.DataFrame
        ``first``, ``second``, the sites ``shared`` and those of ``either``.
    """
    counted = nodes.join(nodes.groupBy("node").agg(F.count("*").alias("sites")), "node")
    order = Window.partitionBy("site").orderBy(F.desc("sites"), "node")
    most = counted.withColumn("place", F.row_number().over(order))
    most = most.where(F.col("place") <= MOST_ON_SITE).drop("place")
    first = most.select("site", F.col("node").alias("first"), F.col("sites").alias("of_first"))
    second = most.select("site", F.col("node").alias("second"), F.col("sites").alias("of_second"))
    pairs = (
        first.join(second, "site")
        .where(F.col("first") < F.col("second"))
        .groupBy("first", "second", "of_first", "of_second")
        .agg(F.count("*").alias("shared"))
    )
    of_first, of_second, shared = (F.col(name) for name in ("of_first", "of_second", "shared"))
    either = of_first + of_second - shared
    return pairs.where(go_together(of_first, of_second, shared)).select(
        "first", "second", "shared", either.alias("either")
    )


def components(nodes: DataFrame, edges: DataFrame) -> DataFrame:
    """Find connected components, by alternating large-star and small-star steps.

    After Kiveris and others, "Connected Components in MapReduce and Beyond" (2014): the number of
    edges never grows, and the number of rounds grows with the logarithm of the number of nodes.

    Parameters
    ----------
    nodes : pyspark.sql.DataFrame
        Column ``node``, distinct.
    edges : pyspark.sql.DataFrame
        Columns ``first`` and ``second``, in any direction.

    Returns
    -------
    pyspark.sql.DataFrame
        ``node`` and ``component``, the smallest node of its component.
    """
    links = edges.where(F.col("first") != F.col("second")).select(
        F.greatest("first", "second").alias("node"), F.least("first", "second").alias("component")
    )
    links = links.distinct().localCheckpoint()
    state = _state(links)
    while True:
        links = _small_star(_large_star(links)).localCheckpoint()
        before, state = state, _state(links)
        if before == state:
            break
    return nodes.join(links, "node", "left").select(
        "node", F.coalesce("component", "node").alias("component")
    )


def _large_star(links: DataFrame) -> DataFrame:
    """Tie the larger neighbours of each node to the smallest of them all."""
    turned = links.select(F.col("component").alias("node"), F.col("node").alias("component"))
    both = links.unionByName(turned)
    least = F.least("node", F.min("component").over(Window.partitionBy("node")))
    return (
        both.withColumn("least", least)
        .where(F.col("component") > F.col("node"))
        .select(F.col("component").alias("node"), F.col("least").alias("component"))
        .distinct()
    )


def _small_star(links: DataFrame) -> DataFrame:
    """Tie each node and its smaller neighbours to the smallest of them."""
    least = F.min("component").over(Window.partitionBy("node"))
    told = links.withColumn("least", least)
    own = told.select("node", F.col("least").alias("component"))
    others = told.where(F.col("component") != F.col("least")).select(
        F.col("component").alias("node"), F.col("least").alias("component")
    )
    return own.unionByName(others).distinct()


def _state(links: DataFrame) -> tuple[int, object]:
    """Return the number of links, and a sum that tells sets of links apart."""
    mixed = F.xxhash64("node", "component").cast("decimal(38,0)")
    row = links.agg(F.count("*"), F.sum(mixed)).first()
    assert row is not None
    return row[0], row[1]
