"""Links as they stand on real pages: written down before any model was asked about them.

All hosts are invented, in the manner of those that injected links lead to and of ordinary sites;
none was taken from training or test data. In a crawl they are served by a proxy on this machine.
"""

from __future__ import annotations

import random

from website import SENTENCES, Web

SITES = (
    "www.millbrook-gazette.com",
    "www.orchard-keepers.org",
    "blog.mountain-cycling.net",
    "www.universitas-mandala.ac.id",
    "www.stadtwerke-auenfeld.de",
)
SECTIONS = ("news", "2024/05", "berita", "blog", "aktuelles")
FRONT_PAGE = "http://www.millbrook-gazette.com/"

SPAM = (
    ("http://slotgacormaxwin88.com/", "slot gacor"),
    ("https://situs-judi-online24.net/daftar", "situs judi online terpercaya"),
    ("https://www.rajaslot777.xyz/", "rajaslot777"),
    ("http://bandartogel4d.vip/login", "bandar togel"),
    ("https://agenpokerqq99.club/", "poker qq"),
    ("https://dewajp138.pro/", "link alternatif"),
    ("http://slotdana5000.site/promo", "slot dana 5000"),
    ("https://sbobet88asia.info/", "sbobet"),
    ("https://nagahoki303.online/daftar", "daftar nagahoki303"),
    ("http://mpo2121slot.com/rtp", "rtp slot hari ini"),
    ("https://server-thailand-gacor.store/", "server thailand"),
    ("https://toto-macau-4d.live/", "toto macau"),
    ("http://w88nhacai.bet/", "nhà cái uy tín"),
    ("https://taixiu-online88.com/", "tài xỉu"),
    ("https://best-online-casino-bonus.org/", "online casino no deposit"),
    ("https://spin-royal-casino777.com/bonus", "best casino"),
    ("https://1xbet-mobile-apk.top/", "1xbet"),
    ("http://159.89.201.77/", "slot online"),
    ("http://188.166.23.148/", "judi bola"),
    ("http://103.152.118.9/slot/", "situs slot"),
    ("http://178.128.54.201/", "togel hongkong"),
    ("https://buy-viagra-cheap.com/", "buy viagra online"),
    ("http://canadian-pharmacy-rx24.com/cialis", "cheap cialis"),
    ("https://tramadol-without-prescription.net/", "tramadol no prescription"),
    ("https://genericlevitrapills.biz/order", "levitra"),
    ("http://cheap-rolex-replica.ru/", "replica watches"),
    ("https://payday-loans-instant.co/apply", "payday loans"),
    ("https://write-my-essay-cheap.com/", "write my essay"),
    ("https://hot-escort-girls.xxx/", "escorts"),
    ("http://free-porn-tube-hd.com/", "xxx videos"),
)
"""URLs that injected links lead to, and their anchor texts."""

