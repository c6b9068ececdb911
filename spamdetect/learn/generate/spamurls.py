"""Where made-up spam links lead."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

from spamdetect.learn.generate.honesttext import HonestPool
from spamdetect.learn.generate.phrases import made_up_name, random_address
from spamdetect.learn.generate.pool import SpamPool
from spamdetect.learn.generate.sampling import weighted

TARGETS: Final = {"spam": 0.40, "hijacked": 0.31, "address": 0.20, "twin": 0.09}
"""Where links lead: a spam host, a hijacked honest one, a bare IP address, or one brand under
several public suffixes."""
BARE: Final = 0.3
"""Share of documents whose links have no path."""
TWIN_SUFFIXES: Final = (
    "ac.id", "or.id", "sch.id", "go.id", "co.id", "web.id", "com", "net", "org", "info", "edu.vn",
    "ac.th", "edu.my", "gov.np",
)  # fmt: skip

_TAILS: Final = ("com", "net", "org", "vip", "top", "xyz", "club", "info", "site", "bet", "online")
_FOLDERS: Final = (
    "", "", "", "wp-content/uploads/", "wp-includes/", "-/", "assets/", "storage/", "images/",
    "css/", "files/", "id/", "blog/", "news/", "tag/", "data/",
)  # fmt: skip


class SpamUrls:
    """URLs of the links of one generated document, most of them of one manner.

    Parameters
    ----------
    rng : random.Random
    pool : SpamPool
    names : HonestPool
        Gives hosts to hijack.

    Attributes
    ----------
    path : str or None
        Path of all links, if they share one.
    """

    def __init__(self, rng: random.Random, pool: SpamPool, names: HonestPool) -> None:
        self.rng, self.pool, self.names = rng, pool, names
        self.target = weighted(rng, TARGETS)
        self.bare = rng.random() < BARE
        self.path: str | None = None

    def slug(self, text: str) -> str:
        """Return the last part of a path that names what a link promotes."""
        words = re.findall(r"[a-z0-9]+", text.lower())
        return self.rng.choice(("-", "-", "", "_")).join(words[:5]) or made_up_name(self.rng)

    def url(self, anchor: str, category: str, brands: Sequence[str]) -> str:
        """Return a URL for an anchor: spam host, hijacked honest host or IP address.

        Parameters
        ----------
        anchor : str
            What the path may be made of.
        category : str
            Of spam hosts.
        brands : sequence of str
            Names under several suffixes are made of them; at least one.
        """
        rng = self.rng
        target = self.target if rng.random() < 0.85 else weighted(rng, TARGETS)
        scheme = "http" if rng.random() < 0.3 else "https"
        hosts = self.pool.hosts.get(category)
        if target == "address":
            known = self.pool.addresses
            host = rng.choice(known) if known and rng.random() < 0.5 else random_address(rng)
            scheme = "https" if rng.random() < 0.2 else "http"
            host += rng.choice(("", "", "", "", f":{rng.choice((8080, 2082, 8888))}"))
        elif target == "hijacked":
            store = self.names.institutions if rng.random() < 0.5 else self.names.hosts
            host = rng.choice(store).name.split("/")[0] if store else f"{made_up_name(rng)}.ac.id"
        elif target == "twin":
            brand = re.sub(r"[^a-z0-9-]", "", rng.choice(brands).lower())
            host = f"{brand or made_up_name(rng)}.{rng.choice(TWIN_SUFFIXES)}"
            host = f"www.{host}" if rng.random() < 0.4 else host
        elif hosts:
            host = re.sub(r"^https?://", "", rng.choice(hosts).name).rstrip("/")
        else:
            host = f"{self.slug(anchor)}.{rng.choice(_TAILS)}"
        if self.bare or "/" in host or rng.random() < (0.5 if target != "hijacked" else 0.12):
            return f"{scheme}://{host}{rng.choice(('', '', '/'))}"
        slug = self.path or self.slug(anchor)
        end = rng.choice(("/", "/", "", ".html", f"/?id={slug}", "/index.php"))
        return f"{scheme}://{host}/{rng.choice(_FOLDERS)}{slug}{end}"
