"""HTML pages: the headline and the paragraphs kept apart, what the page declares, and pages made to break us."""

from __future__ import annotations

import time

import pytest

from onrecord.document import build
from onrecord.errors import InputError
from onrecord.records import Document, Page

ONE = "The foreign minister said on Monday that the talks about the border would go on until both sides agreed."
TWO = "Her colleague replied that there was nothing left to talk about, and that his government had made that clear."
QUOTED = "We have said what we want, and we will say it again in the spring, she told reporters after the meeting."
HEAD = """<title>Ministers talk - The Example</title>
<meta property="og:site_name" content="The Example">
<meta property="article:published_time" content="2022-01-11T09:00:00Z">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Ministers talk", "datePublished": "2022-01-10T23:00:00-05:00", "publisher": {"name": "Example News"}}
</script>"""
BODY = f"""<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Ministers talk about the border</h1><time datetime="2022-01-12">12 January</time>
<figure><img src="a.jpg"><figcaption>A picture of the two ministers at a table.</figcaption></figure>
<p>{ONE}</p><p>{TWO}</p><blockquote class="twitter-tweet"><p>{QUOTED}</p></blockquote>
<ul><li>They want the border to be opened before the summer comes.</li><li>They want it to be quiet.</li></ul>
</article><div class="comments"><p>First! What a great article this is.</p></div>
<footer>All rights reserved.</footer>"""


def page(source: str | bytes, url: str | None = None, charset: str | None = None) -> Document:
    body = source if isinstance(source, bytes) else source.encode()
    return build(Page(input="in", body=body, media_type="text/html", url=url, charset=charset))


def whole(head: str = HEAD, body: str = BODY) -> str:
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def test_headline_and_paragraphs_stand_apart() -> None:
    assert page(whole()).text.split("\n\n") == [
        "Ministers talk about the border",
        ONE,
        TWO,
        QUOTED,
        "They want the border to be opened before the summer comes.",
        "They want it to be quiet.",
    ]


def test_a_headline_that_the_article_lacks_is_put_first() -> None:
    source = whole(body=f"<div><p>{ONE}</p><p>{TWO}</p></div>")
    assert page(source).text == f"Ministers talk\n\n{ONE}\n\n{TWO}"


def test_the_page_declares_who_and_when() -> None:
    document = page(whole(), url="https://www.example.org/2022/01/13/talks")
    assert document.title == "Ministers talk about the border"
    assert (str(document.published), document.published_basis) == ("2022-01-10", "JSON-LD")
    assert (document.publisher, document.language) == ("Example News", "en")
    bases = [c.basis for c in document.candidates if c.field == "published"]
    assert bases == ["JSON-LD", "meta", "time element", "URL"]


def test_lines_broken_by_br_are_kept_and_two_end_a_paragraph() -> None:
    document = page(whole("", f"<div><p>{ONE}<br>{TWO}<br><br>{QUOTED}</p></div>"))
    assert document.text == f"{ONE}\n{TWO}\n\n{QUOTED}"


def test_a_body_cut_into_pieces_is_joined() -> None:
    piece = '<div class="grid"><div class="article__body"><p>{}</p><p>{}</p></div></div>'
    pieces = (
        piece.format(ONE, TWO) + '<div class="ad">Buy!</div>' + piece.format(QUOTED, "They left on Tuesday evening.")
    )
    text = page(whole("", f"<article>{pieces}</article>")).text
    assert text.split("\n\n") == [ONE, TWO, QUOTED, "They left on Tuesday evening."]


@pytest.mark.parametrize(
    ("source", "charset"),
    [
        (whole('<meta charset="iso-8859-1">', f"<p>Café: {ONE}</p>").encode("cp1252"), None),
        (whole("", f"<p>Café: {ONE}</p>").encode("cp1250"), "windows-1250"),
        (whole('<meta charset="iso-8859-1">', f"<p>Café: {ONE}</p>").encode(), None),
    ],
)
def test_the_declared_encoding_counts_unless_the_bytes_are_utf_8(source: bytes, charset: str | None) -> None:
    assert page(source, charset=charset).text == f"Café: {ONE}"


DEEP = 100_000
HOSTILE = {
    "nested div": "<div>" * DEEP + f"<p>{ONE}",
    "nested span": "<p>" + "<span>" * DEEP + ONE,
    "nested marks": "<p>" + "<b><i>" * DEEP + ONE,
    "links": '<a href="x">hello</a> ' * DEEP + ONE,
    "angles": "<" * DEEP + " " + ONE,
    "lists": "<ul><li>" * DEEP + ONE,
    "headed": "<h1>Talks go on</h1>" + "<div>" * DEEP + f"<p>{ONE}</p>",
    "three hundred levels": "<h1>Talks go on</h1>" + "<div>" * 300 + f"<p>{ONE}</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_break_us_is_stripped_in_time(name: str) -> None:
    start = time.process_time()
    document = page(f"<html><body>{HOSTILE[name]}")
    assert ONE in document.text
    assert time.process_time() - start < 8


@pytest.mark.parametrize("source", ["<html><script>" * 2_000, "<html><body>" + "<!--" * 50_000, "<html></html>"])
def test_a_page_of_nothing_is_an_input_error(source: str) -> None:
    with pytest.raises(InputError, match="no text in it"):
        page(source)


def test_deep_json_in_a_page_is_passed_over() -> None:
    script = '<script type="application/ld+json">' + "[" * DEEP + "</script>"
    assert page(whole(script, f"<p>{ONE}</p>")).text == ONE
