"""A small web of honest and injected sites, served by a proxy that logs every request.

Every host of it is invented. A crawler that is told to use the proxy contacts nothing else.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HONEST = (
    "www.lakeside-gazette.example.org",
    "library.millbrook-town.example.org",
    "blog.orchard-keepers.example.net",
)
SPAM_HOSTS = (
    "slot-gacor88.vip",
    "judi4d-maxwin.xyz",
    "casino-bonus777.top",
    "26.159.108.209",
    "watches-kopuku4d.vip",
    "nilulino77loans.xyz",
    "sifiremi4d.vip",
    "bokusi77slot.xyz",
    "maxwinlopa4d.vip",
)
ANCHORS = ("slot gacor maxwin", "situs judi online", "casino bonus 100%", "buy cheap viagra")
PATHS = ("", "daftar", "login")
SENTENCES = (
    "The council voted on Monday to repair the old bridge over the river.",
    "Volunteers carried boxes up the narrow staircase for the whole weekend.",
    "The reading room on the second floor has forty new desks.",
    "Apples keep best in a cool cellar, away from potatoes.",
    "The school choir sang three pieces, among them a lullaby.",
    "Heavy rain is expected in the valley until Thursday evening.",
    "The bakery on Mill Street opens an hour earlier in summer.",
    "A heron has been standing by the third bridge since spring.",
)
OPENING = "http://www.lakeside-gazette.example.org/0"


@dataclass
class Web:
    """Pages by URL, redirects, and what links lead where."""

    pages: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    spam: set[str] = field(default_factory=set)
    """URLs that spam links lead to; they have a page as well."""
    injected: set[str] = field(default_factory=set)
    """Honest pages with spam."""


def make_web(spam_hosts: Sequence[str], count: int = 240, seed: int = 1) -> Web:
    """Make honest sites of `count` pages in all, a fourth of them injected, each linking to others.

    Every page is linked from the one before it, so that a crawler that loses one loses the rest.
    """
    source = random.Random(seed)
    web = Web()
    urls = [f"http://{HONEST[number % len(HONEST)]}/{number}" for number in range(count)]
    for number, url in enumerate(urls):
        body = [f"<p>{' '.join(source.sample(SENTENCES, 3))}</p>" for _ in range(3)]
        onward = urls[number + 1 : number + 2] + source.sample(urls, 2)
        links = [f'<li><a href="{to}">Read the story</a></li>' for to in onward]
        if number % 4 == 1:
            web.injected.add(url)
            body.insert(source.randint(0, len(body)), _injection(source, web, spam_hosts))
        web.pages[url] = (
            f"<html><head><title>News {number}</title></head><body>{''.join(body)}"
            f"<ul>{''.join(links)}</ul></body></html>"
        )
    for url in web.spam:
        web.pages[url] = f"<html><body><p>{' | '.join(ANCHORS * 5)}</p></body></html>"
    return web


def _injection(source: random.Random, web: Web, hosts: Sequence[str]) -> str:
    links = []
    for host in source.sample(hosts, 3):
        url = f"http://{host}/{source.choice(PATHS)}"
        web.spam.add(url)
        links.append(f'<a href="{url}">{source.choice(ANCHORS)}</a>')
    return f"<div>{' '.join(links)}</div>"


@contextmanager
def served(web: Web) -> Iterator[tuple[str, list[str]]]:
    """Serve a web by a proxy on this machine; yield its address and the log of URLs."""
    log: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            log.append(self.path)
            target = web.redirects.get(self.path)
            page = web.pages.get(self.path)
            self.send_response(302 if target else 404 if page is None else 200)
            body = (page or "").encode()
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_CONNECT(self) -> None:
            log.append(f"https://{self.path}")
            self.send_error(502)

        def log_message(self, *args: object) -> None:
            """Keep standard error quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", log
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
