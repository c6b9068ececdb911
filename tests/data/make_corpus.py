"""Compose the small labelled corpus in ``tests/data/corpus`` from sentences written for it.

Run it to write ``documents.jsonl`` and ``urls.tsv`` anew; the output is the same every time.
All host names are invented; addresses come from networks that announce no public web hosts.
"""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
BOOK = tomllib.loads((HERE / "corpus_sentences.toml").read_text("utf-8"))
RNG = random.Random(2)
SPLITS = ("train",) * 6 + ("dev",) * 2 + ("test",) * 2
TAILS = {"spam": ("vip", "top", "xyz", "club", "com", "info"), "clean": ("org", "com", "net", "de")}
HONEST_WORDS = ("library", "garden", "river", "school", "museum", "bakery", "clinic", "archive")
SPAM_WORDS = {
    "gambling": ("slot", "gacor", "bet", "casino", "togel", "toto", "spin"),
    "adult": ("sex", "cams", "escort", "porn"),
    "pharma": ("pills", "rx", "viagra", "meds"),
    "finance": ("loans", "cash", "coin", "forex"),
    "counterfeit": ("replica", "outlet", "watches"),
    "seo": ("backlink", "seo", "followers"),
}


def name() -> str:
    return "".join(
        RNG.choice("bdfgklmnprstvz") + RNG.choice("aeiou") for _ in range(RNG.randint(3, 4))
    )


def spam_host(category: str) -> tuple[str, str]:
    brand = name() + RNG.choice(("77", "88", "303", "4d", "", "138"))
    word = RNG.choice(SPAM_WORDS[category])
    label = RNG.choice((word + brand, brand + word, f"{word}-{brand}", brand))
    return f"{label}.{RNG.choice(TAILS['spam'])}", brand


def honest_host() -> str:
    label = RNG.choice((f"{name()}-{RNG.choice(HONEST_WORDS)}", name() + RNG.choice(HONEST_WORDS)))
    return f"{label}.{RNG.choice(TAILS['clean'])}"


def address() -> str:
    return ".".join(map(str, (RNG.choice((11, 26, 30)), *(RNG.randint(1, 254) for _ in range(3)))))


def article(lang: str) -> str:
    sentences = BOOK["sentences"][lang]
    lines = [RNG.choice(BOOK["titles"][lang]), ""]
    gap = "" if lang in ("zh", "ja") else " "
    for _ in range(RNG.randint(2, 6)):
        lines.append(gap.join(RNG.sample(sentences, RNG.randint(1, 3))))
        if RNG.random() < 0.5:
            lines.append("")
    return "\n".join(lines).strip()


def hard_negative(kind: str) -> str:
    if kind == "address_list":
        rows = [
            f"{address()}:{RNG.choice((22, 80, 443))} scanner" for _ in range(RNG.randint(5, 10))
        ]
        return "Addresses that attacked our mail server this week\n\n" + "\n".join(rows)
    if kind == "newsletter":
        rows = [
            f"- {RNG.choice(BOOK['titles']['en'])} https://{honest_host()}/notes/{n}"
            for n in range(8)
        ]
        return "Links of the week\n\n" + "\n".join(rows)
    if kind == "thread":
        rows = [
            f"{RNG.choice(('Tom', 'Ines', 'Piotr', 'Mei'))} says:\n2019-03-{n + 10} 16:0{n}\n{s}"
            for n, s in enumerate(RNG.sample(BOOK["sentences"]["en"], 4))
        ]
        return article("en") + "\n\n" + "\n\n".join(rows)
    return "\n".join(BOOK["hard"][kind])


def anchor(category: str) -> tuple[str, str]:
    host, brand = spam_host(category)
    text = RNG.choice(BOOK["spam"][category]).format(brand=brand)
    url = (
        f"http://{address()}/"
        if RNG.random() < 0.25
        else f"https://{host}/{RNG.choice(('', brand))}"
    )
    return text, url


def spam_list(category: str, count: int) -> str:
    links = [anchor(category) for _ in range(count)]
    style = RNG.choice(("{a} {u}", "{a}", "{a}", "{u}", "[{a}]({u})"))
    gap = RNG.choice(("\n", "\n", " ", " | ", ", "))
    return gap.join(style.format(a=a, u=u) for a, u in links)


def pitch(category: str, lang: str) -> str:
    pattern = RNG.choice(BOOK["pitch"][lang])
    return pattern.format(anchor=anchor(category)[0])


