"""The grammar of time expressions, over the kinds of words: one production for each form.

A production is a regular expression whose letters are kinds: `<weekday>` is one word of that kind, `<on|at>` one of
either, `<month=any_month>` one that is kept by the name `month`; blanks count for nothing. Its name is that of the
rule that gives its value. Each word is one code point of the string that is searched, so that the search costs little,
and every quantifier is bounded, so that it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.extraction.times.lexer import Lexemes
from onrecord.extraction.times.words import ALL_KINDS

_CODES = {kind: chr(0xE000 + number) for number, kind in enumerate(ALL_KINDS)}
_CLASSES = {
    "full_month": "month|maybe_month",
    "any_month": "month|maybe_month|short_month",
    "any_weekday": "weekday|short_weekday",
    "any_day": "day_number|nth",
    "unit": "hour|day|days|week|weeks|weekend|weekends|fortnight|month_unit|months|quarter|quarters|long_unit",
    "long_unit": "year|years|decade|decades|century|centuries",
    "single_unit": "day|week|weekend|fortnight|month_unit|quarter|year|decade|century",
    "plural_unit": "days|weeks|months|years|decades|centuries",
    "part_of_day": "night|noon|daytime",
    "any_past": "last|past|previous",
}

# Every expression has one of these, at most so many words behind its first: where none is near, no production is tried.
_TELLING = (
    "iso|digits|nth|clock|digital|tens|double|holiday|any_month|any_weekday|year_number|integer|earlier|"
    "later|today|yesterday|tomorrow|tonight|overnight|soon|shortly|present|time|future|course|unit|spoken_decade|season|"
    "ambiguous_fall|past|moment|half|period|presently|formerly|part_of_day"
)
_BEFORE_TELLING = 15

_TO = "(?:<dash>|<joint=to|and|or|through|until><the>?)"
_COUNT = "(?:<article><numeral><of>?|<numeral><of>?(?:<dash>?<numeral>)?|<article>|<day_number|integer>)"
_ABOUT = "(?P<about><about|some>?(?:<at><least>|<more|less><than>|<over>)|<about|some>)?"
# Where in its day, month or year: it counts at the ends of years and decades alone.
_PART = (
    "(?:<the>?<very>?(?P<part><early|earlier|late|later|mid|middle>)(?:<of|on|in|dash>)?<the>?"
    "|<the>?(?P<part><start|middle|end|eve>)(?:<dash>?<of><dash>?)<the>?)?"
)
_DAYTIME = "(?:<early|late|mid>?<dash>?<daytime|night|noon>)"
_AFTER_DAY = f"(?:<possessive>?<at>?{_DAYTIME})?"
_ZONE = "(?:<zone>|<place_time><time>?)"
_CLOCK = f"(?:<clock>{_ZONE}?|(?<=<at>)<digital>|<digital>{_ZONE}|<year_number|integer>{_ZONE}|<noon>{_ZONE}?)"
_PAREN_CLOCK = f"(?:<open>{_CLOCK}(?:<comma>{_CLOCK})?<close>)"
_AT_CLOCK = f"(?:{_CLOCK}{_PAREN_CLOCK}?<comma>?<on>?)"
_YEAR_WORD = "(?P<year_word>(?:<last|this|next|that|the>(?:<same|following|previous|current>)?)<year>)"
_YEAR = f"(?:<comma>?(?:<of|in>)?(?:<year=year_number>|{_YEAR_WORD}))?"
_WEEKDAY_BEFORE = "(?:<weekday=any_weekday><comma>?<the>?)?"
_WEEK_WORD = "(?:(?P<week_word><earlier|later>?<last|this|next><week>))"

# In order of choice: where two fit, the first, which is the more specific.
_PRODUCTIONS = (
    ("iso", "<iso>"),
    (
        "half",
        f"<the|this|owner>?(?:<year=year_number>|{_YEAR_WORD}<possessive>)<which=ordinal><dash>?<kind=half|quarter|period>",
    ),
    ("same_quarter", "<the>?<year=year_number>(?:<quarter|period>)"),
    ("same_quarter", "<the>?<other>?(?P<before><year><dash>?<earlier|ago>)(?:<which=ordinal>?<quarter|period>)?"),
    ("this_quarter", "<the>(?:<latest><quarter|period>|<quarter>)"),
    ("digits", "<digits>"),
    (
        "today_date",
        "(?P<word><today|yesterday|tomorrow|tonight>|<this><daytime>)<comma|open>?<on|in>?"
        f"{_WEEKDAY_BEFORE}(?:<month=any_month><the>?<day=any_day>|<the>?<day=any_day><of>?<month=any_month>){_YEAR}<close>?",
    ),
    (
        "date_range",
        f"<from|between>?{_WEEKDAY_BEFORE}<month=any_month><day=any_day>(?:<comma>?<first_year=year_number>)?{_TO}"
        f"(?:<any_weekday><comma>?)?<last_month=any_month>?<last_day=any_day>(?!<any_month|plural_unit>){_YEAR}",
    ),
    (
        "date_range",
        f"<from|between>?<the>?<day=any_day>(?:<of>?<month=any_month><comma>?<first_year=year_number>?)?{_TO}"
        f"<last_day=any_day><of>?<last_month=any_month>{_YEAR}",
    ),
    ("date", f"{_PART}{_WEEKDAY_BEFORE}<month=any_month><the>?<day=any_day|ordinal>{_YEAR}"),
    (
        "date",
        f"{_PART}{_WEEKDAY_BEFORE}<the>?<day=any_day><dash>?<of>?<month=any_month>(?:<dash><year=year_number>|{_YEAR})",
    ),
    (
        "month_range",
        f"<from|between>?{_PART}<month=full_month>(?:<comma>?<first_year=year_number>)?{_TO}"
        f"(?:<early|late|mid><dash>?)?<last_month=full_month>(?!<any_day>){_YEAR}",
    ),
    (
        "month",
        f"{_PART}<month=any_month><comma>?<of|in>?(?:<year=year_number>|{_YEAR_WORD}|(?P<ago><article><year><ago|earlier>))",
    ),
    (
        "month",
        f"{_PART}(?P<which><last|next|that>|<this>(?:<past|coming>)?|<the><following|previous>)<month=full_month>",
    ),
    (
        "month",
        "<the>?(?P<part><early|earlier|late|later|mid|middle|start|end>)(?:<of|in|dash>)?<month=full_month>(?!<any_day>)",
    ),
    (
        "month",
        "(?<=<in|since|until|by|of|from|to|for|through|during|before|after|between|every>)<month=full_month>(?!<possessive>)",
    ),
    ("month", "<month=month>"),
    # "A May summit", "the March elections".
    ("month_before", "(?<=<the|article|possessive>)<month=maybe_month>(?=<other>)"),
    ("double_year", "<fiscal>?<year>?<double=double>"),
    (
        "year_range",
        f"<from|between>?{_PART}<first_year=year_number>(?:(?:<dash>|<to|through|until>)(?:<at><least>)?<year=year_number>|<dash><short_year=day_number|integer>)",
    ),
    (
        "decade",
        "<the>?(?:(?P<part><early|late|mid|middle>)<dash>?)?<tens=tens>(?:<through|to|dash><until=year_number>)?",
    ),
    ("decade", "(?<=<the>)<tens=spoken_decade>"),
    ("century", "<the>?(?:<early|late|mid><dash>?)?<nth=nth|ordinal><dash>?<century>"),
    (
        "weekday_range",
        f"<from|between>?(?P<which><last|this|next>)?<weekday=weekday>{_AFTER_DAY}{_TO}<next>?<last_weekday=weekday>{_AFTER_DAY}",
    ),
    ("clock_pair", f"(?P<local>{_CLOCK})<open>(?P<zoned>{_CLOCK})<on>?<weekday=weekday><close>"),
    (
        "weekday",
        f"{_AT_CLOCK}?<next>?(?:<in>?<the>?<early><hour><of>)?{_PART}(?:{_WEEK_WORD}<comma>?<on>?)?"
        "(?P<which><last|next>|<this>(?:<past|coming|same>)?|<the>(?:<previous|following|same>))?"
        f"<weekday=weekday>{_AFTER_DAY}(?:<of>?{_WEEK_WORD}|<article><week><ago>)?(?:<comma>?<at>{_CLOCK}{_PAREN_CLOCK}?)?",
    ),
    ("day_word", "<the><day>(?P<word><before><yesterday>|<after><tomorrow>)"),
    (
        "day_word",
        f"{_AT_CLOCK}?<earlier|later|early|late>?(?:<the><end><of>)?(?P<word><today|yesterday|tomorrow|tonight|overnight>|<last><night>|<early>?<this><daytime>)"
        f"{_AFTER_DAY}(?:<open><any_weekday><close>)?",
    ),
    ("day_word", "(?P<word><earlier|later><in><the>(?:<day>|<daytime>))"),
    (
        "ago",
        f"{_ABOUT}(?:(?P<vague><article>?<few>(?:<more>)?)|(?P<count>{_COUNT})(?:<and><article><half>)?)?<dash>?<unit=unit>"
        "(?P<way><ago|earlier|formerly|beforehand|later|afterwards|hence>|<from><presently|today>)",
    ),
    (
        "counted",
        "(?:<over|in|within|during|for|through>)?(?:<the|this|owner>)?(?P<which><last|past|previous|next|coming|following>)"
        f"(?:(?P<vague><article>?<few>)|(?P<count>{_COUNT})(?:<or|to|dash>{_COUNT})?)<dash>?<working>?<fiscal>?<unit=unit>",
    ),
    (
        "weekend",
        "(?:<over|at|on|during>)?(?P<which><last|next>|<this>(?:<past|coming>)?|<the>(?:<past|previous|coming>)?|<that>)<long>?<weekend>",
    ),
    (
        "neighbour",
        "(?P<way><the>?<next>|<the><following|previous>|<later|earlier><that>|<later><the><same>|<on>?<the|that><same>|<on>?<that>)<unit=day|daytime|night>",
    ),
    ("neighbour", "<the><unit=day|night|week|month_unit|year>(?P<way><before|after>)(?=<comma|stop|in|at|that>)"),
    (
        "unit",
        f"{_PART}(?P<which><last|next>|<this>(?:<past|coming>)?"
        "|<the>(?:<past|last|next|coming|previous|following|same|current>|<fiscal|fiscal_full>|<current><fiscal>)|<that>(?:<same|very>)?)<unit=single_unit>",
    ),
    (
        "unit",
        "<over|in|within|during|for>(?P<which><the>(?:<past|last|next|coming>))<unit=single_unit>",
    ),
    (
        "vague_units",
        "(?:<over|in|within|during|for>)?(?:<the|owner>)?(?P<which><recent|past|last|previous|coming|next|future>)<few>?<unit=plural_unit>(?:<and><other>?<plural_unit>)?",
    ),
    (
        "part_of_unit",
        "(?:<the>?(?P<part><start|middle|end|rest>)<of>|(?P<part><earlier|later>)<in>)<the><unit=week|month_unit|year|decade|century>",
    ),
    ("part_of_unit", "(?:<unit=year><possessive>?<dash>?(?P<part><end>)|(?P<part><mid><dash><unit=year>))"),
    (
        "in_units",
        f"(?P<way><within|in>)(?:<the><next>)?{_ABOUT}(?P<count>{_COUNT})<dash>?<unit=day|days|week|weeks|month_unit|months|year|years|decade|decades>(?!<possessive|of|from|after|before|later|that|dash>)",
    ),
    (
        "half",
        f"(?:<the|this|owner>)?<which=ordinal|last|latest|later|current|next>(?:<dash>)?<kind=half|quarter|period>(?:<of><month=full_month>)?(?:<of|in>?(?:<fiscal>?<year=year_number>|{_YEAR_WORD}|<the><year>))?",
    ),
    (
        "first_months",
        "<the><which=ordinal|last|latest><count=numeral|day_number>?<months|month_unit>(?:<of>(?:<year=year_number>|<year_word=the><year>|"
        + _YEAR_WORD
        + "))",
    ),
    (
        "season",
        f"(?:<the>?(?P<part><early|late|mid|start|end|middle>)(?:<dash|of|in>)?)?(?P<which><last|next|that|the|in|since|by|until>|<this>(?:<past|coming>)?)?"
        f"<season=season|ambiguous_fall>(?:<of>?(?:<year=year_number>(?:<dash|slash><short_year=day_number|integer>)?|<pair=double>|{_YEAR_WORD}))?",
    ),
    ("holiday", "(?P<which><last|next|this>)?<holiday=holiday>(?:<comma>?<year=year_number>)?"),
    (
        "year",
        f"(?<!<numbered|dash>){_PART}(?:<the>?<fiscal>?<year>|<the>?<fiscal>)?<year=year_number>(?!<zone>|<dash><year_number|day_number|integer>)(?!<open><year_number><zone>)",
    ),
    ("year", "<mid><dash><year=year_number>"),
    ("year", "(?P<part><end>)<dash>?<year=year_number>(?!<zone>|<dash><year_number|day_number|integer>)"),
    ("clock", f"(?:<about>|<shortly|about>?<before|after>)?{_CLOCK}{_PAREN_CLOCK}?"),
    ("clock", "(?:<in>(?:<the>)|<by>|<early|late|mid>)(?:<early|late>)?<daytime>"),
    ("now", "<right|for|until|up>?<to>?<presently>"),
    ("now", "<at>(?:<the><present>?<moment>|<this><very>?<moment|time>)|<at><present>"),
    ("day_of_month", "(?<=<on>)<the><day=nth>(?=<stop|close>)"),
    ("before", "<in><the><recent|far_off>?<past>|<the><recent><past>|<more>?<formerly>|<earlier>"),
    (
        "soon",
        "<in><the><very>?<far_off>?<future>|<far_off><future>|<in><due><course>|<article><later><date>|<very|not|too>?<soon|shortly>(?!<after|before|as>)",
    ),
)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time: the rule for its value, its place in the text and among the words, its named words."""

    rule: str
    start: int
    end: int
    place: tuple[int, int]
    words: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The words of a name, empty where the expression has none."""
        return self.words.get(name, "")


def expressions(text: str, words: Lexemes) -> Iterator[Expression]:
    """Each expression of time in a text that is cut into words, in order, none overlapping another."""
    return _found(_GRAMMAR, text, words, 0, len(words.kinds))


def parts(text: str, words: Lexemes, joint: Expression) -> Iterator[Expression]:
    """The expressions within one that joins two dates, months or weekdays."""
    return _found(_SINGLE, text, words, *joint.place)


def _found(grammar: re.Pattern[str], text: str, words: Lexemes, low: int, high: int) -> Iterator[Expression]:
    """The expressions among the words from `low` to `high`; what stands around these counts for nothing."""
    starts, ends = words.starts, words.ends
    for match in grammar.finditer("".join(map(_CODES.__getitem__, words.kinds[low:high]))):
        production = match.lastgroup or ""
        named = {}
        for name, group in _NAMED[production]:
            first, last = match.span(group)
            if first >= 0:
                named[name] = text[starts[low + first] : ends[low + last - 1]]
        first, last = low + match.start(), low + match.end()
        yield Expression(_RULES[production], starts[first], ends[last - 1], (first, last), named)


# Productions that join two expressions to one.
RANGES = ("date_range", "month_range", "weekday_range")

_CLASS = re.compile(r"(?<!\?P)<(?:(\w+)=)?([a-z_|]+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>")


def _codes(kinds: str) -> str:
    return "".join([_codes(_CLASSES[kind]) if kind in _CLASSES else _CODES[kind] for kind in kinds.split("|")])


def _compiled() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str], dict[str, list[tuple[str, str]]]]:
    """All productions as one pattern, and all but the joint ones.

    Group names are made unique; with the patterns come the rule of each production's group, and the names and groups
    of its parts.
    """
    rules: dict[str, str] = {}
    named: dict[str, list[tuple[str, str]]] = {}
    parts: list[str] = []
    for number, (rule, production) in enumerate(_PRODUCTIONS):
        group = f"rule__{number}"
        rules[group] = rule
        named[group] = []
        parts.append(f"(?P<{group}>{_pattern(production, group, named[group])})")
    idle = _codes("other|comma|close|stop|slash|dash|blank|possessive")
    telling = _codes(_TELLING)
    begins = f"(?![{idle}])(?=[^{telling}]{{0,{_BEFORE_TELLING}}}[{telling}])"
    single = [part for part, (rule, _) in zip(parts, _PRODUCTIONS, strict=True) if rule not in RANGES]
    whole, alone = (re.compile(f"{begins}(?:{'|'.join(chosen)})") for chosen in (parts, single))
    return whole, alone, rules, named


def _pattern(production: str, group: str, named: list[tuple[str, str]]) -> str:
    """A production in the letters of its kinds; adds the names of its parts, with their groups, to `named`."""

    def unique(name: str) -> str:
        named.append((name, f"{group}__{len(named)}"))
        return named[-1][1]

    def word(match: re.Match[str]) -> str:
        letters = f"[{_codes(match[2])}]"
        return f"(?P<{unique(match[1])}>{letters})" if match[1] else letters

    marked = _GROUP.sub(lambda match: f"(?P<{unique(match[1])}>", production.replace(" ", ""))
    return _CLASS.sub(word, marked)


_GRAMMAR, _SINGLE, _RULES, _NAMED = _compiled()
