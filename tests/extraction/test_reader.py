"""The shipped model and the rules together: cases that a linguist can edit, and what holds for every text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import read
from onrecord.document import sentences
from onrecord.errors import InputError, ModelError
from onrecord.extraction.network import OnnxNetwork
from onrecord.pipeline import shared_reader
from onrecord.records import Reading

CASES = [
    block.strip("\n").split("\n")
    for block in (Path(__file__).parents[1] / "cases" / "statements.txt").read_text(encoding="utf-8").split("\n\n")
    if not block.startswith("#")
]


@cache
def reading_of(text: str) -> Reading:
    return read(text, published="2022-01-10")


def as_written(reading: Reading) -> list[str]:
    return [
        " | ".join(
            [
                (s.speaker and s.speaker.name) or "-",
                " / ".join(e.quote for e in s.cue) or "-",
                " / ".join(e.quote for e in s.content),
                s.kind,
            ]
        )
        for s in reading.statements
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:50])
def test_case(case: list[str]) -> None:
    found = as_written(reading_of(case[0].replace("\\n", "\n")))
    assert [line for line in case[1:] if line not in found] == [], "\n".join(found)


def test_a_body_printed_twice_is_read_alike() -> None:
    said = "Foreign Minister Ana Ferro said the treaty would hold for ten years."
    body = f"{said} She added that no side wanted to leave it."
    statements = reading_of(f"Treaty holds\n\n{body}\n\nRead also.\n\n{body}").statements
    assert len(statements) % 2 == 0 and len(statements) >= 4
    half = len(statements) // 2
    assert [s.quote for s in statements[:half]] == [s.quote for s in statements[half:]]
    assert [s.repeats for s in statements[half:]] == [s.id for s in statements[:half]]
    assert [s.speaker and s.speaker.name for s in statements] == ["Ana Ferro"] * len(statements)


def test_a_report_without_a_statement() -> None:
    assert reading_of("The bridge was opened in 1932. It is 300 metres long and has two lanes.").statements == ()


def test_a_statement_inside_another_names_it() -> None:
    statements = reading_of(CASES[7][0]).statements
    inner = next(s for s in statements if s.speaker and s.speaker.text == "All our partners")
    assert next(s for s in statements if s.id == inner.inside).speaker.name == "Ana Ferro"  # type: ignore[union-attr]


def check(reading: Reading) -> None:
    text = reading.document.text
    ids = {s.id for s in reading.statements}
    assert len(ids) == len(reading.statements)
    for statement in reading.statements:
        assert statement.content
        for piece in (*statement.content, *statement.cue):
            assert text[piece.span.start : piece.span.end] == piece.quote
        for party in (statement.speaker, statement.addressee):
            assert party is None or party.span is None or text[party.span.start : party.span.end] == party.text
        assert {statement.inside, statement.repeats} <= ids | {None}
        assert statement.inside != statement.id != statement.repeats
        assert 0 <= statement.confidence <= 1
    for actor in reading.actors:
        assert all(text[m.start : m.end] for m in actor.mentions)


PARTS = (
    '"', "“", "”", "'", "said", "Ana Ferro", "he", "that", ".", ",", "\n\n", " - ", "According to", "talks", ": ",
    "the minister", "warned", "e\u0301", "\U0001f1fa\U0001f1e6", "\u202e", "will go on", "(", ")", "Q:", "A:",
)  # fmt: skip
NEWSLIKE = st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join)


@given(NEWSLIKE | st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_every_span_is_evidence(text: str) -> None:
    try:
        check(read(text))
    except InputError as error:
        assert error.problem and error.expected


def test_a_long_text_is_read_in_segments() -> None:
    body = "Foreign Minister Ana Ferro said the treaty number %d would hold for ten years.\n\n"
    reading = read("".join(body % i for i in range(1600)))
    check(reading)
    assert len(reading.statements) > 1400


def test_a_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        OnnxNetwork(tmp_path)


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    for name in ("encoder.onnx", "reader.onnx", "tokenizer.json", "reading.json"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(ModelError, match="onnxruntime"):
        OnnxNetwork(tmp_path)


def test_a_document_reads_the_same_whatever_stands_beside_it() -> None:
    texts = [case[0].replace("\\n", "\n") for case in CASES]
    documents = [reading_of(text).document for text in texts]
    together = shared_reader().read((d, sentences(d.text)) for d in documents)
    assert list(together) == [reading_of(text) for text in texts]
