"""The verbs that govern a mention: the last group ahead of it and the first behind it, each by its form.

"The two | will meet for | talks | that are due to | end": what a report holds for done and what for yet to come stands
in its verbs, seldom in single words ("will be held" is no "held").
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

# Past forms and participles that don't end in "ed".
_PAST = (
    "met|held|began|took|went|came|gave|made|spoke|left|won|lost|saw|flew|led|drew|brought|sent|got|found|set|broke|kept|"
    "ran|sat|stood|heard|became|fell|put|paid|said|told"
)
_DONE = rf"(?:\w+ed|{_PAST}|been|taken|gone|come|given|begun|spoken|broken|had|seen|become|drawn|flown)\b"
_BASE = (
    "meet|hold|attend|visit|host|travel|discuss|begin|start|take|go|speak|vote|talk|join|address|open|resume|have|be|fly|"
    "arrive|head|participate|convene|gather|continue|lead|receive|welcome|give|conduct|enter|launch|pay|make|return|get|"
    "chair|deliver|sit|negotiate|end|conclude|wrap|focus|bring|come|help|see|seek|decide|consider|press|pursue|reach|tour|"
    "mark|sign|send|call"
)
_PRESENT = (
    "meets|holds|visits|begins|opens|hosts|ends|continues|takes|starts|heads|faces|looms|arrives|attends|comes|goes|kicks|"
    "enters|resumes|gathers|wraps|concludes|seeks|leads|marks|travels|plans|calls|follows|brings|votes|joins|returns|gives|"
    "makes"
)
_GOING = (
    "attending|holding|visiting|hosting|chairing|leading|negotiating|arriving|speaking|following|meeting|travell?ing|"
    "seeking|resuming|starting|beginning|ending|opening|addressing|discussing|urging|planning|preparing|ahead"
)
_PLANNED = (
    "due|set|scheduled|slated|expected|planned|poised|supposed|about|preparing|planning|likely|going|expecting|heading"
)
_WISHES = (
    "plan|want|hope|intend|need|wish|expect|ask|urge|invite|agree|offer|propose|seek|prepare|vow|pledge|promise|threaten|"
    "decide|refuse|decline|try|push|call|arrange|attempt"
)
_WISHED = "wants|wanted|hopes|hoped|plans|planned|agreed|sought|refused|declined|ready|willing|prepared|able"
_ADVERBS = r"(?:(?:\w+ly|also|still|now|already|again|then|not|never|soon|just|yet|later|once|first|even|only)\s)*"
# In order: the first form that fits is a group's.
_FORMS = {
    "will": rf"(?:will|shall|won['’]t)\s{_ADVERBS}\w+|['’]ll\s\w+",
    "would": rf"(?:would|could|might|may|should|can|must)\s{_ADVERBS}\w+",
    "due": rf"(?:is|are|was|were|be|been|being)\s{_ADVERBS}(?:{_PLANNED})\b(?:\sto(?:\s\w+)?|\sfor)?",
    "is to": r"(?:is|are|was|were)\sto\s\w+",
    "wants": rf"(?:{_WISHES})(?:s|d|ed|ing)?\s(?:\w+\s){{0,3}}?to\s\w+|(?:{_WISHED})\sto\s\w+",
    "has gone on": rf"(?:has|have|had)\s{_ADVERBS}been\s{_ADVERBS}\w+ing",
    "has been": rf"(?:has|have)\s{_ADVERBS}been\b(?:\s\w+ed)?",
    "has": rf"(?:has|have|['’]ve)\s{_ADVERBS}{_DONE}",
    "had": rf"had\s{_ADVERBS}{_DONE}",
    "goes on": rf"(?:is|are|['’]s|['’]re)\s{_ADVERBS}(?:\w+ing|under\s?way|in\s)\b",
    "went on": rf"(?:was|were)\s{_ADVERBS}(?:\w+ing|under\s?way|in\s)\b",
    "was done": rf"(?:was|were)\s{_ADVERBS}(?:\w+ed|held|told|led|broken|seen|made)\b",
    "is": r"(?:is|are)\b",
    "was": r"(?:was|were)\b",
    "bare had": r"had\b",
    "bare has": r"(?:has|have)\b",
    "said": r"(?:said|told|says|tells|announced|added|stated|confirmed)\b",
    # "Talks demanded by Russia are held": no past.
    "past": rf"(?:(?:{_PAST})\b|\w{{2,}}[a-z](?:ed|ought)\b)(?!\sby\b)",
    "to": rf"to\s(?:{_BASE})\b",
    "present": rf"(?:{_PRESENT})\b",
    "going": rf"(?:{_GOING})\b",
}
_NAMES = {f"f{number}": name for number, name in enumerate(_FORMS)}
_VERB = re.compile(
    rf"(?<![\w'’-])(?:{'|'.join(f'(?P<f{number}>{form})' for number, form in enumerate(_FORMS.values()))})"
)
_ENDS = re.compile(r"[;:.]\s|,\s(?!which|who|that)")
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|after|before|when|while|as|if|until|unless|because|whether|where|since|but)\b|[;:]"
)


def governed(before: str, after: str, lead: str, kind: str) -> Iterator[str]:
    """The signs of the verbs around a mention, in words before and after it in small letters.

    `lead`: the sign of the preposition ahead; `kind`: the mention's.
    """
    ahead, inner = "none", ""
    for last in deque(_VERB.finditer(before), maxlen=1):
        ahead = _NAMES[str(last.lastgroup)]
        between = before[last.end() :]
        links = _SUBORDINATE.findall(between)
        inner = f" {links[-1]}" if links else ""
        apart = len(between.split())
        yield f"gov far {ahead} {(apart > 1) + (apart > 4)}"
        yield f"gov word {last[0].split()[-1]}"
        yield f"gov inner{inner}"
    end = _ENDS.search(after)
    first = _VERB.search(after, 0, end.start() if end else len(after))
    behind = _NAMES[str(first.lastgroup)] if first else "none"
    if first is not None:
        between = after[: first.start()]
        link = _SUBORDINATE.search(between)
        apart = len(between.split())
        yield f"gov behind word {first[0].split()[-1]}"
        yield f"gov behind far {behind} {(apart > 1) + (apart > 5)}"
        yield f"gov behind inner {link[0] if link else ''}"
    yield from (f"gov {ahead}", f"gov {ahead}{inner}", f"gov behind {behind}", f"gov {ahead} behind {behind}")
    yield from (f"gov {ahead} {lead}", f"gov {ahead} {kind}")
