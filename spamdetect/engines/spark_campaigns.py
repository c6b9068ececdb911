"""Campaigns in Spark: what `spamdetect.crawl.campaigns` finds, by joins in place of sets in memory.

Two steps: `evidence` makes a small row of each page, which is what to keep of a crawl; `campaigns`
finds what the pages of unrelated sites have in common. Nothing is collected but the campaigns'
hosts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812

from spamdetect.crawl.blocklist import entries, wider_names
from spamdetect.crawl.evidence import Place
from spamdetect.crawl.weighing import MIN_SITES, checked_sites, is_one_campaign, main_category
from spamdetect.engines.rows import host_names
from spamdetect.engines.spark_evidence import evidence, scored_evidence
from spamdetect.engines.spark_groups import components, together
from spamdetect.engines.spark_hosts import (
    fair_hosts,
    kept_hosts,
    names_with_honest_hosts,
    settled,
    shared_names,
    suspects,
)
from spamdetect.engines.spark_types import udf
from spamdetect.urls.rules import HostSet

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["Campaigns", "campaigns", "evidence", "scored_evidence"]


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What the pages of unrelated sites have in common.

    Attributes
    ----------
    table : pyspark.sql.DataFrame
        A row for each campaign, with the columns of `spamdetect.crawl.found.Campaign`.
    block_list : list of str
        What to block, in the plain syntax of block lists.
    """

    table: DataFrame
    block_list: list[str]


def campaigns(pages: DataFrame, min_sites: int = MIN_SITES, allow: Iterable[str] = ()) -> Campaigns:
    """Find campaigns.

    Parameters
    ----------
    pages : pyspark.sql.DataFrame
        From `evidence` or `scored_evidence`; best read back from where it was written, as it is
        read more than once.
    min_sites : int
        How many unrelated sites make a campaign, 2 at least.
    allow : iterable of str
        Hosts that belong to no campaign, besides the platforms that everybody links to.

    Returns
    -------
    Campaigns
        As `spamdetect.crawl.campaigns.CampaignFinder` finds them, whatever the order of pages.
        Intermediate tables are kept on the executors by ``localCheckpoint`` until they are
        collected as garbage.

    Raises
    ------
    ValueError
        If `min_sites` is below 2, or an entry of `allow` is no host.
    TypeError
        If `allow` is a single string.
    """
    checked_sites(min_sites)
    allowed = host_names(allow)
    HostSet(allowed)
    pages = pages.localCheckpoint()
    mentions = _mentions(pages).localCheckpoint()
    suspect = settled(suspects(mentions, allowed)).localCheckpoint()
    fair = fair_hosts(suspect).localCheckpoint()
    kept = kept_hosts(fair, suspect, min_sites).localCheckpoint()
    promoted = suspect.join(kept, "host", "left_semi")
    phrases = _phrases(pages, min_sites)
    nodes = (
        promoted.where(F.col("place") == Place.SPAM)
        .select(_node("h", "host"), "site")
        .unionByName(phrases.select(_node("p", "phrase"), "site"))
        .localCheckpoint()
    )
    every = kept.select(_node("h", "host")).unionByName(nodes.select("node")).distinct()
    found = components(every, _edges(nodes, kept)).localCheckpoint()
    table = _table(found, promoted, phrases, pages, min_sites).localCheckpoint()
    return Campaigns(table, _block_list(table, mentions, suspect))


def _mentions(pages: DataFrame) -> DataFrame:
    """Return how each site mentions each host: places, and the highest score."""
    mention = F.explode("mentions").alias("mention")
    each = pages.select("site", "group", mention).select("site", "group", "mention.*")
    places = {place.name.lower(): F.col("place") == place for place in Place if place.name}
    return each.groupBy("host", "site", "group").agg(
        *(F.max(told).alias(name) for name, told in places.items()), F.max("score").alias("score")
    )


def _phrases(pages: DataFrame, min_sites: int) -> DataFrame:
    """Return the phrases that enough unrelated sites carry, with their sites."""
    on_sites = pages.select(F.explode("phrases").alias("phrase"), "site", "group").distinct()
    shared = on_sites.groupBy("phrase").agg(F.countDistinct("group").alias("unrelated"))
    return on_sites.join(shared.where(F.col("unrelated") >= min_sites), "phrase")


def _edges(nodes: DataFrame, kept: DataFrame) -> DataFrame:
    both_hosts = F.col("first").startswith("h ") & F.col("second").startswith("h ")
    joined = together(nodes)
    joined = joined.where(is_one_campaign(both_hosts, F.col("shared"), F.col("either")))
    named = shared_names(kept)
    first = named.groupBy("name").agg(F.min("host").alias("first"))
    related = named.join(first, "name").select(_node("h", "first"), _node("h", "host"))
    return joined.select("first", "second").union(related)