def inject(text: str, lang: str, category: str) -> tuple[str, list[list[object]]]:
    """Put one piece of spam into a text; return the text and the piece's span."""
    form = RNG.choice(("end", "end", "head", "between", "sentence", "phrase", "comment"))
    lines = [i for i, c in enumerate(text) if c == "\n" and text[i - 1] != "\n"] or [len(text)]
    if form == "comment":
        who, url = anchor(category)
        spam = f"{who} ({url}) says:\n2014-07-0{RNG.randint(1, 9)} 09:12\n{pitch(category, lang)}"
        place, before, after = len(text), "\n\n", ""
    elif form == "sentence":
        spam, place, before, after = pitch(category, lang), len(text), " ", ""
    elif form == "phrase":
        spaces = [i for i, c in enumerate(text) if c == " "] or lines
        spam, place, before, after = anchor(category)[0], RNG.choice(spaces), " ", ""
    else:
        spam = spam_list(category, RNG.choice((1, 2, 4, 8, 15)))
        place = {"end": len(text), "head": 0, "between": RNG.choice(lines)}[form]
        before, after = ("", "\n\n") if form == "head" else ("\n\n", "")
    start = place + len(before)
    whole = text[:place] + before + spam + after + text[place:]
    return whole, [[start, start + len(spam), category]]


def spam_page(category: str, lang: str) -> str:
    lines = [anchor(category)[0]]
    lines += [" ".join(pitch(category, lang) for _ in range(RNG.randint(1, 4))) for _ in range(3)]
    return "\n".join([*lines, spam_list(category, RNG.randint(2, 10))])


def documents() -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    langs = list(BOOK["titles"])

    def split_of(group: str) -> str:
        return SPLITS[sum(map(ord, group)) % len(SPLITS)]

    def add(kind: str, lang: str, text: str, spans: list[list[object]], group: str) -> None:
        out.append(
            {"id": f"{kind}-{len(out)}", "text": text, "spans": spans, "lang": lang, "kind": kind,
             "group": group, "split": split_of(group)}
        )  # fmt: skip

    sites = [honest_host() for _ in range(30)]
    for i in range(110):
        lang = langs[i % len(langs)] if i % 3 else "en"
        add("article", lang, article(lang), [], sites[i % 15])
    kinds = [*BOOK["hard"], "address_list", "newsletter", "thread"]
    for i in range(44):
        kind = kinds[i % len(kinds)]
        site = sites[15 + i // len(kinds) * 3 + i % 3]
        # These texts are the same each time, so none may be tested with that was trained with.
        if kind in BOOK["hard"] and split_of(site) == "test":
            site = sites[15]
        add(kind, "en", hard_negative(kind), [], site)
    categories = list(BOOK["spam"])
    for i in range(84):
        lang = langs[i % len(langs)] if i % 2 else "en"
        category = categories[i % len(categories)] if i % 2 else "gambling"
        text, spans = inject(article(lang), lang, category)
        add("injected", lang, text, spans, f"{sites[15 + i % 15]}#{i % 10}")
    for i in range(42):
        category = categories[i % len(categories)] if i % 2 else "gambling"
        lang = langs[i % len(langs)]
        text = spam_page(category, lang)
        add("page", lang, text, [[0, len(text), category]], f"campaign-{i % 14}")
    return out


def urls() -> list[str]:
    rows = ["url_or_domain\tlabel\tcategory\tsplit"]
    categories = list(SPAM_WORDS)
    for i in range(200):
        category = RNG.choice(categories) if i % 2 else "gambling"
        host, brand = spam_host(category)
        url = host if i % 4 else f"{host}/{RNG.choice(('promo', 'login', brand))}"
        url = address() if i % 20 == 0 else url
        rows.append(f"{url}\tspam\t{category}\t{SPLITS[i % 10]}")
    for i in range(200):
        host = honest_host()
        url = host if i % 3 else f"https://{host}/{RNG.choice(HONEST_WORDS)}/{RNG.randint(1, 999)}"
        rows.append(f"{url}\tclean\t\t{SPLITS[i % 10]}")
    return rows


if __name__ == "__main__":
    folder = HERE / "corpus"
    lines = [json.dumps(d, ensure_ascii=False) for d in documents()]
    (folder / "documents.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "urls.tsv").write_text("\n".join(urls()) + "\n", "utf-8")
