"""The words around a mention by which a report tells whether the meeting has been, is, will be or might be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extraction.meetings.governing import governed

# Right before a mention, its article aside.
_PREPOSITION = re.compile(
    r"\b(after|following|during|at|in|since|before|ahead of|by|for|on|to|of|from|with|into|through|until|about|over|"
    r"between|toward|towards|when|while|as)\s(?:(?:the|a|an|this|his|her|their|its|two|three)\s)?$"
)
_CUES = {
    "aside": r"(?:on|at) the (?:sidelines|margins|fringes) of|outside",
    "ahead": r"ahead of|prior to|before (?:their|his|her|its|a|the|an)|"
    r"(?:on the )?eve of|run-?up to|lead-?up to|faces?|facing|awaits?|awaiting|"
    r"in time for|(?:days?|weeks?|months?|hours?) (?:before|away|until|to)|days before|convenes?|convening",
    "on_a": r"on (?:a|an|his|her|their|its) (?:[\w-]+ ){0,4}(?:visit|trip|tour|mission|swing)|"
    r"in [a-z ]{0,12}for (?:a|an|the|talks)|on an? (?:[\w-]+ )*$|wraps? up|wrapping up|second day|"
    r"final day|last day|first day",
    "barred": r"barred|block(?:s|ed)|prevent(?:s|ed|ing)?|declin\w+|hold off|stopped|halted|skip(?:s|ped)?|"
    r"pull(?:s|ed)? out|walk(?:s|ed)? out",
    "future": r"will|shall|'ll|’ll|(?:is|are|was|were) to|to be held|"
    r"to (?:meet|hold|attend|visit|host|travel|discuss|begin|start)",
    "would": r"would|could|might|may|should",
    "due": r"due|scheduled|slated|set (?:to|for)|expected|planned|planning|plans?|preparing|prepares?|prepared|"
    r"preparations?|upcoming|forthcoming|next|coming|looming|tomorrow|later (?:today|this|on)|invited|date",
    "proposed": r"propos\w+|offer\w*|call(?:s|ed|ing)? for|urg\w+|want\w*|wish\w*|hop(?:e|es|ed|ing)|ready|willing\w*|"
    r"seek\w*|sought|suggest\w+|possib\w+|prospects?|idea|ask\w*|request\w*|demand\w*|push\w*|need\w*|"
    r"consider\w*|appeal\w*|return to|revive|revival|restart|interest\w*|favou?rs?|potential|eventual|any|"
    r"chance",
    "condition": r"if|unless|until|whether|provided|condition\w*|without|before",
    "agreed": r"agree(?:d|s|ing)? (?:to|on)|accept\w*|decided",
    "resume": r"resum\w+|re-?open\w*|relaunch\w*|reconvene\w*",
    "going": r"(?:is|are) (?:\w+ )?(?:meeting|visiting|holding|negotiating|attending|taking|talking|"
    r"touring|hosting|working|discussing|travell?ing)|"
    r"ongoing|under ?way|currently|continu\w+|in progress|present|still|now|have been|has been|"
    r"(?:is|are) in|here|stall\w*|deadlock\w*|progress|current|track",
    "began": r"began|begun|start(?:s|ed)|launch\w*|open(?:s|ed|ing)|arriv\w+|kick\w* off|enter\w*|embark\w*",
    "ended": r"ended|conclud\w+|wrap\w*|clos(?:ed|ing)|fail\w*|collaps\w*|broke\w*|finished|emerg\w+|resulted|"
    r"produced|adopted|won|lost",
    "held": r"held|met|said|told|was|were|had|took|did|attended|visited|spoke|went|gave|hosted|discussed|signed|"
    r"reached|made|addressed|voted|approved|last|earlier|ago|yesterday|previous\w*|recent\w*|past|former|"
    r"since|historic|first",
    "not": r"not|no|never|n't|n’t|refus\w+|reject\w+|declin\w+|rul\w+ out|nor|unlikely|boycott\w*",
    "off": r"cancel\w*|call(?:ed|ing)? off|scrap\w*|abandon\w*|shelv\w*|abort\w*|scuttl\w*",
    "late": r"postpon\w+|delay\w*|put off|suspend\w*|defer\w*|adjourn\w*|pushed back|rescheduled|freez\w*|froze\w*",
    "ing": r"meeting|visiting|attending|speaking|talking|during",
    "says": r"says?|tells?|meets?|holds?|visits?|begins?|opens?|hosts?|seeks?|ends?",
}
_CUE = re.compile(rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _CUES.items())})(?!\w)")
_VERB = re.compile(
    r"(?:met|visited|spoke|held|voted|approved|told|elected|travell?ed|attended|went|passed|briefed|called)\b"
)
_BASE = re.compile(r"(?:meet|visit|hold|vote|travel|attend|go|discuss|talk|speak|negotiate|host|address|send)\b")
_ING = re.compile(
    r"(?:meeting|visiting|holding|voting|travell?ing|attending|going|discussing|negotiating|hosting)\s(?:with|in|to)\b"
)
# Said of the meeting itself, right before or behind it: rare, but mostly right (in 10 of the 12 training meetings
# half of whose mentions bear it, in 3 of 3 of the development set), where weights would need more examples.
_OFF = r"(?:not (?:take place|be held|happen|go ahead)|cancel\w*|call(?:ed|ing|s)? off|scrapp\w*|abort\w*)"
_LATE = r"(?:postpon\w+|put off|delay(?:ed|ing|s)|deferr\w+|pushed back|rescheduled)"
_DONE_TO = tuple(
    (
        name,
        re.compile(
            rf"(?<!threat to )(?<!threatened to )(?<!threatens to )\b{words}\s"
            r"(?:(?:the|a|an|this|his|her|their|its|planned|scheduled|upcoming)\s){0,3}$"
        ),
        re.compile(
            rf"^(?:\S+\s){{0,3}}?(?:(?:was|were|is|are|has|have|had|been|being|be|will|suddenly|abruptly)\s){{0,3}}{words}\b"
        ),
    )
    for name, words in (("cancelled", _OFF), ("postponed", _LATE))
)
# What is said of the meeting itself, or of who is at it: going on as the report is written, or
# as what it tells went on.
_BE = r"(?:still\s|now\s|currently\s|already\s|\w+ly\s)?"
_TAKES_PLACE = r"(?:taking place|being held|under\s?way|ongoing|continuing|in progress|in its|in their)\b"
_ATTENDS = r"(?:meeting|holding|attending|visiting|gathering|gathered|negotiating|touring|hosting|chairing|in)\b"
_GOES_ON = tuple(
    (
        f"{name} on",
        re.compile(rf"\b{be}\s{_BE}{_ATTENDS}[^.;]{{0,60}}$"),
        re.compile(rf"^[^.;]{{0,90}}?\b{be}\s{_BE}{_TAKES_PLACE}"),
    )
    for name, be in (("goes", r"(?:is|are|has been|have been)"), ("went", r"(?:was|were|had been)"))
)
_CONTINUES = re.compile(r"^(?:[^.;,]{0,40}\s)?(?:continues?|enters?|entered|resumes?|opens|begins|starts)\b")
# Words looked at on each side of a mention.
_NEAR, _FAR = 45, 120


def signs_of(phrase: str, before: str, after: str, kind: str) -> tuple[str, ...]:
    """The signs of one mention of a kind: of its own words, and of those before and after it, in small letters."""
    return tuple(dict.fromkeys(_signs(phrase.lower(), before, after, kind)))


def _signs(phrase: str, before: str, after: str, kind: str) -> Iterator[str]:
    prefix = _PREPOSITION.search(f"{before} ")
    lead = f"after {prefix[1]}" if prefix else "after nothing"
    yield lead
    yield from governed(before, after, lead, kind)
    for pattern, name in ((_VERB, "verb past"), (_BASE, "verb base"), (_ING, "verb ing")):
        if pattern.match(phrase):
            yield name
    for name, before_it, behind_it in _DONE_TO:
        if before_it.search(f"{before} ") or behind_it.match(after):
            yield name
    for name, before_it, behind_it in _GOES_ON:
        if before_it.search(before):
            yield f"{name} ahead"
        if behind_it.match(after):
            yield f"{name} behind"
    if _CONTINUES.match(after):
        yield "continues"
    near = list(_cues(before[-_NEAR:]))
    behind = list(_cues(after[:_NEAR]))
    yield from (f"in {name}" for name in _cues(phrase))
    yield from (f"left {name}" for name in near)
    yield from (f"far left {name}" for name in _cues(before[-_FAR:-_NEAR]))
    yield from (f"right {name}" for name in behind)
    yield from (f"far right {name}" for name in _cues(after[_NEAR:_FAR]))
    yield f"last {near[-1]}" if near else "last none"
    yield f"first {behind[0]}" if behind else "first none"


def _cues(text: str) -> Iterator[str]:
    return (match.lastgroup or "" for match in _CUE.finditer(text))