def _node(kind: str, name: str) -> Column:
    return F.concat(F.lit(f"{kind} "), F.col(name)).alias("node")


def _table(
    found: DataFrame, promoted: DataFrame, phrases: DataFrame, pages: DataFrame, min_sites: int
) -> DataFrame:
    name = F.substring("node", 3, 1 << 30)
    is_host = F.col("node").startswith("h ")
    hosts = found.where(is_host).select("component", name.alias("host"))
    texts = found.where(~is_host).select("component", name.alias("phrase"))
    of_hosts = hosts.join(promoted.where(F.col("place") != Place.HONEST), "host")
    alone = texts.join(hosts, "component", "left_anti").join(phrases, "phrase")
    carried = ("component", "site", "group")
    on_sites = of_hosts.select(*carried).unionByName(alone.select(*carried)).distinct()
    sites = (
        on_sites.groupBy("component")
        .agg(
            F.sort_array(F.collect_set("site")).alias("sites"),
            F.countDistinct("group").alias("unrelated_sites"),
        )
        .where(F.col("unrelated_sites") >= min_sites)
    )
    of_site = pages.select("site", F.explode("categories").alias("category"))
    counts = on_sites.join(of_site.groupBy("site", "category").count(), "site")
    summed = counts.groupBy("component", "category").agg(F.sum("count").alias("count"))
    by_name = F.map_from_entries(F.collect_list(F.struct("category", "count")))
    main = udf(main_category, "string")
    category = (
        summed.groupBy("component").agg(by_name.alias("counts")).select("component", main("counts"))
    )
    columns = (
        category.toDF("component", "category"),
        _hosts(hosts, promoted),
        *(_shared(hosts, kind, column) for kind, column in (("b", "brands"), ("r", "ranges"))),
        _anchors(texts, phrases),
    )
    for column in columns:
        sites = sites.join(column, "component", "left")
    lists = ("hosts", "brands", "ranges", "anchors")
    sites = sites.select(
        "component",
        "sites",
        "unrelated_sites",
        F.coalesce("category", F.lit("other")).alias("category"),
        *(
            F.coalesce(name, F.array().cast(sites.schema[name].dataType)).alias(name)
            for name in lists
        ),
    )
    order = Window.orderBy(
        F.size("hosts") == 0,
        F.desc("unrelated_sites"),
        F.desc(F.size("hosts")),
        "sites",
        "anchors",
        "component",
    )
    return sites.select(
        F.row_number().over(order).alias("rank"), "sites", "unrelated_sites", "category", *lists
    )


def _hosts(hosts: DataFrame, promoted: DataFrame) -> DataFrame:
    """Return the hosts of each component, the most widespread first."""
    on = {
        name: F.when(F.col("place") == place, F.col("group"))
        for name, place in (("sites", Place.SPAM), ("honest_sites", Place.HONEST))
    }
    counted = (
        hosts.join(promoted, "host")
        .groupBy("component", "host")
        .agg(*(F.countDistinct(group).alias(name) for name, group in on.items()))
    )
    entry = F.struct((-F.col("sites")).alias("less"), "host", "sites", "honest_sites")
    in_order = F.sort_array(F.collect_list(entry))
    kept = F.transform(in_order, lambda one: one.dropFields("less"))
    return counted.groupBy("component").agg(kept.alias("hosts"))


def _shared(hosts: DataFrame, kind: str, column: str) -> DataFrame:
    """Return the brands or ranges that several hosts of a component share."""
    named = shared_names(hosts).where(F.col("kind") == kind)
    several = named.groupBy("component", "name").count().where(F.col("count") > 1)
    name = F.substring("name", 3, 1 << 30)
    return several.groupBy("component").agg(F.sort_array(F.collect_list(name)).alias(column))


def _anchors(texts: DataFrame, phrases: DataFrame) -> DataFrame:
    counted = texts.join(phrases, "phrase").groupBy("component", "phrase").count()
    entry = F.struct((-F.col("count")).alias("less"), "phrase")
    in_order = F.sort_array(F.collect_list(entry))
    return counted.groupBy("component").agg(in_order["phrase"].alias("anchors"))


def _block_list(table: DataFrame, mentions: DataFrame, suspect: DataFrame) -> list[str]:
    rows = table.select(F.explode("hosts.host").alias("host")).distinct().collect()
    hosts = {row["host"] for row in rows}
    wider = set(wider_names(hosts))
    if wider:
        wider -= names_with_honest_hosts(mentions, suspect, wider)
    return entries(hosts, wider)
