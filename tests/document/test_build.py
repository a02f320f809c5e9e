"""Pages become documents: what is stored, who published it, when, and how that is known."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document import build, sentences
from onrecord.errors import InputError
from onrecord.records import Declared, Document, Page

REPORT = (
    "Ministers agree on border talks\n\n"
    "The foreign minister said on Monday that the talks would go on. They have not failed, she said."
)


def plain(text: str | bytes, *, url: str | None = None, **declared: str) -> Document:
    body = text if isinstance(text, bytes) else text.encode()
    return build(Page(input="in", body=body, media_type="text/plain", url=url, declared=Declared(**declared)))


def stored(text: str, **declared: str) -> Document:
    return build(Page(input="in", body=text.encode(), media_type="text/x-stored", declared=Declared(**declared)))


@pytest.mark.parametrize(
    "text", [REPORT, "  odd \u00a0 spaces\u2028kept \n\n\n", "\n\nA.\tB.\f", "a\u200fb", "Zoë said “no”.\n"]
)
def test_text_that_is_nfc_with_line_feeds_is_stored_unchanged(text: str) -> None:
    assert plain(text).text == text
    assert stored(text).text == text


def test_other_line_ends_and_forms_are_cleaned_once() -> None:
    assert plain("Cafe\u0301\r\nopen\rnow").text == "Café\nopen\nnow"


def test_controls_are_replaced_one_for_one() -> None:
    document = plain("a\0b\x1bc\x7fd \x93so\x94")
    assert document.text == "a\ufffdb\ufffdc\ufffdd “so”"
    assert document.notes == ("characters that could not be read stand as U+FFFD: 3",)


def test_bidirectional_controls_stay_and_are_told() -> None:
    document = plain("He said \u202eno\u202c.")
    assert "\u202e" in document.text
    assert document.notes == ("bidirectional controls in the text, which may look different from what it says: 2",)


def test_a_pile_of_marks_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="combining marks"):
        plain("a" + "\u0301\u0327" * 200_000)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("“No”, he said".encode("utf-16"), "“No”, he said"),
        ("He said that it was so.".encode("utf-16-le"), "He said that it was so."),
        ("\ufeffYes".encode(), "Yes"),
        ("He said “no” in the café".encode("cp1252"), "He said “no” in the café"),
        ("naïve café ".encode() * 30 + b"\xff", "naïve café " * 30 + "\ufffd"),
    ],
)
def test_any_encoding_is_read(body: bytes, text: str) -> None:
    assert plain(body).text == text


def test_a_guess_at_the_encoding_is_told() -> None:
    document = plain(("Президент заявил, что переговоры продолжатся в Женеве. " * 5).encode("koi8-r"))
    assert document.text.startswith("Президент заявил")
    assert "guessed as koi8_r" in document.notes[0]
    assert document.language == "ru"
    assert "language 'ru' is not supported: read as far as possible" in document.notes


@pytest.mark.parametrize("text", ["", " \n\n ", "\ufeff"])
def test_a_page_without_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^in: no text in it; expected "):
        plain(text)


def test_the_first_paragraph_is_the_title_if_it_is_one_line() -> None:
    assert plain(REPORT).title == "Ministers agree on border talks"
    assert plain("One line.\nAnother line.\n\nThird.").title is None
    assert plain("One line alone.").title is None


def test_a_declared_title_comes_before_a_text_that_lacks_it() -> None:
    assert stored("Body.", title="Head").text == "Head\n\nBody."
    assert stored("Head\n\nBody.", title="Head").text == "Head\n\nBody."
    assert stored("Head\n\nBody.", title="Head").title == "Head"


def test_the_best_date_is_chosen_and_all_are_kept() -> None:
    text = "OSLO, Jan 10 (Northwire) - The minister said that they would talk."
    document = plain(text, url="https://news.example/2021/03/04/talks", published="2022-01-11")
    assert (str(document.published), document.published_basis) == ("2022-01-11", "declared")
    values = {(c.basis, c.value) for c in document.candidates if c.field == "published"}
    assert values == {("declared", "2022-01-11"), ("URL", "2021-03-04"), ("dateline", "--01-10")}


@pytest.mark.parametrize("line", ["March 6, 2020 - Ottawa, Ontario - The ministry", "6 March 2020 | Press release"])
def test_a_date_ahead_of_a_place_is_a_dateline(line: str) -> None:
    document = plain(f"Talks go on\n\n{line}\n\nFerro said so.")
    assert (str(document.published), document.published_basis) == ("2020-03-06", "dateline")


def test_a_dateline_gives_no_year_that_it_lacks() -> None:
    document = plain("OSLO, Jan 10 (Northwire) - The minister said that they would talk.")
    assert (str(document.published), document.published_basis) == ("--01-10", "dateline")
    assert document.publisher == "Northwire"


def test_a_declared_date_that_is_none_is_told() -> None:
    document = stored("Body.", published="soon")
    assert document.published is None
    assert "'soon' is not understood" in document.notes[0]


def test_the_same_text_from_two_publishers_is_two_documents() -> None:
    assert plain(REPORT, publisher="A").id != plain(REPORT, publisher="B").id
    assert plain(REPORT, publisher="A").id == plain(REPORT, publisher="A").id
    assert len(plain(REPORT).id) == 17


def test_the_language_is_told_by_the_words() -> None:
    assert plain(REPORT).language == "en"
    german = plain("Der Kanzler sagte am Montag, dass die Gespräche in Genf weitergehen und nicht gescheitert sind.")
    assert german.language == "de"
    assert "language 'de' is not supported: read as far as possible" in german.notes
    assert plain("Too short.").language is None


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_becomes_a_document_or_an_input_error(text: str) -> None:
    try:
        document = plain(text)
    except InputError:
        return
    assert unicodedata.is_normalized("NFC", document.text)
    assert "\r" not in document.text and "\0" not in document.text
    assert "".join(document.text[s.start : s.end] for s in sentences(document.text)) == document.text
    assert plain(document.text).text == document.text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_become_a_document_or_an_input_error(body: bytes) -> None:
    try:
        document = plain(body)
    except InputError:
        return
    document.text.encode()
