"""Nothing that a text holds can command a terminal or break a line of output."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from onrecord import codec
from onrecord.visible import json_line, one_line, visible
from typed import UNHURRIED


def test_an_escape_sequence_is_written_out() -> None:
    assert visible("\x1b]0;owned\x07 red\x1b[31m") == "\\x1b]0;owned\\x07 red\\x1b[31m"


def test_turned_writing_is_written_out() -> None:
    assert visible("the \u202ednalsi\u202c") == "the \\u202ednalsi\\u202c"


def test_ordinary_text_stays() -> None:
    text = "Šefčovič:\t«Nein» 日本 👩‍👩‍👧\nnext"
    assert visible(text) == text


@UNHURRIED
@given(st.text(st.characters()))
def test_no_control_is_left(text: str) -> None:
    assert not [char for char in visible(text) if unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n"]


@UNHURRIED
@given(st.text(st.characters()))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert "\t" not in one_line(text)


@UNHURRIED
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_means_the_same_on_one_line(text: str) -> None:
    line = json_line(codec.line({"text": text}))
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert "\x9b" not in line
