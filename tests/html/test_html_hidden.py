"""What a reader does not see, and why."""

from __future__ import annotations

import numpy as np
import pytest

from spamdetect.html import REASONS, WEAK_REASONS, Page, parse


def reasons(html: str) -> dict[str, str]:
    page = parse(html)
    spans = zip(page.run_start.tolist(), page.run_end.tolist(), strict=True)
    return {page.text[start:end]: page.reason(run) for run, (start, end) in enumerate(spans)}


def hidden_shares(page: Page, *spans: tuple[int, int]) -> list[float]:
    return page.hidden_shares(*np.array(spans).T).tolist()


@pytest.mark.parametrize(
    ("style", "reason"),
    [
        ("display:none", "display:none"),
        ("DISPLAY : None !important", "display:none"),
        ("display:/**/none", "display:none"),
        (r"displa\79:none", "display:none"),
        ("visibility:hidden", "visibility:hidden"),
        ("visibility: collapse", "visibility:hidden"),
        ("opacity:0", "opacity:0"),
        ("opacity: 0.0", "opacity:0"),
        ("filter:alpha(opacity=0)", "opacity:0"),
        ("filter: opacity(0%)", "opacity:0"),
        ("font-size:0", "font-size"),
        ("font-size: 1px", "font-size"),
        ("font-size:.1em", "font-size"),
        ("font:0/0 a", "font-size"),
        ("color:#fff", "text-colour"),
        ("color:white", "text-colour"),
        ("color: rgb(255, 255, 254)", "text-colour"),
        ("color:transparent", "text-colour"),
        ("color:rgba(0,0,0,0)", "text-colour"),
        ("color:#123;background:#112233", "text-colour"),
        ("background-color:black;color:#000", "text-colour"),
        ("position:absolute;left:-9999px", "off-screen"),
        ("position:fixed;top:-100em", "off-screen"),
        ("position:absolute;left:99999px", "off-screen"),
        ("margin-left:-5000px", "off-screen"),
        ("margin:0 0 0 -9999px", "off-screen"),
        ("transform:translateX(-9999px)", "off-screen"),
        ("text-indent:-9999px", "text-indent"),
        ("width:100px;text-indent:100px;overflow:hidden", "text-indent"),
        ("position:absolute;clip:rect(0,0,0,0)", "clip"),
        ("position:absolute;clip:rect(1px 1px 1px 1px)", "clip"),
        ("clip-path: inset(100%)", "clip"),
        ("clip-path:polygon(0 0, 0 0, 0 0)", "clip"),
        ("height:0;overflow:hidden", "zero-size"),
        ("width:1px;height:1px;overflow:auto", "zero-size"),
        ("max-height:0px;overflow-y:hidden", "zero-size"),
        ("transform:scale(0)", "zero-size"),
    ],
)
def test_inline_styles_hide(style: str, reason: str) -> None:
    html = f'<p>before<div style="{style}">a <b>b</b></div>after'
    assert reasons(html) == {"before": "", "a": reason, "b": reason, "after": ""}


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "visibility:visible",
        "opacity:0.5",
        "font-size:10px",
        "font-size:0.9em",
        "font:12px/1.5 serif",
        "color:#333",
        "color:#fff;background:url(x.png)",
        "background:#000 url(y.png);color:white",
        "color:white;background:navy",
        "left:-9999px",
        "position:absolute;left:-20px",
        "margin-left:-15px",
        "text-indent:2em",
        "height:0",
        "width:100%;overflow:hidden",
        "clip:rect(0,0,0,0)",
        "position:absolute;clip:rect(0,100px,50px,0)",
        "list-style:none;border:none;text-decoration:none",
    ],
)
def test_ordinary_styles_do_not_hide(style: str) -> None:
    assert reasons(f"<div style='{style}'>a</div>") == {"a": ""}


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div hidden>x</div>", "hidden-attribute"),
        ("<div HIDDEN=''>x</div>", "hidden-attribute"),
        ("<div aria-hidden=true>x</div>", "aria-hidden"),
        ("<div aria-hidden=false>x</div>", ""),
        ("<font color=#FFFFFF>x</font>", "text-colour"),
        ("<body bgcolor=navy text=#000080>x", "text-colour"),
        ("<table bgcolor=#000000><tr><td><font color=black>x</table>", "text-colour"),
        ("<body bgcolor=black><font color=white>x", ""),
        ("<marquee width=0>x</marquee>", "marquee"),
        ("<marquee height='1' scrollamount=3>x</marquee>", "marquee"),
        ("<marquee scrollamount=10000>x</marquee>", "marquee"),
        ("<marquee>x</marquee>", ""),
        ("<template>x</template>", "template"),
        ("<noscript>x</noscript>", "noscript"),
        ("<noframes><p>x</noframes>", "fallback"),
        ("<!-- <a href=u>x</a> -->", "comment"),
        ("<dialog>x</dialog>", "display:none"),
        ("<dialog open>x</dialog>", ""),
    ],
)
def test_elements_and_attributes_hide(html: str, reason: str) -> None:
    assert reasons(html) == {"x": reason}


