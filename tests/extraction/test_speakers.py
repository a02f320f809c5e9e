"""Who speaks, told from one text."""

from onrecord.extraction.drafts import Draft
from onrecord.extraction.speakers import Person, Speakers
from onrecord.records import Span

TEXT = (
    "Foreign Minister Ana Ferro said no. Juan Silva, the president, was in Geneva. He agreed. "
    'Mr Han said yes. "We will see." Nobody knows the end. The minister left.'
)


def span(part: str) -> Span:
    at = TEXT.index(part)
    return Span(start=at, end=at + len(part))


def said(source: str | None, content: str) -> Draft:
    return Draft(content=[span(content)], cue=[] if source is None else [span("said")], source=source and span(source))  # type: ignore[arg-type]


def names(*drafts: Draft) -> list[str | None]:
    persons = [Person(name, [span(name)], []) for name in ("Ana Ferro", "Juan Silva")]
    persons.append(Person("Han Sung-ryol", [Span(start=TEXT.index("Han"), end=TEXT.index("Han") + 3)], []))
    speakers = Speakers(TEXT, persons, drafts)
    return [party and party.name for party in map(speakers.party, drafts)]


def test_a_name_with_its_title_and_a_pronoun() -> None:
    assert names(said("Foreign Minister Ana Ferro", "no"), said("He", "agreed")) == ["Ana Ferro", "Juan Silva"]


def test_a_family_name_that_comes_first() -> None:
    assert names(said("Mr Han", "yes")) == ["Han Sung-ryol"]


def test_a_quotation_goes_on_with_the_last_speaker_and_other_words_do_not() -> None:
    drafts = (said("Mr Han", "yes"), said(None, "We will see"), said(None, "Nobody knows the end"))
    assert names(*drafts) == ["Han Sung-ryol", "Han Sung-ryol", None]


def test_what_cannot_be_resolved_stays_as_written() -> None:
    assert names(said("The minister", "left")) == ["The minister"]
