"""The recipe for Crawlee in ``docs/crawlers.md``, run by Node.js with a stand-in for Crawlee."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
CRAWLEE = """
export class CheerioCrawler {
    constructor(options) { this.options = options; }
}
"""
DRIVER = """
const page = (n) => ({ loadedUrl: `http://www.millbrook-gazette.com/${n}` });
const links = (n) => [
    { href: `/story/${n}`, text: 'Next' },
    { href: 'http://blocked.example/x', text: 'slot gacor\\nmaxwin' },
    { href: 'http://[broken', text: 'broken' },
    { href: `https://sub.blocked.example/${n}?q="1"`, text: '\\u{1f3b0} "bonus"' },
    { href: 'mailto:desk@millbrook-gazette.com', text: 'Mail' },
    { href: `//cdn.millbrook-gazette.com/${n}#top`, text: '' },
];
const $ = (what) => typeof what === 'string'
    ? { toArray: () => $.links }
    : { attr: (name) => what[name], text: () => what.text };
const results = await Promise.all([1, 2, 3].map(async (n) => {
    const added = [];
    $.links = links(n);
    await crawler.options.requestHandler({
        $, request: page(n), addRequests: async (urls) => added.push(...urls),
    });
    return added;
}));
console.log(JSON.stringify(results));
filter.stdin.end();
"""


@pytest.mark.skipif(NODE is None, reason="needs Node.js")
def test_the_recipe_keeps_answers_with_their_links(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "crawlers.md").read_text(encoding="utf-8")
    found = re.search(r"```js\n(.*?)```", text, re.DOTALL)
    assert found is not None
    module = tmp_path / "node_modules" / "crawlee"
    module.mkdir(parents=True)
    (module / "index.mjs").write_text(CRAWLEE)
    (module / "package.json").write_text('{"name": "crawlee", "exports": "./index.mjs"}')
    (tmp_path / "recipe.mjs").write_text(found[1] + DRIVER, encoding="utf-8")
    (tmp_path / "block.txt").write_text("blocked.example\n")
    command = tmp_path / "spamdetect"
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m spamdetect "$@" --block "{tmp_path}/block.txt"\n'
    )
    command.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        [str(NODE), "recipe.mjs"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        [
            f"http://www.millbrook-gazette.com/story/{n}",
            "mailto:desk@millbrook-gazette.com",
            f"http://cdn.millbrook-gazette.com/{n}#top",
        ]
        for n in (1, 2, 3)
    ]
