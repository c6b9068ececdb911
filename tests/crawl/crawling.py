"""Run a crawl with Scrapy in a process of its own, by a proxy on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from website import OPENING, Web, served

import spamdetect

ADDON = "spamdetect.crawl.scrapy.SpamdetectAddon"


@dataclass
class Crawl:
    """What came of a crawl."""

    log: list[str]
    items: list[dict[str, Any]]
    stats: dict[str, Any]
    output: str = field(default="")

    def stat(self, name: str) -> int:
        return self.stats.get(f"spamdetect/{name}", 0)


def crawl(folder: Path, web: Web, start: str = OPENING, **options: Any) -> Crawl:
    """Crawl a web by its proxy alone, with the add-on and the settings among the options."""
    settings = {"ADDONS": {ADDON: 500}, "ROBOTSTXT_OBEY": True}
    options["settings"] = settings | options.get("settings", {})
    (folder / "options.json").write_text(json.dumps({"start": [start], **options}))
    with served(web) as (proxy, log):
        environment = {name: v for name, v in os.environ.items() if "proxy" not in name.lower()}
        environment |= {"http_proxy": proxy, "https_proxy": proxy}
        root = str(Path(spamdetect.__file__).parents[1])
        environment["PYTHONPATH"] = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("crawl_once.py")), str(folder)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return Crawl(log, result["items"], result["stats"], done.stderr)
