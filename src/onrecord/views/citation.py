"""A statement as somebody would cite it: who, the exact words, and where they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.ledger import Ledger, StatementEntry
from onrecord.views.register import Step
from onrecord.visible import one_line
from onrecord.wording import joined, quoted


def cite(entry: StatementEntry) -> str:
    """One line: speaker, quotation, publisher, title, date and address, as far as they are known.

    What stands in quotation marks is taken for the speaker's own words: where they are the report's, that is said.
    """
    statement, document = entry.statement, entry.document
    speaker = statement.speaker
    said_by = [] if speaker is None else [speaker.name or speaker.text]
    said_by += [] if statement.kind == "direct" else ["in the words of the report"]
    who = f"{', '.join(said_by)}: " if said_by else ""
    title = f"“{document.title}”" if document.title else None
    source = (document.publisher, title or document.input, document.published, document.url)
    return one_line(f"{who}“{quoted(statement)}” {', '.join(str(part) for part in source if part)}.")


def words_of(ledger: Ledger, steps: Iterable[Step]) -> Mapping[str, str]:
    """What utterances of lines say, by their ids, with an ellipsis where the report interrupts the words."""
    said = {step.id: step.first.statement.id for step in steps}
    pieces = ledger.register.pieces(said.values())
    return {id: joined(pieces[statement]) for id, statement in said.items()}