def test_every_reason_is_named() -> None:
    assert REASONS[0] == ""
    assert set(REASONS) >= WEAK_REASONS


def test_children_may_show_themselves_where_css_lets_them() -> None:
    assert reasons("<div style='visibility:hidden'>a<b style='visibility:visible'>b</b></div>") == {
        "a": "visibility:hidden",
        "b": "",
    }
    assert reasons("<div style='font-size:0'>a<b style='font-size:14px'>b</b></div>") == {
        "a": "font-size",
        "b": "",
    }
    assert reasons("<div style='display:none'>a<b style='display:block'>b</b></div>") == {
        "a": "display:none",
        "b": "display:none",
    }
    assert reasons("<div style='color:#fff'>a<b style='color:red'>b</b></div>") == {
        "a": "text-colour",
        "b": "",
    }


def test_an_unclosed_hidden_block_hides_the_rest() -> None:
    assert reasons("a<div style='display:none'>b<p>c</body></html>d") == {
        "a": "",
        "b": "display:none",
        "c": "display:none",
        "d": "display:none",
    }


def test_misnested_formatting_ends_with_its_end_tag() -> None:
    html = "<p><font color=#fff>a</p><p>b</font>c"
    assert reasons(html) == {"a": "text-colour", "b": "text-colour", "c": ""}


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        (".h{display:none}", "display:none"),
        ("div.h { display : none }", "display:none"),
        ("#i{left:-999px;position:absolute}", "off-screen"),
        (".x,.h,.y{display:none}", "display:none"),
        (".outer .h{opacity:0}", "opacity:0"),
        ("body > .outer>.h{opacity:0}", "opacity:0"),
        ("html body .h{opacity:0}", "opacity:0"),
        ("b{color:red}/* } */.h{display:none}", "display:none"),
        ("@media screen{.h{display:none}}", "display:none"),
        ("@media (min-width:600px){.h{display:none}}", "display:none"),
        ("@media all { a{color:red} } .h{display:none}", "display:none"),
        ("<!-- .h{display:none} -->", "display:none"),
        ("@media print{.h{display:none}}", ""),
        ("@media (max-width:600px){.h{display:none}}", ""),
        (".h:hover{display:none}", ""),
        (".h .g{display:none}", ""),
        (".other .h{display:none}", ""),
        ("p.h{display:none}", ""),
        (".h + .h{display:none}", ""),
        (".h{display:none}.h{display:block}", ""),
        (".h{display:none}.h.j{display:block}", ""),
        (".h.j{display:none}.h{display:block}", "display:none"),
        (".h{display:none !important}.h.j{display:block}", "display:none"),
        ("#i{display:block}.h{display:none}", ""),
        (".h{color:#fefefe}", "text-colour"),
        (".h{color:#fff}.outer{background:#333}", ""),
        ("} .h{display:none}", "display:none"),
        (".h{display:none", "display:none"),
    ],
)
def test_style_sheets_of_the_page_hide(css: str, reason: str) -> None:
    html = f'<style>{css}</style><div class="outer"><div class="h j" id="i">x</div></div>'
    assert reasons(html) == {"x": reason}


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        (".h{max-height:0;overflow:hidden}.h.j{max-height:500px}", ""),
        (".h{height:0;overflow:hidden}.h.j{height:auto}", ""),
        (".h{height:0;overflow:hidden}.h.k{height:auto}", "zero-size"),
        (".h{position:fixed;left:-400px}#i.h{left:0}", ""),
        (".h{position:absolute;left:-9999px}.h.j{position:static}", ""),
        (".h{position:absolute;left:-9999px}.outer .h{width:90px}", "off-screen"),
        (".outer{font-size:0}.outer div{font-size:14px}", ""),
        (".outer{font-size:0}.outer p{font-size:14px}", "font-size"),
        (".outer{font-size:0}</style><style>.h{font:12px/1 serif}", ""),
    ],
)
def test_what_hides_by_size_or_place_may_be_undone(css: str, reason: str) -> None:
    html = f'<style>{css}</style><div class="outer"><div class="h j" id="i">x</div></div>'
    assert reasons(html) == {"x": reason}


