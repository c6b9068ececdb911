"""Hosts in Spark: which are suspect, where they are promoted, and which of them to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812

from spamdetect.crawl.blocklist import names_above
from spamdetect.crawl.evidence import Place
from spamdetect.crawl.platforms import honest_hosts, never_suspect
from spamdetect.crawl.sharing import address_range, brand
from spamdetect.crawl.weighing import MOST_ON_SITE, is_fair, is_strong, is_widespread
from spamdetect.engines.spark_groups import together
from spamdetect.engines.spark_types import udf
from spamdetect.urls.rules import HostSet, ListRules, is_address

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def suspects(mentions: DataFrame, allow: tuple[str, ...]) -> DataFrame:
    """Return where hosts are mentioned that stand in spam sections and are no platforms.

    Parameters
    ----------
    mentions : pyspark.sql.DataFrame
        ``host``, ``site``, ``group``, whether in ``spam``, ``unclear`` and ``honest`` places, and
        ``score``.
    allow : tuple of str

    Returns
    -------
    pyspark.sql.DataFrame
        ``host``, ``site``, ``group``, ``place`` (of several, the worst) and ``score``.
    """

    def suspect(host: str) -> bool:
        return not never_suspect(host, _honest(allow))

    told = udf(suspect, "boolean")
    chosen = mentions.where("spam").select("host").distinct().where(told("host"))
    place = (
        F.when(F.col("spam"), F.lit(int(Place.SPAM)))
        .when(F.col("unclear"), F.lit(int(Place.UNCLEAR)))
        .otherwise(F.lit(int(Place.HONEST)))
    )
    return mentions.join(chosen, "host").select(
        "host", "site", "group", place.alias("place"), "score"
    )


def settled(suspect: DataFrame) -> DataFrame:
    """Take honest mentions for spam on sites that mention two hosts promoted together."""
    told = udf(is_strong, "boolean")
    counts = suspect.groupBy("host").agg(
        _number("spam", F.col("place") == Place.SPAM),
        _number("honest", F.col("place") == Place.HONEST),
    )
    strong = suspect.join(counts.where(told("spam", "honest")), "host", "left_semi")
    strong = strong.select("host", "site", "place").localCheckpoint()
    many = strong.groupBy("site").count().where(F.col("count") > MOST_ON_SITE)
    present = strong.join(many, "site", "left_anti")
    doubtful = present.where(F.col("place") != Place.SPAM).select("host", "site")
    beside = doubtful.join(present.select(F.col("host").alias("other"), "site"), "site")
    beside = beside.where(F.col("host") != F.col("other"))
    spam = strong.where(F.col("place") == Place.SPAM).select("host", "site")
    of_other = spam.select(F.col("host").alias("other"), "site")
    backed = (
        beside.select("host", "other")
        .distinct()
        .join(spam, "host")
        .join(of_other, ["other", "site"])
        .groupBy("host", "other")
        .count()
        .where(F.col("count") >= 2)
    )
    moved = beside.join(backed, ["host", "other"], "left_semi").select("host", "site").distinct()
    moved = moved.withColumn("moved", F.lit(True))
    place = F.when(F.col("moved"), F.lit(int(Place.SPAM))).otherwise(F.col("place"))
    joined = suspect.join(moved, ["host", "site"], "left")
    return joined.select("host", "site", "group", place.alias("place"), "score")


def fair_hosts(suspect: DataFrame) -> DataFrame:
    """Return the hosts that spam names far more often than honest places do.

    Returns
    -------
    pyspark.sql.DataFrame
        ``host`` and on how many unrelated sites it is: ``spam``, ``honest``, ``unclear``,
        ``every``.
    """
    told = udf(is_fair, "boolean")
    on = {
        str(place.name).lower(): F.when(F.col("place") == place, F.col("group")) for place in Place
    }
    counts = suspect.groupBy("host").agg(
        *(F.countDistinct(group).alias(name) for name, group in on.items()),
        F.countDistinct("group").alias("every"),
        F.max("score").alias("score"),
    )
    return counts.where(told("spam", "honest", "score"))


def kept_hosts(fair: DataFrame, suspect: DataFrame, min_sites: int) -> DataFrame:
    """Return the hosts that are widespread, by themselves or with others of a name."""

    def widespread(spam: int, unclear: int, every: int, partner: bool, honest: int) -> bool:
        return is_widespread(spam, unclear, every, partner or not honest, min_sites)

    told = udf(widespread, "boolean")
    spam = suspect.where(F.col("place") == Place.SPAM)
    several = fair.where(F.col("spam") >= 2)
    nodes = spam.join(several, "host", "left_semi").select(F.col("host").alias("node"), "site")
    pairs = together(nodes)
    partners = pairs.select(F.col("first").alias("host")).union(pairs.select("second")).distinct()
    with_partner = fair.join(partners.withColumn("partner", F.lit(True)), "host", "left")
    partner = F.coalesce("partner", F.lit(False))
    alone = with_partner.where(told("spam", "unclear", "every", partner, "honest")).select("host")
    alone = alone.localCheckpoint()
    unshared = fair.where(F.col("honest") == 0).select("host")
    named = shared_names(unshared.unionByName(alone).distinct()).localCheckpoint()
    groups = (
        named.join(spam.select("host", "group"), "host", "left")
        .groupBy("name")
        .agg(F.countDistinct("host").alias("hosts"), F.countDistinct("group").alias("unrelated"))
    )
    wide = groups.where((F.col("hosts") > 1) & (F.col("unrelated") >= min_sites))
    by_name = named.join(wide, "name", "left_semi").select("host")
    return alone.unionByName(by_name).distinct()


def shared_names(hosts: DataFrame) -> DataFrame:
    """Return the brand or the address range of hosts.

    Returns
    -------
    pyspark.sql.DataFrame
        The rows of `hosts` that have one, with ``name``, and ``kind``, with which the name begins.
    """

    def name(host: str) -> str | None:
        if is_address(host):
            return f"r {address_range(host)}"
        label = brand(host)
        return f"b {label}" if label else None

    named = hosts.withColumn("name", udf(name, "string")("host")).where("name is not null")
    return named.withColumn("kind", F.substring("name", 1, 1))


def names_with_honest_hosts(mentions: DataFrame, suspect: DataFrame, names: Set[str]) -> set[str]:
    """Return those of some domains and ranges to which honest places link.

    Parameters
    ----------
    mentions, suspect : pyspark.sql.DataFrame
        All mentions; those of suspect hosts as they were settled.
    names : set of str
    """
    wanted = frozenset(names)

    def above(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = {
                n for host in batch.column("host").to_pylist() for n in names_above(host, wanted)
            }
            yield pa.RecordBatch.from_arrays([pa.array(sorted(found), pa.string())], ["name"])

    others = mentions.where("honest").join(suspect.select("host").distinct(), "host", "left_anti")
    still = suspect.where(F.col("place") == Place.HONEST)
    honest = others.select("host").unionByName(still.select("host"))
    found = honest.mapInArrow(above, "name string").distinct().collect()
    return {row["name"] for row in found}


@cache
def _honest(allow: tuple[str, ...]) -> ListRules:
    return honest_hosts(HostSet(allow, allow=True))


def _number(name: str, told: Column | None = None) -> Column:
    return F.sum((F.col(name) if told is None else told).cast("long")).alias(name)
