"""Records go to JSON by the contract and come back the same; a wrong value is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from made_readings import document_of, reading_of, readings, statement_of, unhurried
from onrecord import codec
from onrecord.errors import RecordError
from onrecord.records import Reading

CONTRACT = {
    "document": "id input_id url title publisher published published_basis language text text_sha256",
    "statements": "id kind act speaker cue content quote addressee said_on said_on_basis meeting position inside "
    "repeats via confidence",
    "meetings": "id name kind parties place start end status mentions",
    "times": "span text value",
    "actors": "id name kind roles affiliation mentions",
}


@unhurried
@given(readings())
def test_a_reading_comes_back_the_same_through_one_line(reading: Reading) -> None:
    line = codec.line(codec.reading_to_json(reading))
    assert "\n" not in line
    assert codec.reading_from_json(json.loads(line.encode("utf-8"))) == reading


@unhurried
@given(readings())
def test_every_field_of_the_contract_is_there_and_spans_are_pairs(reading: Reading) -> None:
    value = codec.reading_to_json(reading)
    assert value["onrecord"] == 1
    for name, fields in CONTRACT.items():
        for item in [value[name]] if name == "document" else value[name]:
            assert set(fields.split()) <= set(item)
    text = value["document"]["text"]
    for statement in value["statements"]:
        assert statement["quote"] == " ".join(text[start:end] for start, end in statement["content"])


def _small() -> Reading:
    document = document_of("“Ні”, said Łukasz.")
    return reading_of(document, statement_of(document, "Ні", speaker="Łukasz", cue="said"))


def test_letters_stay_letters() -> None:
    line = codec.line(codec.reading_to_json(_small()))
    assert "“Ні”, said Łukasz." in line


def test_a_line_without_the_additional_fields_is_read() -> None:
    value = codec.reading_to_json(_small())
    for name in ("input", "page_sha256", "retrieved", "candidates", "notes"):
        del value["document"][name]
    del value["statements"][0]["scores"]
    read = codec.reading_from_json(value)
    assert read.statements[0].content[0].quote == "Ні"
    assert read.statements[0].content[0].score == 1.0


def test_a_file_name_that_is_not_utf8_can_be_written() -> None:
    assert codec.line({"input": "a\udcff"}).encode("utf-8") == '{"input":"a\ufffd"}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(RecordError, match="not a JSON value"):
        codec.line({"confidence": value})


@pytest.mark.parametrize(
    ("path", "wrong", "says"),
    [
        (("onrecord",), 2, "version 1"),
        (("document",), None, "the document"),
        (("document", "text"), None, '"text" of the document'),
        (("document", "published"), "yesterday", "not a date"),
        (("statements",), {}, '"statements"'),
        (("statements", 0, "kind"), "shouted", "direct, mixed, indirect"),
        (("statements", 0, "content"), [[0]], r"\[start, end\]"),
        (("statements", 0, "content"), [[0, 900]], "ends after the text"),
        (("statements", 0, "scores"), {"content": [1, 1]}, "2 scores for 1 spans"),
        (("statements", 0, "confidence"), "high", "a finite number"),
        (("statements", 0, "via"), [1], "a list of strings"),
    ],
)
def test_a_wrong_value_is_refused_by_name(path: tuple[Any, ...], wrong: object, says: str) -> None:
    value: Any = codec.reading_to_json(_small())
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    with pytest.raises(RecordError, match=says):
        codec.reading_from_json(value)