def test_an_unknown_style_sheet_leaves_the_background_open() -> None:
    sheet = "<link rel=stylesheet href=s.css>"
    assert reasons(sheet + "<p style='color:#fff'>x") == {"x": "text-colour-guess"}
    assert reasons(sheet + "<p style='color:#fff;background:#fff'>x") == {"x": "text-colour"}
    assert reasons(sheet + "<style>.w{color:#fff}</style><p class=w>x") == {"x": ""}


@pytest.mark.parametrize(
    "script",
    [
        'document.getElementById("i").style.display="none"',
        "document.getElementById('i').style.visibility = 'hidden';",
        "document.getElementById('i').style['display']='none'",
        "document.getElementById('i').style.cssText='position:absolute;left:-999px'",
        "document.getElementById('i').setAttribute('style', 'display:none')",
        "var e = document.getElementById('i'); e.style.display = 'none';",
        "document.getElementById('i').style.opacity = 0",
        "document.querySelector('#i').style.setProperty('display', 'none')",
        "document.getElementById('i').hidden = true",
        "document.getElementById('i').setAttribute('hidden', '')",
        "function f(){document.getElementById('i').style.display='none'} f();",
        "function f(){document.getElementById('i').style.display='none'} window.onload = f;",
        "window.onload = function(){document.getElementById('i').style.display='none'}",
        "addEventListener('load', () => {document.getElementById('i').style.display='none'})",
        "$(document).ready(function(){ if (a) {b()} $('#i').hide() })",
        "a.onclick = function(){ if (a) {b()} }; document.getElementById('i').hidden=true",
        "$('#i').hide();",
        "jQuery('.h').css('display', 'none')",
        "$('.h').css({'display':'none'})",
        "document.write('<style>.h{display:none}</style>')",
        "document.write('<st'+'yle>.h{dis'+'play:none}</st'+'yle>')",
        "document.write(unescape('%3Cstyle%3E.h%7Bdisplay%3Anone%7D%3C/style%3E'))",
        "document.write('\\x3cstyle\\x3e.h{opacity:0}\\x3c/style\\x3e')",
        "document.write(String.fromCharCode("
        + ",".join(str(ord(char)) for char in "<style>.h{display:none}</style>")
        + "))",
        'document.getElementById("i").style.dis' + '"+"play="none"',
    ],
)
def test_inline_scripts_hide(script: str) -> None:
    if '"+"' in script:
        script = 'eval("' + script.replace('"i"', "'i'").replace('"none"', "'none'") + '")'
    html = f"<div class=h id=i>x</div><script>{script}</script>"
    assert reasons(html) == {"x": "script"}


