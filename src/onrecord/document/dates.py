"""When a report was published: dates as sources, addresses and datelines give them, never more precise than that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.document.words import words
from onrecord.errors import RecordError
from onrecord.records import Candidate, PartialDate

_MONTH_NAMES = (
    "jan january, feb february, mar march, apr april, may, jun june, jul july, aug august,"
    "sep sept september, oct october, nov november, dec december"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        _MONTH_NAMES.split(","),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,3})?"
_MONTH_FIRST = rf"{_MONTH}\s{{1,3}}{_DAY}(?!\d)(?:\s?,?\s{{1,3}}{_YEAR})?(?!\d)"
_DAY_FIRST = rf"(?<!\d){_DAY}\s{{1,3}}(?:of\s)?{_MONTH}(?:\s?,?\s{{1,3}}{_YEAR})?(?!\w)"
_WORDS = tuple(re.compile(form, re.IGNORECASE) for form in (_MONTH_FIRST, _DAY_FIRST))

_ISO = re.compile(r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?(?![\d-])")
_ISO_YEARLESS = re.compile(r"--(?P<month>\d\d)-(?P<day>\d\d)")

_IN_ADDRESS = (
    re.compile(rf"[/_.-]{_YEAR}[/_-]?(?P<month>0[1-9]|1[0-2])[/_-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"/{_YEAR}[/-](?P<month>[a-z]{{3,9}})[/-](?P<day>[0-3]?\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"/{_YEAR}/(?P<month>[1-9]|0[1-9]|1[0-2])/(?P<day>[1-9]|0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"/{_YEAR}[/-](?P<month>0[1-9]|1[0-2])(?=/)"),
)

_HEAD = 2000  # code points in which a dateline has to stand
_HEAD_LINES = 12
_LINE = 160  # code points of a line looked at
# "KYIV, Jan 10 (Reuters) -", "NEW YORK, 3 March 2015 (IPS) --", "MOSCOW, January 10. /TASS/.": places, the date,
# then an agency or a dash.
_PLACE = r"(?P<place>[^\W\d_][\w.'’\- ]{1,40}(?:[,/]\s{0,2}[^\W\d_][\w.'’\- ]{1,40}){0,3}?)"
_AGENCY = r"(?:\(\s?(?P<agency>[A-Z][\w .&/-]{1,40})\s?\)|/\s?(?P<slashed>[A-Z][\w .&-]{1,40})/)"
_DATELINES = tuple(
    re.compile(rf"{_PLACE},\s{{1,3}}{_WEEKDAY}{form}\.?\s{{0,3}}(?:{_AGENCY}|[-–—:]|$)", re.IGNORECASE)
    for form in (_MONTH_FIRST, _DAY_FIRST)
)
# A line that is a date and nothing else: "Friday, March 6, 2020", "Published: 6 March 2020".
_LABEL = r"(?:(?:published|posted|date|issued|released?)(?:\s(?:on|at))?\s?:?\s{1,3})?"
_ALONE = tuple(re.compile(rf"{_LABEL}{_WEEKDAY}{form}\.?", re.IGNORECASE) for form in (_MONTH_FIRST, _DAY_FIRST))
# The same before a place: "March 6, 2020 - Ottawa, Ontario", "6 March 2020 | Press release".
_AHEAD = tuple(re.compile(rf"{alone.pattern}\s{{1,3}}[-–—|]\s", re.IGNORECASE) for alone in _ALONE)
_PLACE_AGENCY = re.compile(rf"{_PLACE}\s{{1,3}}{_AGENCY}\s{{0,3}}[-–—]")
_WORTH_A_LOOK = re.compile(r"\d|[(/][A-Z]")
_SMALL_WORDS = words("de del la le los el al of on the du and der da do am an upon in")


def parse(text: str) -> PartialDate | None:
    """Return the date in a declared value: ISO 8601 (a time of day is cut off), or a day and a month in words."""
    text = text.strip()
    if "/" in text and len(text) <= 21:
        return _checked(text)
    match = _ISO.match(text) or _ISO_YEARLESS.fullmatch(text)
    if match is not None:
        return _date(match)
    for form in _WORDS:
        if (match := form.search(text[:100])) is not None:
            return _date(match)
    return None


def in_address(url: str) -> PartialDate | None:
    """Return the date in the path of an address, None if there is none."""
    path = url.partition("://")[2].partition("/")
    for form in _IN_ADDRESS:
        if (match := form.search(f"/{path[2]}")) is not None and (found := _date(match)) is not None:
            return found
    return None


def datelines(text: str) -> Iterator[Candidate]:
    """Yield the dates and agencies of the datelines at the head of a stored text."""
    for line in text[:_HEAD].split("\n")[:_HEAD_LINES]:
        line = line.strip()[:_LINE]
        if not _WORTH_A_LOOK.search(line):
            continue
        match = next((m for form in _DATELINES if (m := form.match(line)) and _is_place(m["place"])), None)
        if match is None:
            # A month and a day alone on a line may be a heading: the year makes it a dateline.
            alone = (form.fullmatch(line) for form in _ALONE)
            ahead = (form.match(line) for form in _AHEAD)
            match = next((m for m in (*alone, *ahead) if m and m["year"]), None)
        if match is not None and (found := _date(match)) is not None:
            yield Candidate(field="published", value=str(found), basis="dateline")
        if (agency := _agency(line, match)) is not None:
            yield Candidate(field="publisher", value=agency, basis="dateline")


def _agency(line: str, dateline: re.Match[str] | None) -> str | None:
    match = dateline if dateline is not None else _PLACE_AGENCY.match(line)
    if match is None or "agency" not in match.groupdict() or not _is_place(match["place"]):
        return None
    name = match["agency"] or match["slashed"]
    return name.strip() if name and name[0].isupper() else None


def _is_place(name: str) -> bool:
    return all(word[0].isupper() or word in _SMALL_WORDS for word in re.split(r"[\s,/]+", name) if word)


def complete(best: PartialDate, others: Iterator[PartialDate]) -> PartialDate:
    """Return the first of `others` that says the same as `best` and its year too, else `best`."""
    if best.value.startswith("--"):
        return next((other for other in others if other.value[4:] == best.value[1:]), best)
    return best


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if month is not None and not month.isdigit():
        number = _MONTHS.get(month.lower())
        if number is None:
            return None
        month = str(number)
    value = (year or "-") + "".join(f"-{int(part):02}" for part in (month, day) if part is not None)
    return _checked(value)


def _checked(value: str) -> PartialDate | None:
    try:
        return PartialDate(value)
    except RecordError:
        return None
