"""The quality gate: what it lets pass, what it stops, and how floors rise; and what is measured as a ledger grows."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from bench import carried, crash, seed
from bench import ledger as growing
from bench import score as scoring
from bench.articles import gather
from bench.gate import FLOORS, GATED, SLACK, check, raised, spoilt, table
from bench.score import CannotScore, addressee_f1, flat, in_nfc, outer, shared_folder, spans_of
from onrecord import views
from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from postgresql_server import Server

REACHED = {dataset: {**dict.fromkeys(names, 0.8), "missing": 0, "text_differs": 0} for dataset, names in GATED.items()}


@pytest.mark.parametrize(("floor", "holds"), [(0.79, True), (0.8, True), (0.801, False)])
def test_a_measure_holds_at_its_floor_and_above(floor: float, holds: bool) -> None:
    (one,) = check({"polnear": {"alpha": floor}}, REACHED)
    assert one.holds is holds
    assert ("BELOW" in table([one])) is not holds


@pytest.mark.parametrize("floors", [{"polnear": {"alfa": 0.1}}, {"pollnear": {"alpha": 0.1}}])
def test_a_floor_under_nothing_known_fails(floors: dict[str, dict[str, float]]) -> None:
    (one,) = check(floors, REACHED)
    assert not one.holds
    assert "unknown" in table([one])


def test_a_lost_or_changed_document_spoils_the_scores() -> None:
    assert spoilt(REACHED) == []
    worse = {**REACHED, "diplomacy": {**REACHED["diplomacy"], "text_differs": 2}}
    assert spoilt(worse) == ["diplomacy: text_differs = 2"]


def test_reports_that_the_network_has_seen_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, judge, scratch = (tmp_path / name for name in ("printed.json", "judge.py", "scratch.jsonl"))
    seen.write_text('{"texts": [], "development": ["b"]}')
    judge.write_text("import json, sys; print(json.dumps({'ids': len(open(sys.argv[1]).readlines())}))")
    monkeypatch.setattr(scoring, "PRINTED", seen)
    gold = [{"id": id} for id in ("a", "b", "c")]
    assert scoring._unseen_judged(judge, iter(gold), tmp_path, scratch) == {"unseen.ids": 2}
    assert [json.loads(line)["id"] for line in scratch.read_text().splitlines()] == ["a", "c"]


def test_the_planned_report_is_judged_by_meetings_and_statements() -> None:
    meeting = {"name": "Ukraine-NATO commission", "start": "2022-01-10", "status": "held"}
    reading: dict[str, Any] = {"meetings": [meeting], "statements": []}
    asked = ({"ukraine", "nato"}, "2022-01-10", "held")
    assert seed._meets(reading, *asked)
    assert not seed._meets({**reading, "meetings": [{**meeting, "status": "scheduled"}]}, *asked)
    position = {"kind": "demand", "holder": ["NATO"], "toward": ["Russia"], "first_hand": True}
    said = {"speaker": {"name": "Jens Stoltenberg"}, "position": position}
    for statement, right in ((said, True), ({**said, "speaker": None}, False)):
        wanted = ("Jens Stoltenberg", "demand", "NATO", "Russia", True)
        assert seed._says({**reading, "statements": [statement]}, *wanted) is right


def test_floors_rise_to_what_is_reached_and_never_fall() -> None:
    floors = {"polnear": {"alpha": 0.9, "overlap_f1": 0.5}, "diplomacy": {}}
    lifted = raised(floors, REACHED)
    assert lifted["polnear"]["alpha"] == 0.9
    assert 0.8 - SLACK - 0.001 < lifted["polnear"]["overlap_f1"] <= 0.8 - SLACK
    assert set(lifted["diplomacy"]) == set(GATED["diplomacy"])
    assert all(one.holds for one in check(raised({}, REACHED), REACHED))
    assert floors["polnear"]["overlap_f1"] == 0.5


def test_the_floors_stand_under_gated_measures() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) <= set(GATED)
    for dataset, measures in floors.items():
        assert set(measures) <= set(GATED[dataset])
        assert all(0 <= floor <= 1 for floor in measures.values())


def test_nested_measures_get_dotted_names() -> None:
    measures = {"alpha": 0.5, "span_f1": {"cue": 0.7}, "agr": [0.9, 0.8], "role": None}
    assert dict(flat(measures)) == {"alpha": 0.5, "span_f1.cue": 0.7, "agr.recall": 0.9, "agr.precision": 0.8}


@pytest.mark.parametrize(
    ("speaker", "source"), [({"span": [0, 4]}, [[0, 4]]), ({"span": None}, []), (None, [])], ids=str
)
def test_a_reading_becomes_spans(speaker: dict[str, object] | None, source: list[list[int]]) -> None:
    statement = {"speaker": speaker, "cue": [[5, 9]], "content": [[10, 20], [30, 40]]}
    spans = spans_of({"document": {"input_id": "a"}, "statements": [statement]})
    wanted = {"source": source, "cue": [[5, 9]], "content": [[10, 20], [30, 40]]}
    assert spans == {"id": "a", "attributions": [wanted]}


def test_statements_inside_others_are_left_out_where_none_are_annotated() -> None:
    own, inner = {"id": "a", "inside": None}, {"id": "b", "inside": "a"}
    read = {"document": {"input_id": "a"}, "statements": [own, inner]}
    assert outer(read) == {**read, "statements": [own]}


class _Judge:
    """Pairs statements in the order in which they stand."""

    @staticmethod
    def tokens(text: str) -> str:
        return text

    @staticmethod
    def cover(_tokens: str, content: list[list[int]]) -> list[list[int]]:
        return content

    @staticmethod
    def pair(gold: list[object], read: list[object]) -> list[tuple[int, int]]:
        return [(at, at) for at in range(min(len(gold), len(read)))]


@pytest.mark.parametrize(
    ("annotated", "given", "f1"),
    [
        ([[0, 4], None, [8, 9]], [[3, 6], None, [8, 9]], 1.0),
        ([[0, 4], [8, 9]], [[4, 6], None], 0.0),
        ([[0, 4], [8, 9], None], [[0, 4], None, [8, 9]], 0.5),
        ([None], [None], 0.0),
    ],
)
def test_an_addressee_is_found_where_its_span_overlaps(
    annotated: list[list[int] | None], given: list[list[int] | None], f1: float
) -> None:
    gold = [{"content": [[0, 1]], "addressee": span} for span in annotated]
    read = [{"content": [[0, 1]], "addressee": {"span": span} if span else None} for span in given]
    article = {"id": "x", "text": "", "statements": gold}
    reading = {"document": {"input_id": "x"}, "statements": read}
    assert addressee_f1(_Judge, [article], [reading]) == f1


def test_missing_sets_are_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_SHARED", str(tmp_path))
    with pytest.raises(CannotScore, match="ONRECORD_SHARED"):
        shared_folder()


def test_without_archives_the_speed_is_measured_on_the_example(tmp_path: Path) -> None:
    articles = gather(tmp_path / "articles.jsonl", 3, shared=tmp_path)
    lines = articles.path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["0", "1", "2"]
    assert articles.count == 3
    assert articles.words > 900
    assert "herring" in articles.origin


def test_annotated_spans_move_along_into_nfc() -> None:
    text = "Cafe\u0301 owners said no."
    article = {"id": "x", "text": text, "attributions": [{"source": [[0, 12]], "cue": [[13, 17]], "content": []}]}
    moved = in_nfc(article)
    source, cue = (moved["attributions"][0][role][0] for role in ("source", "cue"))
    assert moved["text"][slice(*source)] == "Caf\u00e9 owners" and moved["text"][slice(*cue)] == "said"


def test_what_adding_costs_is_measured_at_each_tenth_and_from_where_a_run_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "SAMPLE", 1)
    texts = [f"In week {n} Ana Vidal said that the treaty must be signed before the summer." for n in range(5)]
    where = str(tmp_path / "made.db")
    with open_ledger(where, create=True) as ledger:
        costs = list(growing.growth(ledger, where, texts, 20))
        assert [cost.documents for cost in costs] == list(range(2, 21, 2))
        assert all(cost.milliseconds > 0 and cost.in_empty > 0 for cost in costs)
        assert list(growing.growth(ledger, where, texts, 20)) == []
        assert [cost.documents for cost in growing.growth(ledger, where, texts, 40)] == [24, 28, 32, 36, 40]
        assert ledger.reader.count_documents() == 42
    assert growing.svg(costs).count("<circle") == 2 * len(costs)


def test_a_grown_ledger_carried_to_a_server_is_the_same_and_is_asked_the_same(
    tmp_path: Path, postgresql: Server
) -> None:
    texts = [f"In week {n} Ana Vidal said that the treaty must be signed before the summer." for n in range(5)]
    grown = str(tmp_path / "grown.db")
    with postgresql.place() as where:
        with open_ledger(grown, create=True) as ledger:
            for reading in islice(growing.readings(texts), 12):
                ledger.writer.add(reading, growing.RUN)
        carried.carry(Path(grown), where)
        with open_ledger(grown, create=False) as one, open_ledger(where, create=False) as other:
            assert list(one.reader.lines()) == list(other.reader.lines())
            for words, for_whom in (("treaty summer", None), (None, "usa"), ("treaty", "united states")):
                kept, found = (list(views.find(each, words, for_whom=for_whom)) for each in (one, other))
                assert found
                assert [item.id for item in found] == [item.id for item in kept]
        with pytest.raises(LedgerError, match="expected an empty one"):
            carried.carry(Path(grown), where)


def test_a_killed_writer_has_kept_what_it_reported_done(tmp_path: Path) -> None:
    where, folder = str(tmp_path / "crash.db"), tmp_path / "out"
    folder.mkdir()
    open_ledger(where, create=True).close()
    writer = crash.started(where, 1, str(folder))
    last = monotonic() + 60
    while "\n" not in (folder / "1").read_text(encoding="utf-8") and monotonic() < last:
        sleep(0.05)
    writer.kill()
    writer.wait()
    reported = crash.reported(folder)
    found = crash.check(where, reported)
    assert found.reported and found.on_record >= found.reported
    assert found.lost == found.torn == () and found.sound