def test_a_rule_kept_as_shifted_numbers_is_read() -> None:
    def shifted(index: int, word: str) -> str:
        return "'" + "".join(f"{ord(char) - 25 + index:02d}" for char in word) + "'"

    words = ["style", "left:-999px;position:absolute", "h", "x", "y"]
    array = ",".join(shifted(index, word) for index, word in enumerate(words))
    script = (
        f"var t,v,z,m,a=0,x=new Array({array}),l=x.length;"
        "while(++a<=l){m=x[l-a];t=z='';for(v=0;v<m.length;){t+=m.charAt(v++);"
        "if(t.length==2){z+=String.fromCharCode(parseInt(t)+25-l+a);t='';}}x[l-a]=z;}"
        "document.write('<'+x[0]+' '+x[4]+'>.'+x[2]+'{'+x[1]+'}</'+x[0]+'>');"
    )
    assert reasons(f"<script>{script}</script><p class=h>x") == {"x": "script"}


@pytest.mark.parametrize(
    "script",
    [
        "<script src=x.js>document.getElementById('i').style.display='none'</script>",
        "<script type=text/template>$('#i').hide()</script>",
        "<script>document.getElementById('other').style.display='none'</script>",
        "<script>document.getElementById('i').style.display='block'</script>",
        "<script>b.onclick=function(){document.getElementById('i').style.display='none'}</script>",
        "<script>b.addEventListener('click', () => { if (a) {b()}\n$('#i').hide() })</script>",
        "<script>$('#b').click(function(){$('#i').hide()})</script>",
        "<script>$('#b').on('click', '.x', function(e){$('#i').hide()}); f()</script>",
        "<script>function f(){document.getElementById('i').style.display='none'}</script>",
        "<script>function f(){ {document.getElementById('i').hidden=true",
    ],
)
def test_other_scripts_hide_nothing(script: str) -> None:
    assert reasons(f"<div id=i>x</div>{script}") == {"x": ""}


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- end of header -->",
        "<!--[if IE]><a href=x>old</a><![endif]-->",
        "<!-- <script src='http://x/y.js'></script> -->",
        "<!-- wp:paragraph {'a': 1} http://x -->",
        "<!--\n function f() {\n return 'http://x';\n}\n-->",
    ],
)
def test_technical_comments_are_not_text(comment: str) -> None:
    assert parse(comment).text == ""


def test_comments_with_links_are_hidden_text_with_links() -> None:
    page = parse("<div>a<!-- buy at <a href=u>this shop</a></div> --></div>b")
    assert page.text == "a\nbuy at this shop\nb"
    assert page.links.href == ("u",)
    assert hidden_shares(page, (0, len(page.text))) == [pytest.approx(15 / 17)]


def test_hidden_shares_of_many_spans_are_those_of_each() -> None:
    page = parse('<p>seen <b>too</b></p><p style="display:none">unseen</p><p>seen again</p>')
    size = len(page.text)
    spans = [(a, b) for a in range(size) for b in range(a + 1, size + 1)]
    together = hidden_shares(page, *spans)
    assert together == [share for span in spans for share in hidden_shares(page, span)]
    unseen = page.text.index("unseen")
    assert hidden_shares(page, (unseen, unseen + 6), (0, 4)) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (".h{display:none}", "display:none"),
        (".absent, div .h{display:none}", "display:none"),
        ("#other .h{display:none}", ""),
        ("div:not(.absent){display:none}", ""),
    ],
)
def test_a_large_sheet_is_read_as_a_small_one(rule: str, reason: str) -> None:
    others = "".join(f".other-{number} .absent{{color:red;width:0}}" for number in range(100))
    page = '<style>{}</style><div class="a"><p class=h>x</p></div>'
    assert reasons(page.format(others + rule)) == reasons(page.format(rule)) == {"x": reason}


@pytest.mark.parametrize(
    "tag",
    [
        '<div class="x">',
        "<div class='a x'>",
        "<div class=x>",
        '<DIV CLASS = "x">',
        '<div data-to="/?id=" class="x">',
        '<div title="its class= " id=y>',
        '<div onclick="a(\'class=b\')" id="y">',
    ],
)
def test_rules_find_classes_and_ids_however_they_are_written(tag: str) -> None:
    sheet = ".none{display:none} #none p{display:none} .x, #y{display:none}"
    found = reasons(f"<style>{sheet}</style><p>seen</p>{tag}unseen</div>")
    assert found == {"seen": "", "unseen": "display:none"}
