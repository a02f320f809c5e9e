"""Names across spellings: keys that fold transliterations, and the parts of a person's name.

A key is meant for comparing only. It drops accents and signs, and folds what transliterations from Cyrillic, Arabic
and German write in several ways; it is kept so narrow that names which differ in sound keep different keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# One table, as the quickest way over a text: signs go, whatever stands between words becomes a space, and letters lose
# their accents, those too that Unicode doesn't take apart.
_LETTERS = {letter: unicodedata.normalize("NFKD", letter)[0] for letter in map(chr, range(0xC0, 0x250))} | {
    "ø": "o", "ł": "l", "đ": "dj", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h"
}  # fmt: skip
_PLAIN = str.maketrans(_LETTERS | dict.fromkeys(".'’‘`ʼʹʻ\"“”", "") | dict.fromkeys("-‐‑–—_/,", " ") | {"\u0307": ""})

# Given names that are written in so many ways that only a list of forms joins them.
_WHOLE = re.compile(r"(?P<mohamed>m[ou]h?am+[ae]d)|(?P<abdul>abd[aeiu]l)|(?P<ahmed>ahmad)")
# What transliterations write in several ways, longest first: one pass, so that no fold feeds another.
_LETTER_FOLDS = str.maketrans("yjw", "iiv")
_FOLDS = {"tsch": "ch", "tch": "ch", "sch": "sh", "kh": "h", "gh": "g", "dh": "d", "ph": "f", "ck": "k", "q": "k"} | {
    "ks": "x", "ou": "u", "ae": "a", "oe": "o", "ue": "u"
}  # fmt: skip
_FOLDED = re.compile("|".join(_FOLDS))
_DOUBLED = re.compile(r"(.)\1+")
_WHOLE_IN_TEXT = re.compile(rf"(?:{_WHOLE.pattern})(?!\S)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = _words(
    "mr mrs ms miss mister dr doctor prof professor sir dame lord lady baron baroness count hon honourable honorable "
    "president premier chancellor minister secretary senator sen rep congressman congresswoman governor gov mayor "
    "ambassador judge justice general gen col colonel maj major capt captain lt adm admiral sgt cmdr marshal "
    "king queen prince princess crown pope cardinal archbishop bishop patriarch rev reverend father sheikh shaykh "
    "sheik ayatollah hojatoleslam mullah imam emir comrade herr frau monsieur madame taoiseach"
)
PARTICLES = _words(
    "al el ad an ar as ash at ul ur bin ibn bint van von der den de del della di da do dos das du la le les ter ten "
    "te zu zur zum of the y und"
)
_SUFFIXES = _words("jr sr junior senior esq phd mp kc qc")
_POSSESSIVES = ("'s", "’s", "'", "’")
_NUMERALS = _words("ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi")
# Words that are no part of the names by which people are found.
_SPECIAL = HONORIFICS | PARTICLES | _SUFFIXES | _NUMERALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart: `words` are keys without honorifics, particles and numerals, in the order written."""

    words: tuple[str, ...]
    particles: tuple[str, ...]
    honorifics: tuple[str, ...]
    numeral: str | None

    @property
    def last(self) -> str | None:
        """The key of the last word, which in most languages is the family name; None if there is none."""
        return self.words[-1] if self.words else None


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Lower case, without accents, dots and apostrophes, words separated by one space: "U.S." and "us" are one."""
    text = text.lower().translate(_PLAIN)
    if not text.isascii():
        # Twice, as a letter that is taken apart can give marks and capitals ("…", "№").
        text = unicodedata.normalize("NFKD", text).lower().translate(_PLAIN)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


def plain_all(names: Sequence[str]) -> list[str]:
    """`plain` of each name: some times quicker for an index over many, none of which may have a line feed in it."""
    if not names:
        return []
    lines = "\n".join(names).lower().translate(_PLAIN).split("\n")
    return [" ".join(line.split()) if line.isascii() else plain(name) for name, line in zip(names, lines, strict=True)]


def key(word: str) -> str:
    """The key of one word of a name: Zelenskyy, Zelensky and Zelenskiy have one, as have Schröder and Schroeder."""
    return _key(plain(word))


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    if word[:1] in "am" and (form := _WHOLE.fullmatch(word)) and form.lastgroup:
        word = form.lastgroup
    return _folded(word)


def _folded(text: str) -> str:
    text = _FOLDED.sub(lambda found: _FOLDS[found[0]], text.translate(_LETTER_FOLDS))
    return _DOUBLED.sub(lambda found: found[1], text)


def _keys(text: str) -> str:
    """A text of plain words with each word's key in its place."""

    def whole(found: re.Match[str]) -> str:
        inside = found.start() > 0 and not text[found.start() - 1].isspace()
        return found[0] if inside else str(found.lastgroup)

    return _folded(_WHOLE_IN_TEXT.sub(whole, text))


