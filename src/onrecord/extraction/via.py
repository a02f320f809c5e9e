"""Who passed a statement on: the medium that reports, quotes or cites, and is not itself the speaker."""

from __future__ import annotations

import re

from onrecord.records import Span

_WORD = r"[A-Z][\w’'&.-]{0,30}"
# Bounded, so that a sentence of nothing but capitals costs no more than its length.
_NAME = (
    rf"(?P<name>(?:the |a |an )?{_WORD}"
    rf"(?: (?:{_WORD}|of|and|the|news|agency|newspaper|daily|correspondent|television|TV|radio)){{0,6}})"
)
_FORMS = (
    # "..., UNN correspondent reports."
    re.compile(rf",?\s{_NAME}(?: correspondent)? report(?:s|ed)\b[.]?\s*$"),
    # "..., RIA reported on Monday"
    re.compile(rf"[,\"”]\s{_NAME}(?: news agency| newspaper| television| TV| radio)? report(?:s|ed)\b"),
    # "was quoted as saying by the IRNA news agency", "was cited by Interfax"
    re.compile(rf"\b(?:quoted|cited)(?: as saying)? by (?:state |official |local )*{_NAME}"),
    # "Interfax quoted him as saying", "RIA cited Lavrov as saying"
    re.compile(rf"{_NAME}(?: news agency| newspaper)? (?:quoted|cited) [\w .'’-]{{2,60}}? as (?:saying|telling)\b"),
    # "as reported by CNN"
    re.compile(rf"\b[Aa]s reported by {_NAME}"),
)
# The words that every form has one of.
_TOLD = re.compile("report(?:s|ed)|quoted|cited")
# "Russia's Interfax", "the Guardian": what stands before a medium's name.
_LEAD = re.compile(rf"^(?:(?:the|a|an) |{_WORD}['’]s (?=[A-Z]))+")
_TAIL = re.compile(r"(?:\s(?:correspondent|news|agency|newspaper|daily))+$")


def passed_on_by(text: str, sentence: Span) -> list[str]:
    """The media that a sentence names as having passed something on."""
    names: list[str] = []
    for form in _FORMS if _TOLD.search(text, sentence.start, sentence.end) else ():
        for match in form.finditer(text, sentence.start, sentence.end):
            name = _TAIL.sub("", match["name"].strip(' ,."”'))
            name = _LEAD.sub("", name)
            if name and name not in names:
                names.append(name)
    return names
