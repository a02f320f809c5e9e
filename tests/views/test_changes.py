"""What an utterance does to a line, told from the kinds that came before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import POSITION_KINDS
from onrecord.views.changes import stages

KINDS = [kind for kind in POSITION_KINDS if kind != "comment"]


@pytest.mark.parametrize(
    ("said", "held", "changes"),
    [
        (["demand"], "demand", ["opened"]),
        (["demand", "demand"], "demand", ["opened", "reaffirmed"]),
        (["refusal", "offer"], "offer", ["opened", "contradicted"]),
        (["offer", "refusal"], "refusal", ["opened", "contradicted"]),
        (["demand", "red_line"], "red_line", ["opened", "hardened"]),
        (["red_line", "offer"], "offer", ["opened", "softened"]),
        (["red_line", "demand", "threat"], "threat", ["opened", "softened", "hardened"]),
        (["red_line", "concession"], "concession", ["opened", "dropped"]),
        (["commitment", "concession"], "concession", ["opened", "dropped"]),
        (["commitment", "demand"], "demand", ["opened", "turned"]),
        (["red_line", "concern", "red_line"], "red_line", ["opened", None, "reaffirmed"]),
        (["concern", "red_line"], "red_line", ["opened", "opened"]),
        (["support", "criticism"], "criticism", ["opened", "contradicted"]),
        (["denial", "confirmation", "denial"], "denial", ["opened", "contradicted", "contradicted"]),
        (["concern", "criticism"], "criticism", ["opened", "turned"]),
    ],
)
def test_a_day_changes_the_line(said: list[str], held: str, changes: list[str | None]) -> None:
    found = list(stages((f"2022-01-{day:02}", kind) for day, kind in enumerate(said, start=1)))
    assert [stage.change for stage in found] == changes
    assert found[-1].kind == held


def test_what_is_said_on_one_day_is_no_change_of_mind() -> None:
    said = [("2022-01-10", "offer"), ("2022-01-10", "red_line"), ("2022-01-10", "concern"), ("2022-01-11", "red_line")]
    assert [(stage.kind, stage.change) for stage in stages(said)] == [
        ("red_line", "opened"),
        ("red_line", "reaffirmed"),
    ]


@given(st.lists(st.tuples(st.sampled_from(["", "2022-01-01", "2022-01-02", "2022-01-03"]), st.sampled_from(KINDS))))
def test_each_day_is_one_stage_and_the_first_one_opens(said: list[tuple[str, str]]) -> None:
    found = list(stages(sorted(said, key=lambda one: one[0])))
    assert [stage.day for stage in found] == sorted({day for day, _ in said})
    assert not found or found[0].change == "opened"
    assert sum(stage.change == "opened" for stage in found) <= 2
    for stage in found:
        assert (stage.day, stage.said) in said
        assert any(kind == stage.kind and day <= stage.day for day, kind in said)
