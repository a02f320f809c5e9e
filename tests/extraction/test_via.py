"""Who passed a statement on."""

import pytest

from onrecord.extraction.via import passed_on_by
from onrecord.records import Span


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("This was stated by Ana Ferro, speaking to reporters, TSN correspondent reports.", ["TSN"]),
        ('"We will go," Ferro was quoted as saying by the IRNA news agency.', ["IRNA"]),
        ("RIA cited Ferro as saying that talks would go on.", ["RIA"]),
        ("Ferro said talks would go on, Interfax reported on Monday.", ["Interfax"]),
        ("Chile's Prensa quoted Ferro as saying that talks would go on.", ["Prensa"]),
        ("As reported by Prensa, Chile offered to mediate.", ["Prensa"]),
        ("Interfax reported that talks would go on.", []),
        ("Ferro said talks would go on.", []),
    ],
)
def test_via(sentence: str, names: list[str]) -> None:
    assert passed_on_by(sentence, Span(start=0, end=len(sentence))) == names