HONEST = (
    (
        "https://www.millbrook-gazette.com/2024/05/council-votes-on-bridge/",
        "Council votes on bridge",
    ),
    ("https://www.millbrook-gazette.com/sport/fixtures", "Fixtures"),
    ("https://lib.universitas-mandala.ac.id/katalog?q=sejarah", "Katalog perpustakaan"),
    ("https://www.universitas-mandala.ac.id/berita/wisuda-2024", "Wisuda 2024"),
    ("https://dinkes.kabsukamaju.go.id/layanan/puskesmas", "Puskesmas"),
    ("https://sman3sukamaju.sch.id/pengumuman", "Pengumuman"),
    ("https://www.county-hospital-trust.org.uk/services/pharmacy", "Hospital pharmacy"),
    ("https://www.corner-pharmacy-leeds.co.uk/opening-hours", "Opening hours"),
    ("https://www.orchard-keepers.org/pruning/apples.html", "Pruning apples"),
    ("https://docs.ledgerkit.dev/guide/installation/", "Installation"),
    ("https://github.com/ledgerkit/ledgerkit/issues/412", "#412"),
    ("https://en.wikipedia.org/wiki/Slot_machine", "Slot machine"),
    ("https://en.wikipedia.org/wiki/Sildenafil", "sildenafil"),
    ("https://www.youtube.com/watch?v=dQ4vR9aLk2M", "Video of the talk"),
    ("https://www.facebook.com/millbrookgazette", "Facebook"),
    ("https://www.stadtwerke-auenfeld.de/stoerung/melden", "Störung melden"),
    ("https://www.boulangerie-du-pont.fr/horaires", "Horaires"),
    ("https://shop.kerajinan-bambu.co.id/produk/keranjang-12", "Keranjang bambu"),
    ("https://www.hotel-alpenblick-tal.at/zimmer/preise", "Zimmer und Preise"),
    ("https://blog.mountain-cycling.net/2019/07/pass-road-2019.html", "Over the pass"),
    ("https://www.firstvalleycreditunion.com/loans/home", "Home loans"),
    ("https://www.gamblersanonymous-help.org/meetings", "Meetings"),
    ("https://www.betonwerk-suedheide.de/produkte", "Produkte"),
    ("https://www.scunthorpe-cricket.org.uk/results/2023", "Results"),
    ("https://www.essay-prize.ox-college.ac.uk/rules", "Rules of the essay prize"),
    ("https://www.watch-repair-basel.ch/kontakt", "Kontakt"),
    ("https://casinotheater-winterstadt.ch/programm", "Programm"),
    ("https://news.ycombinator.com/item?id=39201744", "Discussion"),
    ("https://doi.org/10.1016/j.dhjo.2019.04.003", "doi:10.1016/j.dhjo.2019.04.003"),
    ("http://192.168.1.1/", "router's page"),
)
"""URLs that honest links lead to, and their anchor texts."""

MISSED = frozenset(("http://payday-loans-instant.co/apply",))
"""What the shipped model lets pass; kept, for the links were chosen before it was asked."""

LOST: frozenset[str] = frozenset()
"""What the shipped model takes for spam though it is none."""


def make_real_web(count: int = 300, seed: int = 7) -> Web:
    """Make five honest sites of `count` pages in all, a fourth of them injected.

    Every page links to the next one and to three honest pages elsewhere; injected ones carry a
    line, a footer or a hidden list of spam links as well. All links of the tables are used, by
    plain HTTP, so that the proxy sees what is asked for.
    """
    source = random.Random(seed)
    web = Web()
    spam, honest = (
        [(url.replace("https://", "http://"), text) for url, text in table]
        for table in (SPAM, HONEST)
    )
    own = [
        f"http://{SITES[n % 5]}/{SECTIONS[n % 5]}/"
        f"{'-'.join(source.choice(SENTENCES).lower().strip('.').split()[1:5])}-{n}"
        for n in range(count)
    ]
    own[0] = FRONT_PAGE
    for number, url in enumerate(own):
        links = [(onward, "Next story") for onward in own[number + 1 : number + 2]]
        links += [(source.choice(own), "Related"), *_some(honest, number, 3)]
        body = [f"<p>{' '.join(source.sample(SENTENCES, 3))}</p>" for _ in range(3)]
        body.insert(1, f"<p>See {_anchors(links)}.</p>")
        if number % 4 == 1:
            web.injected.add(url)
            body.insert(source.randrange(len(body) + 1), _injection(_some(spam, number // 4, 5)))
        web.pages[url] = f"<html><body>{''.join(body)}</body></html>"
    web.spam.update(url for url, _ in spam)
    for url, text in (*spam, *honest):
        web.pages[url] = f"<html><body><p>{text}</p></body></html>"
    return web


def _some(table: list[tuple[str, str]], number: int, count: int) -> list[tuple[str, str]]:
    return [table[(number * count + k) % len(table)] for k in range(count)]


def _anchors(links: list[tuple[str, str]]) -> str:
    return " ".join(f'<a href="{url}">{text}</a>' for url, text in links)


def _injection(links: list[tuple[str, str]]) -> str:
    wrapped = (
        "<p>{}</p>",
        '<div style="position:absolute;left:-9999px">{}</div>',
        "<footer>{}</footer>",
    )
    return wrapped[len(links[0][0]) % 3].format(_anchors(links))
