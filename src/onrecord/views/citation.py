"""A statement as somebody would cite it: who, the exact words, and where they are printed."""

from __future__ import annotations

from onrecord.ledger import StatementEntry
from onrecord.visible import one_line
from onrecord.wording import quoted


def cite(entry: StatementEntry) -> str:
    """One line: speaker, quotation, publisher, title, date and address, as far as they are known."""
    statement, document = entry.statement, entry.document
    speaker = statement.speaker
    who = "" if speaker is None else f"{speaker.name or speaker.text}: "
    title = f"“{document.title}”" if document.title else None
    source = (document.publisher, title or document.input, document.published, document.url)
    return one_line(f"{who}“{quoted(statement)}” {', '.join(str(part) for part in source if part)}.")
