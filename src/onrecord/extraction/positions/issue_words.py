"""The words of issues: what each tells by itself, wherever it stands. No part of speech is known but by its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.positions.cast import words_of

WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
WORD_OR_MARK = re.compile(rf"{WORD.pattern}|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s$")
_STEM_END = re.compile(r"(?:['’]s|s)$")
_FUNCTION = words_of(
    "a an the this that these those his her its their our your my of in on at to for with by from between among over "
    "about against into under after before during through without within toward towards upon and or but nor as than if "
    "when while because since until unless though although whether which who whom whose what where how why he she it "
    "they we i you him them us me is are was were be been being am has have had do does did will would shall should "
    "can could may might must not no so very more most also only just still even again already now then there here "
    "both each all any some such every another either neither several many much few up out off down away per via let "
    "given yes well too cannot"
)
# "Don't", "we'll", "that's": a verb is in each.
_CONTRACTED = re.compile(r"\w+n['’]t|(?:i|we|you|he|she|it|they|that|there|what|who|here|let)['’]\w+")
# A run that held one of these would be a clause, no name: of 9,515 annotated issues 20 do.
_CLAUSE = words_of(
    "is are was were be been being am has have had do does did will would shall should can could may might must cannot "
    "not he she it they we you him them us who whom which that what where when why how if because while whether than so"
)
# A run that ended in a verb of the past would be half a clause ("NATO confirmed"), as one that began with it and a
# function word ("crossed with Russia"), or held it before an article: of 8,030 annotated issues 4, 3 and none do.
_PAST = re.compile(r"[a-z]+ed")
_NO_PAST = words_of(
    "need seed speed greed creed breed deed feed weed bed shed bloodshed watershed red infrared hundred kindred hatred"
)
_ARTICLES = words_of("the a an this that these those his her its their our your my")
# What follows is a verb.
_MODAL = words_of("will would could should must can may might shall cannot not")
# Longest first: the first that fits is taken.
_ENDINGS = (
    *("tion", "sion", "ment", "ness", "ance", "ence", "ship"),
    *("ity", "ism", "ing", "ive", "ed", "ly", "al", "ic", "s"),
)


@dataclass(slots=True)
class Form:
    """A word or mark with all that it tells by itself, wherever it stands."""

    stem: str
    joins: bool
    edge: bool
    ends: bool
    shape: str
    function: str | None
    tells: bool
    capital: bool
    verb: bool
    past: bool
    article: bool
    modal: bool


def stem_of(word: str) -> str:
    """The word without case, possessive and plural."""
    return _STEM_END.sub("", word.lower().replace(".", ""))


@lru_cache(maxsize=8192)
def form_of(text: str) -> Form:
    """What a word or mark, as written, tells by itself."""
    small, word = text.lower(), text[0].isalnum()
    contracted = _CONTRACTED.fullmatch(small) is not None
    function = small if small in _FUNCTION or contracted else None
    # "May" and "WHO" are names.
    clause = text == "I" or contracted or (text == small and small in _CLAUSE)
    past = _PAST.fullmatch(text) is not None and text not in _NO_PAST
    return Form(
        stem=stem_of(text),
        joins=(word and not clause) or text in "&/",
        edge=word and function is None,
        ends=word and function is None and not _POSSESSIVE.search(text) and not past,
        shape=_shape(text, small) if word and function is None else small,
        function=function,
        tells=len(text) > 2 and text[0].isalpha() and function is None,
        capital=text[0].isupper(),
        verb=text.endswith(("ed", "ing")),
        past=past,
        article=small in _ARTICLES,
        modal=(text == small and small in _MODAL) or small.endswith(("n't", "n’t")),
    )


def _shape(word: str, small: str) -> str:
    """The ending and the case of a word that is no function word."""
    ending = next(end for end in _ENDINGS if small.endswith(end)) if small.endswith(_ENDINGS) else ""
    return f"{'A' if word[0].isupper() else '0' if word[0].isdigit() else 'a'}{ending}"
