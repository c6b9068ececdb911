"""Script, style and template residue as scrapers leave it, and code listings as people write it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

from spamdetect.learn.generate.phrases import made_up_name
from spamdetect.learn.generate.sampling import weighted


def _name(rng: random.Random) -> str:
    first, second = (
        made_up_name(rng),
        rng.choice(("Item", "Widget", "Menu", "Slider", "Ad")),
    )
    return rng.choice((first, first + second, f"{first}-{second.lower()}", f"{first}_{second}"))


def _identifier(rng: random.Random) -> str:
    return _name(rng).replace("-", "_")


def _number(rng: random.Random) -> str:
    return str(rng.choice((0, 1, 2, 10, 12, 16, 20, 24, 50, 100, 250, 300, 480, 768, 1024)))


def _script(rng: random.Random) -> str:
    """Inline JavaScript: trackers, advertisements, widgets."""
    a, b, n, m = _identifier(rng), _identifier(rng), _number(rng), _number(rng)
    key, host = f"{rng.getrandbits(36):x}", made_up_name(rng) + ".com"
    digits = str(rng.randrange(10**8, 10**9))
    shapes = (
        f"var {a} = {a} || {{}}; {a}.cmd = {a}.cmd || [];",
        f"window.dataLayer = window.dataLayer || []; function gtag(){{dataLayer.push(arguments);}} "
        f"gtag('js', new Date()); gtag('config', 'UA-{digits}-1');",
        f"(function(i,s,o,g,r,a,m){{i['{a}']=r;i[r]=i[r]||function(){{(i[r].q=i[r].q||[])"
        f".push(arguments)}},i[r].l=1*new Date();}})(window,document,'script','//{host}/{b}.js');",
        f"googletag.cmd.push(function() {{ googletag.display('div-gpt-ad-{digits}-{n}'); }});",
        "(adsbygoogle = window.adsbygoogle || []).push({});",
        f"fbq('init', '{digits}'); fbq('track', 'PageView');",
        f"jQuery(document).ready(function($) {{ $('#{a}').{b}({{ speed: {n}, auto: true }}); }});",
        f"$(function(){{$('.{a}').click(function(e){{e.preventDefault();$(this).toggleClass("
        f"'{b}');}});}});",
        f"document.write('<scr'+'ipt src=\"//{host}/{a}.js?v={n}\"></scr'+'ipt>');",
        f'//<![CDATA[\nvar {a}_params = {{"ajax_url":"\\/wp-admin\\/admin-ajax.php","nonce":'
        f'"{key}","is_mobile":""}};\n//]]>',
        f'window.__{a.upper()}_STATE__={{"{b}":{{"id":{digits},"items":[],"loading":false,'
        f'"error":null}},"ui":{{"width":{n},"theme":"light"}}}};',
        f"if (typeof {a} !== 'undefined') {{ {a}.{b}('{key}', {n}, {m}); }}",
        f'!function(e,t){{"use strict";var n=e.{a}=t;n.{b}=function(r){{return r&&r.{a}||{n}}}}}'
        f"(this,document);",
        f"var _gaq = _gaq || []; _gaq.push(['_setAccount', 'UA-{digits}-{n}']); "
        "_gaq.push(['_trackPageview']);",
        f'setTimeout(function(){{var a=document.createElement("script");a.async=!0;'
        f'a.src="https://{host}/{key}.js";document.body.appendChild(a)}},{n});',
        f'{{"{a}":"{key}","{b}":{n},"enabled":true,"breakpoints":[{n},{m}]}}',
    )
    chosen = rng.sample(shapes, rng.choice((1, 1, 2, 3, 5)))
    return rng.choice(("\n", " ")).join(chosen)


_PROPERTIES: Final = (
    "margin: 0 auto", "padding: {n}px", "display: none", "display: inline-block", "color: #{h}",
    "background: #{h} url(images/bg.png)", "width: {n}px", "max-width: 100%", "float: left",
    "font-size: {n}px", "font-family: Arial, Helvetica, sans-serif", "border: 1px solid #{h}",
    "position: absolute", "overflow: hidden", "text-align: center", "z-index: {n}", "opacity: 0",
    "height: auto !important", "line-height: 1.5em", "text-decoration: none", "clear: both",
)  # fmt: skip


def _rules(rng: random.Random, count: int, pretty: bool) -> str:
    out = []
    for _ in range(count):
        name = _name(rng)
        selector = rng.choice((f"#{name}", f".{name}", f".{name} a:hover", f"div.{name} > li",
                               f"body .{name} img", "ul li", "h2", "@media (max-width:768px)",
                               "img.wp-smiley, img.emoji"))  # fmt: skip
        values = [
            p.replace("{n}", _number(rng)).replace("{h}", f"{rng.getrandbits(24):06x}")
            for p in rng.sample(_PROPERTIES, rng.randint(1, 5))
        ]
        if pretty:
            out.append(selector + " {\n" + "".join(f"  {v};\n" for v in values) + "}")
        else:
            out.append(selector + "{" + ";".join(v.replace(": ", ":") for v in values) + "}")
    return "\n".join(out) if pretty or rng.random() < 0.3 else " ".join(out)


def _style(rng: random.Random) -> str:
    text = _rules(rng, rng.randint(1, 14), rng.random() < 0.4)
    return rng.choice(("", "", "/* <![CDATA[ */ ", "<!-- ")) + text


def _json_ld(rng: random.Random) -> str:
    host, digits = made_up_name(rng) + ".com", str(rng.randrange(10**4, 10**6))
    kind = rng.choice(("NewsArticle", "WebSite", "Organization", "BreadcrumbList", "Product"))
    gap, line = rng.choice((("", ""), (" ", "\n  "), (" ", " ")))
    fields = [
        f'"@context":{gap}"https://schema.org"',
        f'"@type":{gap}"{kind}"',
        f'"@id":{gap}"https://www.{host}/#{kind.lower()}"',
        f'"url":{gap}"https://www.{host}/?p={digits}"',
        f'"datePublished":{gap}"20{rng.randint(10, 26)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}'
        'T08:00:00+00:00"',
        f'"logo":{gap}{{"@type":{gap}"ImageObject","width":{gap}{_number(rng)},"height":{gap}60}}',
        f'"potentialAction":{gap}{{"@type":{gap}"SearchAction","query-input":{gap}"required"}}',
    ]
    return "{" + line + ("," + line).join(fields[: rng.randint(3, 7)]) + line + "}"


def _template(rng: random.Random) -> str:
    a, b = _identifier(rng), _identifier(rng)
    shapes = (
        f"{{{{ {a}.{b} }}}}", f"{{{{ {a}.title | truncate: 60 }}}}", f"{{% if {a}.{b} %}}",
        "{% endif %}", f"{{% for {a} in {b} %}}", "{% endfor %}", f"<%= {a}.{b} %>",
        f"${{{a}.{b}}}", f"[[+{a}]]", f"%%{a.upper()}%%",
        f"{{{{#each {a}}}}} {{{{this.{b}}}}} {{{{/each}}}}",
        f"[% {a} %]", f"{{{a.upper()}_{b.upper()}}}", f"@@{a}@@", f"<?php echo ${a}; ?>",
        f"{{$smarty.{a}.{b}}}", f"ng-repeat=\"{a} in {b}\"",
        f"undefined {{{{ {a}.price | currency }}}}",
    )  # fmt: skip
    return rng.choice((" ", "\n")).join(rng.sample(shapes, rng.randint(1, 8)))


def _warning(rng: random.Random) -> str:
    """Messages of a failing script in the middle of a page."""
    name, var = made_up_name(rng), _identifier(rng)
    path = f"/home/{made_up_name(rng)}/public_html/wp-content/plugins/{name}/{var}.php"
    line = rng.randint(3, 900)
    shapes = (
        f"Warning: Undefined variable ${var} in {path} on line {line}",
        f"Notice: Undefined index: {var} in {path} on line {line}",
        f"Fatal error: Uncaught Error: Call to undefined function {var}() in {path}:{line}",
        f"Deprecated: Function {var}() is deprecated in {path} on line {line}",
        f"Warning: mysql_connect(): Access denied for user '{name}'@'localhost' in {path} "
        f"on line {line}",
        f"Warning: Cannot modify header information - headers already sent by (output started at "
        f"{path}:{line})",
        f"Parse error: syntax error, unexpected '}}' in {path} on line {line}",
        f"Stack trace: #0 {path}({line}): {var}->{name}() #1 {{main}} thrown",
        f"You have an error in your SQL syntax near 'ORDER BY {var}' at line 1",
        f'Traceback (most recent call last): File "/app/{name}.py", line {line}, in {var} '
        f"KeyError: '{name}'",
        f"[an error occurred while processing this directive] {var}",
        f"Microsoft OLE DB Provider for SQL Server error '80040e14' /{name}/{var}.asp, line {line}",
    )
    return "\n".join(rng.sample(shapes, rng.choice((1, 1, 1, 2, 4))))


def _shortcodes(rng: random.Random) -> str:
    n, name, key = _number(rng), made_up_name(rng), f"{rng.getrandbits(40):x}"
    shapes = (
        "[vc_row][vc_column]",
        f'[vc_column width="1/2" css=".vc_custom_{n}{{margin-top: {n}px}}"]',
        "[/vc_column_text][/vc_column][/vc_row]", f'[gallery ids="{n},{n}1,{n}2"]',
        f'[contact-form-7 id="{n}" title="{name}"]',
        f'[et_pb_section fb_built="1" admin_label="{name}"]',
        "[/et_pb_text][/et_pb_column]", f'[rev_slider alias="{name}"]', "[sc name=\"ads\"]",
        f"[caption id=\"attachment_{n}\" align=\"aligncenter\" width=\"{n}\"]",
        f'[embed]https://{name}.com/{key}[/embed]',
        '[fusion_builder_container hundred_percent="no"]',
        f"[divider height=\"{n}\"]",
        f"[toc]{{{{{name}}}}}", "[ad_1]", "[ad_2]", "[the_ad id=\"15\"]",
    )  # fmt: skip
    return rng.choice(("", " ", "\n")).join(rng.sample(shapes, rng.randint(1, 6)))


def _markup(rng: random.Random) -> str:
    """Debris of attributes, image sets and comments."""
    host, name, n = made_up_name(rng) + ".com", _name(rng), _number(rng)
    image = f"https://{host}/wp-content/uploads/20{rng.randint(10, 26)}/0{rng.randint(1, 9)}/{name}"
    widths = rng.sample((150, 300, 480, 600, 768, 1024, 1536, 2048), rng.randint(2, 5))
    shapes = (
        ", ".join(f"{image}-{w}x{w * 2 // 3}.jpg {w}w" for w in sorted(widths))
        + rng.choice(("", '" sizes="(max-width: 600px) 100vw, 600px" />')),
        f'" class="{name} alignnone size-full" data-src="{image}.jpg" width="{n}" />',
        '<!--[if lt IE 9]> <script src="html5shiv.js"></script> <![endif]-->',
        f'<div class="{name}" id="{name}-{n}" style="display:none"></div></div></li>',
        f"&lt;iframe src=&quot;https://{host}/embed/{n}&quot; frameborder=&quot;0&quot;&gt;",
        f"<!-- wp:paragraph --> <!-- /wp:paragraph --> <!-- {name} end -->",
        "&nbsp;&nbsp;&nbsp; &amp;nbsp; &amp;#8217; &nbsp;",
        f'<img src="{image}.gif" height="1" width="1" style="display:none"/>',
        f'onclick="javascript:return {_identifier(rng)}(this, event);" target="_blank">',
        f'data-{name}="{n}" aria-hidden="true" role="presentation"',
    )
    return "\n".join(rng.sample(shapes, rng.choice((1, 1, 2, 3))))


_KINDS: Final[Mapping[str, tuple[float, Callable[[random.Random], str]]]] = {
    "script": (7.0, _script),
    "style": (5.0, _style),
    "json_ld": (2.0, _json_ld),
    "template": (3.0, _template),
    "warning": (3.0, _warning),
    "shortcodes": (3.0, _shortcodes),
    "markup": (3.0, _markup),
}
_WEIGHTS: Final = {name: weight for name, (weight, _) in _KINDS.items()}


def residue(rng: random.Random) -> str:
    """Return script, style or template residue of one kind, from one line to a screen."""
    return _KINDS[weighted(rng, _WEIGHTS)][1](rng)


def _python(rng: random.Random) -> str:
    a, b, n = _identifier(rng), _identifier(rng), _number(rng)
    return (
        f'def {a}(values, limit={n}):\n    """Return the sum of the values."""\n'
        f"    {b} = 0\n    for value in values:\n        if value > limit:\n"
        f"            continue\n        {b} += value\n    return {b}\n\nprint({a}([1, 2, 3]))"
    )


def _javascript(rng: random.Random) -> str:
    a, b, n = _identifier(rng), _identifier(rng), _number(rng)
    return (
        f"const {a} = document.querySelector('#{b}');\n\n{a}.addEventListener('click', () => {{\n"
        f"  // count the clicks\n  const {b} = Number({a}.dataset.count ?? {n});\n"
        f"  {a}.dataset.count = String({b} + 1);\n}});"
    )


def _shell(rng: random.Random) -> str:
    a = made_up_name(rng)
    return "\n".join(
        rng.sample(
            (f"$ pip install {a}", f"$ git clone https://example.org/{a}.git", f"$ cd {a}",
             f"$ docker run --rm -p {_number(rng)}:80 {a}", f"$ {a} --help", "$ make test"),
            rng.randint(1, 4),
        )
    )  # fmt: skip


def _markup_listing(rng: random.Random) -> str:
    a = _name(rng)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n  <body>\n    <div id="{a}">\n'
        f'      <p>Hello</p>\n    </div>\n    <script src="{a}.js"></script>\n  </body>\n</html>'
    )


def listing(rng: random.Random) -> str:
    """Return a code listing as tutorials and documentation print them, sometimes fenced."""
    kind = rng.randrange(7)
    name, text = (
        ("python", _python),
        ("js", _javascript),
        ("bash", _shell),
        ("html", _markup_listing),
        ("css", lambda r: _rules(r, r.randint(1, 3), pretty=True)),
        ("json", _json_ld),
        ("js", lambda r: _script(r).replace("; ", ";\n")),
    )[kind]
    code = text(rng)
    form = rng.random()
    if form < 0.4:
        return f"```{name if rng.random() < 0.7 else ''}\n{code}\n```"
    return "    " + code.replace("\n", "\n    ") if form < 0.6 else code