@lru_cache(maxsize=8192)
def parts(name: str) -> Name:
    """A person's name in parts. A word that could be an honorific or a particle is a name if nothing else is."""
    honorifics, written, numeral = _split(name)
    words = bare(written)
    return Name(
        words=tuple(map(_key, words)),
        particles=() if words is written else tuple(word for word in written if word in PARTICLES),
        honorifics=tuple(honorifics),
        numeral=numeral,
    )


def ends(name: str) -> tuple[str, str, int]:
    """The keys of the first and the last word of a name, as in `parts`, and the count of its words: quicker, for an
    index over many names. ("", "", 0) if there is no word."""
    words = bare(_split(name)[1])
    return (_key(words[0]), _key(words[-1]), len(words)) if words else ("", "", 0)


def ends_all(names: Sequence[str]) -> list[tuple[str, str, int]]:
    """`ends` of each name: some times quicker for an index over many, none of which may have a line feed in it."""
    lines = plain_all(names)
    keys = _keys("\n".join(lines)).split("\n") if lines else []
    found = []
    for name, line, folded in zip(names, lines, keys, strict=True):
        if _SPECIAL.isdisjoint(line.split()) and not name.endswith(_POSSESSIVES):
            words = folded.split()
            found.append((words[0], words[-1], len(words)) if words else ("", "", 0))
        else:
            found.append(ends(name))
    return found


def bare(written: list[str]) -> list[str]:
    """The words without particles; the same list where nothing else would be left.

    What ends a name of two words is none: "Timothy Ash".
    """
    if len(written) == 2 and written[-1] in PARTICLES and written[0] not in PARTICLES:
        return written
    return [word for word in written if word not in PARTICLES] or written


def _split(name: str) -> tuple[list[str], list[str], str | None]:
    written = plain(without_possessive(name)).split()
    written = [word for word in written if word not in _SUFFIXES] or written
    first = 0
    while first < len(written) - 1 and written[first] in HONORIFICS:
        first += 1
    honorifics, written = written[:first], written[first:]
    numeral = written.pop() if len(written) > 1 and written[-1] in _NUMERALS else None
    return honorifics, written, numeral


def without_possessive(text: str) -> str:
    """A text without the possessive ending: "Merkel's", "the Philippines'"."""
    if text.endswith(_POSSESSIVES):
        return text[:-2] if text.endswith("s") else text[:-1]
    return text


def equal(asked: Name, known: Name) -> bool:
    """True if two names have the same words; of names of one word, if they share an honorific too ("King Hussein")."""
    alone = len(asked.words) == 1 and not set(asked.honorifics) & set(known.honorifics)
    return asked.words == known.words and not alone


def same(asked: Name, known: Name, family: frozenset[str], *, whole: bool = False) -> bool:
    """True if two names can be one person's: every word of the shorter is in the longer, the family name among them.

    An initial stands for any word that begins with it. One word alone must be the family name or the whole name.
    `whole`: of the known name no word but the family's can be left out (Kim Jong Un).
    """
    if asked.numeral and known.numeral and asked.numeral != known.numeral:
        return False
    if asked.words == known.words or "".join(asked.words) == "".join(known.words):
        return True
    if len(asked.words) == 1:
        return asked.words[0] in family
    if len(known.words) == 1 or (whole and len(asked.words) != len(known.words)):
        return False
    if len(asked.words) > len(known.words) and not any(_alike(asked.words[0], word) for word in known.words):
        # "Youssef Boutros-Ghali" is not the Boutros-Ghali known by that alone.
        return False
    short, long = sorted((asked.words, known.words), key=len)
    return _contained(short, long) and bool(family & set(asked.words) & set(known.words))


def _contained(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    left = list(long)
    full = 0
    for word in sorted(short, key=len, reverse=True):
        found = next((other for other in left if _alike(word, other)), None)
        if found is None:
            return False
        left.remove(found)
        full += word == found
    return full > 0


def _alike(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
