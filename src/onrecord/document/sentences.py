"""Sentences of English news: a splitter by rules that loses nothing.

The spans are consecutive and joined give the text back; white space belongs to the sentence before it. Blank
lines always end a sentence. The work is linear in the text's length: one pass of one regular expression whose
quantifiers never give back what they took, and a bounded look to both sides of each stop.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Sequence

from onrecord.document.words import BEFORE_NUMBERS, EITHER, LINKING, NEVER_LAST, STARTERS
from onrecord.records import Span

# A stop with the marks that close after it and the white space that follows, or a line's end.
# French marks stand apart: a space, then the closing mark.
_BREAK = re.compile(
    r"""(?P<stop>[.!?…]++)(?P<close>(?:["'”’»›)\]}*_]|[\u0020\u00a0\u202f][»›])*+)(?P<gap>\s*+)|(?P<line>\n)\s*+"""
)
_BLANK = re.compile(r"\n[^\S\n]*+\n")
# What may stand between the end of one sentence and the first letter of the next.
_OPENERS = frozenset("\"'“‘„‚«‹([{—–-•*·▪‣●_¿¡#> \u00a0\t")
_LOOK = 40  # code points looked at on each side of a stop: longer than any abbreviation or opening

_CLIPPED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]")  # "U.S", "p.m", "Ph.D"
_LIST_MARK = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])")
_WRAP_WIDEST = 120  # hard-wrapped text is 60 to 100 wide in practice; a longer line is a paragraph of its own
_WRAP_LEAST = 3  # line ends needed before a width can be believed
_WRAP_STRAY = 10  # of so many lines one may be longer than the width, and a title beside: an address, a table


def sentences(text: str) -> tuple[Span, ...]:
    """Return consecutive spans that cover `text`; `()` if it is empty."""
    if not text:
        return ()
    first = len(text) - len(text.lstrip())
    wrapped = _wrap_width(text)
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text, first):
        end = match.end()
        if match["line"] is not None:
            cut = _line_ends(text, match.start(), end, wrapped)
        else:
            cut = bool(match["gap"]) and _stop_ends(text, max(start, first), match, wrapped)
        if cut and end < len(text) and not extends(text[end]):
            spans.append(Span(start=start, end=end))
            start = end
    spans.append(Span(start=start, end=len(text)))
    return tuple(spans)


def extends(char: str) -> bool:
    """True if the code point belongs to the grapheme cluster of the one before it."""
    if char < "\u0300":
        return False
    if char in "\u200c\u200d" or "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    return char in "\uff9e\uff9f" or unicodedata.category(char)[0] == "M"


def _line_ends(text: str, at: int, end: int, wrapped: int) -> bool:
    """True if the line feed at `at`, with no stop before it, ends a sentence; `end` is where the next word begins."""
    if _BLANK.match(text, at) or end >= len(text):
        return True
    if wrapped:
        begin = text.rfind("\n", 0, at) + 1
        return not _fills(text, begin, at, end, wrapped)
    return not text[end].islower()


def _stop_ends(text: str, start: int, match: re.Match[str], wrapped: int) -> bool:
    """True if a stop that white space follows ends the sentence that began at `start`."""
    end = match.end()
    line = text.find("\n", match.start("gap"), end)
    if end >= len(text) or (line >= 0 and _BLANK.match(text, line)):
        return True
    if text[end] in ".!?…" or match.start() == start:
        return False
    head = _next_word(text, end)
    if line >= 0 and not wrapped and not head[:1].islower():
        return True
    if head[:1].islower():
        return False
    stop, close = match["stop"], match["close"]
    if stop != "." or (close and close not in ("'", "’")):
        return not (close[-1:] in (")", "]") and stop == "." and _is_clipped(_token(text, match.start())))
    return _point_ends(text, start, match.start(), end, head)


def _point_ends(text: str, start: int, at: int, end: int, head: str) -> bool:
    """Decide over a single full stop at `at`; `head` is the next word, which doesn't begin with a small letter."""
    token = _token(text, at)
    word = token.lower()
    if word in LINKING or (word in NEVER_LAST and token[:1].isupper()):
        return False
    if word in BEFORE_NUMBERS and (len(token) > 1 or token.islower()):
        return not head[:1].isdigit()
    # "1. Text", "Q. Text": the mark of a list, where nothing stands before it on its line or in its sentence.
    begin = at - len(token)
    if _LIST_MARK.fullmatch(token) and (begin == start or text[begin - 1] == "\n"):
        return False
    if _is_clipped(token):
        return head.lower() in STARTERS or text[end] in '"“‘«„'
    return True


def _is_clipped(token: str) -> bool:
    """True for an initial, "U.S", "Calif" and their kind: what may bear a stop inside a sentence."""
    if len(token) == 1:
        return token.isupper()
    if token == "etc" or _CLIPPED.fullmatch(token) is not None:
        return True
    return token.lower() in EITHER and token[0].isupper()


def _token(text: str, at: int) -> str:
    """Return the word before `at`, without the marks that open it."""
    words = text[max(0, at - _LOOK) : at].rsplit(None, 1)
    if not words or text[at - 1].isspace():
        return ""
    token = words[-1].lstrip("\"'“‘„«‹([{—–")
    # "(D-Calif." and "Washington-D.C.": what follows the last dash counts, if it is clipped.
    tail = re.split(r"[-–—/]", token)[-1]
    return tail if tail and tail != token and token.lower() not in NEVER_LAST else token


def _next_word(text: str, end: int) -> str:
    """Return the letters or digits at which the next sentence would begin, past what opens it."""
    begin = end
    stop = min(len(text), end + _LOOK)
    while begin < stop and text[begin] in _OPENERS:
        begin += 1
    last = begin
    while last < stop and (text[last].isalnum()):
        last += 1
    return text[begin:last]


def _wrap_width(text: str) -> int:
    """Return the width at which the text was wrapped by hand or by a mailer, 0 if it wasn't.

    A greedy wrapper breaks a line only where the next word doesn't fit: most line ends inside paragraphs have to
    show that, at one width for the text.
    """
    if "\n" not in text:
        return 0
    lines = text.split("\n")
    inner = [i for i in range(len(lines) - 1) if lines[i].strip() and lines[i + 1].strip()]
    if len(inner) < _WRAP_LEAST:
        return 0
    lengths = [(len(lines[i].rstrip()), len(lines[i + 1].split(None, 1)[0])) for i in inner]
    longest = heapq.nlargest(2 + len(inner) // _WRAP_STRAY, {line for line, _ in lengths})
    return next((width for width in longest if _is_wrapped(lengths, width)), 0)


def _is_wrapped(lengths: Sequence[tuple[int, int]], width: int) -> bool:
    """True if most lines go on as far as they can at this width; few are longer.

    `lengths`: of each line that has another below it, and of that one's first word.
    """
    if not _WRAP_WIDEST / 3 <= width <= _WRAP_WIDEST:
        return False
    # 0.7: paragraphs' short lines, headings and lists in a wrapped text; chosen by eye on press releases.
    return sum(line <= width < line + 1 + word for line, word in lengths) >= 0.7 * len(lengths)


def _fills(text: str, begin: int, at: int, end: int, width: int) -> bool:
    """True if the line `begin:at` was broken because the word at `end` didn't fit into `width`."""
    word = text[end : end + _WRAP_WIDEST].split(None, 1)
    return at - begin + 1 + len(word[0] if word else "") > width
