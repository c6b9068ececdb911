from __future__ import annotations

import dataclasses
import itertools
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "crawl"))

from planted import plant

from spamdetect import Detector
from spamdetect.crawl.campaigns import CampaignFinder
from spamdetect.crawl.evidence import evidence_of_entry, evidence_of_report
from spamdetect.crawl.found import Campaign
from spamdetect.crawl.pairs import together as together_in_memory
from spamdetect.crawl.sharing import Groups
from spamdetect.engines.spark import campaigns, evidence, scored_evidence
from spamdetect.engines.spark_groups import components, together
from spamdetect.io.records import Record
from spamdetect.urls.rules import HostSet


def as_dicts(table: Any) -> list[dict[str, Any]]:
    return [row.asDict(recursive=True) for row in table.orderBy("rank").collect()]


def expected(finder: CampaignFinder) -> tuple[list[dict[str, Any]], list[str]]:
    found = finder.find()
    dicts = json.loads(json.dumps([one.to_dict() for one in found]))
    return dicts, finder.block_list(found)


def test_scored_pages_give_the_campaigns_that_one_process_finds(spark: Any) -> None:
    entries = plant(pages=600, campaigns=8, seed=3).entries
    entries[0]["sections"] = [{"label": "spam", "category": "seo", "text": "lone \ud800 text"}]
    allowed = entries[5]["urls"][0]["host"] if entries[5]["urls"] else "allowed.example"
    finder = CampaignFinder(allow=HostSet([allowed]))
    for entry in entries:
        finder.add(evidence_of_entry(entry))
    wanted, block_list = expected(finder)
    lines = [(json.dumps(entry),) for entry in entries]
    lines += [("{broken",), (json.dumps({**entries[0], "error": "unreadable"}),), ("",)]
    pages = scored_evidence(spark.createDataFrame(lines, "value string").repartition(3))
    assert pages.where("error is not null").count() == 3
    found = campaigns(pages, allow=[allowed])
    assert len(wanted) > 3
    assert as_dicts(found.table) == wanted
    assert found.block_list == block_list


SITES = [f"{name}-site.com" for name in ("one", "two", "three", "four", "five", "six", "seven")]
SPAM = "slot gacor maxwin situs judi online terpercaya {}/daftar"
NEWS = "The council voted on Monday to repair the old bridge. {}"


def test_raw_pages_give_the_campaigns_that_one_process_finds(
    spark: Any, small_model: Path, small_detector: Detector
) -> None:
    texts = []
    for number, site in enumerate(SITES[:5]):
        spam = "\n".join(
            SPAM.format(f"http://{host}")
            for host in ("sifiremi4d.vip", f"45.9.77.{number}", f"lucky{number}bird.top")
        )
        texts.append((f"https://www.{site}/a", NEWS.format("\n" + spam)))
    texts += [(f"https://{site}/b", NEWS.format("http://journal.org/x")) for site in SITES]
    finder = CampaignFinder()
    for url, text in texts:
        record = Record(url, "", None, text, None, url, None)
        finder.add(evidence_of_report(record, small_detector.score_text(text, url)))
    wanted, block_list = expected(finder)
    assert "45.9.77.0/24" in block_list
    pages = evidence(spark.createDataFrame(texts, "url string, text string"), model=small_model)
    found = campaigns(pages)
    assert as_dicts(found.table) == wanted
    assert found.block_list == block_list


def test_missed_sections_shared_names_and_many_subdomains(spark: Any) -> None:
    def entry(site: str, spam: str, honest: str = "") -> dict[str, Any]:
        hosts = [*spam.split(), *honest.split()]
        text = "\n".join(f"https://{host}/" for host in spam.split())
        section = {"label": "spam", "category": "gambling", "text": text, "selector": None}
        return {
            "url": f"https://{site}/",
            "verdict": "injected" if spam else "clean",
            "sections": [section] if spam else [],
            "urls": [
                {"url": f"https://{h}/", "host": h, "verdict": "ok", "score": 0.1} for h in hosts
            ],
        }

    entries = [entry(site, "first.org second.org a.pills.top b.pills.top") for site in SITES[:3]]
    entries += [entry(site, "", "first.org second.org") for site in SITES[3:6]]
    entries += [entry(site, "c.pills.top") for site in SITES[:3]]
    entries += [entry(SITES[n], f"luckybird{n}.top 45.9.77.{n}") for n in range(4)]
    entries += [entry(SITES[6], "", "45.9.77.200"), entry("alone.com", "seen-once.net")]
    for section, category in zip(
        itertools.chain.from_iterable(one["sections"] for one in entries),
        itertools.cycle(["seo", "adult"]),
        strict=False,
    ):
        section["category"] = category
    finder = CampaignFinder()
    for one in entries:
        finder.add(evidence_of_entry(one))
    wanted, block_list = expected(finder)
    assert {one["category"] for one in wanted} == {"adult"}  # of as many sections as "seo"
    assert {"first.org", "pills.top", "45.9.77.1", "luckybird0.top"} <= set(block_list)
    lines = spark.createDataFrame([(json.dumps(one),) for one in entries], "value string")
    found = campaigns(scored_evidence(lines))
    assert as_dicts(found.table) == wanted
    assert found.block_list == block_list


def test_components_and_pairs_are_those_of_one_process(spark: Any) -> None:
    source = random.Random(1)
    names = [f"n{number}" for number in range(120)]
    edges = list(itertools.pairwise(names[:40]))
    edges += [(source.choice(names), source.choice(names)) for _ in range(50)]
    groups = Groups(names)
    for first, second in edges:
        groups.join(first, second)
    nodes = spark.createDataFrame([(name,) for name in names], "node string")
    found = components(nodes, spark.createDataFrame(edges, "first string, second string"))
    assert {row["node"]: row["component"] for row in found.collect()} == {
        node: members[0] for members in groups.components() for node in members
    }
    sites = {name: {source.randrange(30) for _ in range(source.randint(1, 9))} for name in names}
    rows = [(name, str(site)) for name, on in sites.items() for site in on]
    pairs = together(spark.createDataFrame(rows, "node string, site string")).collect()
    assert {(row["first"], row["second"]): row["shared"] for row in pairs} == {
        (first, second): count for first, second, count in together_in_memory(sites)
    }
    assert all(row["either"] == len(sites[row["first"]] | sites[row["second"]]) for row in pairs)


def test_no_page_and_misuse(spark: Any) -> None:
    pages = scored_evidence(spark.createDataFrame([], "value string"))
    found = campaigns(pages)
    assert (found.table.collect(), found.block_list) == ([], [])
    columns = [field.name for field in dataclasses.fields(Campaign)]
    assert found.table.columns == columns
    with pytest.raises(ValueError, match="one site makes no campaign"):
        campaigns(pages, min_sites=1)
    with pytest.raises(TypeError):
        campaigns(pages, allow="a.example")
