"""How fields read to a person."""

from __future__ import annotations

import pytest

from onrecord.wording import sure


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.0, "0%"), (0.804, "80%"), (0.985, "98%"), (0.995, "99%"), (0.9996, "99%"), (1.0, "100%")],
)
def test_a_confidence_is_rounded_but_never_up_to_certainty(confidence: float, words: str) -> None:
    assert sure(confidence) == words
