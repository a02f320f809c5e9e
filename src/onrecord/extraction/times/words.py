"""The words of time and their kinds: months, weekdays, numbers, units, holidays, and the small words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = _words("january february march april may june july august september october november december")
_WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")

MONTHS = {name: number for number, name in enumerate(_MONTHS, start=1)}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS)}

_ONES = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBERS = {name: number for number, name in enumerate(_ONES, start=1)}
NUMBERS |= {name: 10 * number for number, name in enumerate(_TENS, start=2)}
NUMBERS |= {"a": 1, "an": 1, "hundred": 100, "couple": 2, "dozen": 12}

# A year as it is spoken: "nineteen ninety-six", "twenty fourteen".
SPOKEN_YEAR = (
    rf"(?P<hundreds>eighteen|nineteen|twenty)\s(?P<rest>(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_ONES[:9])}))?|"
    rf"{'|'.join(_ONES[9:])})\b"
)

_ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {name: number for number, name in enumerate(_ORDINALS, start=1)}
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
DECADES |= {"eighties": 80, "nineties": 90}

# The first month of each.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

# Holidays that fall on the same day each year: month and day.
HOLIDAYS = {
    "new year's day": (1, 1),
    "new year day": (1, 1),
    "new year's": (1, 1),
    "orthodox christmas": (1, 7),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "st patrick's day": (3, 17),
    "st. patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "april fool's day": (4, 1),
    "may day": (5, 1),
    "fourth of july": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "world aids day": (12, 1),
    "human rights day": (12, 10),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year eve": (12, 31),
}


def _as_printed(name: str) -> str:
    capital = " ".join(word if word == "of" else word[0].upper() + word[1:] for word in name.split())
    return capital.replace("Aids", "A(?:ids|IDS)").replace(".", r"\.").replace(" ", r"\s").replace("'", "['’]")


HOLIDAY_NAMES = "(?:" + "|".join(_as_printed(name) for name in sorted(HOLIDAYS, key=len, reverse=True)) + ")"

ZONES = {"gmt": 0, "utc": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4}
ZONES |= {"et": -5, "cst": -6, "cdt": -5, "pst": -8, "pdt": -7}

# Kinds of one word, or of a few that do the same work.
_KINDS = {
    "spoken_decade": [*DECADES],
    "season": [name for name in SEASONS if name != "fall"],
    "ambiguous_fall": ["fall"],
    "zone": [*ZONES],
    "article": ["a", "an"],
    "few": ["few", "several", "many"],
    "owner": ["his", "her", "its", "our", "their", "these"],
    "past": ["past", "preceding"],
    "coming": ["coming", "upcoming", "ensuing"],
    "latest": ["latest", "final", "latter"],
    "until": ["until", "till"],
    "through": ["through", "thru"],
    "about": ["about", "around", "almost", "nearly", "roughly", "approximately", "exactly", "only", "just"],
    "start": ["beginning", "start"],
    "end": ["end", "close"],
    "rest": ["rest", "remainder"],
    "moment": ["moment"],
    "hour": ["minute", "minutes", "hour", "hours"],
    "early_hours": ["small", "wee"],
    "fiscal": ["fiscal", "financial", "calendar"],
    "working": ["trading", "working", "business"],
    "far_off": ["near", "foreseeable", "distant"],
    "very": ["very", "quite", "fairly", "pretty"],
    "half": ["half", "part"],
    "period": ["period"],
    "fiscal_full": ["full"],
    "place_time": _words("local moscow kiev kyiv london paris berlin beijing eastern washington"),
    "presently": ["now", "currently"],
    "formerly": ["recently", "previously", "formerly"],
    "daytime": ["morning", "afternoon", "evening", "lunchtime"],
    "numbered": ["resolution", "resolutions", "number", "directive", "copyright", "room", "flight", "page"],
    "noon": ["noon", "midnight", "midday"],
    "month_unit": ["month"],
}
# Kinds that are called as their only word.
_OWN = _words(
    "the this that last previous next following same current in of on at by since from to for during before "
    "after between over within every each ago earlier later early late mid middle and or as than more less "
    "least then into "
    "some today yesterday tomorrow tonight overnight recent soon shortly present time future right due course not too "
    "night hence once week weeks weekend weekends fortnight quarter quarters months year years decade "
    "decades century centuries day days eve long moments possible date held up so beforehand afterwards"
)
KINDS = dict.fromkeys(NUMBERS, "numeral") | dict.fromkeys(ORDINALS, "ordinal") | {word: word for word in _OWN}
KINDS |= {word: kind for kind, words in _KINDS.items() for word in words}
# Shortened names, capitalised.
SHORT = dict.fromkeys(_words("jan feb mar apr jun jul aug sep sept oct nov dec"), "short_month")
SHORT |= dict.fromkeys(_words("mon tue tues wed weds thu thur thurs fri sat sun"), "short_weekday")


def _all_kinds() -> Iterable[str]:
    yield from ("other", "blank", "iso", "digits", "clock", "digital", "tens", "double", "nth", "holiday", "possessive")
    yield from ("month", "maybe_month", "short_month", "weekday", "short_weekday")
    yield from ("year_number", "day_number", "integer", "comma", "open", "close", "slash", "dash", "stop")
    yield from dict.fromkeys(KINDS.values())


ALL_KINDS = tuple(_all_kinds())


def month_number(text: str) -> int:
    """1 to 12 for a month as written."""
    return next(number for name, number in MONTHS.items() if name.startswith(text.rstrip(".").lower()))


def weekday_number(text: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return next(number for name, number in WEEKDAYS.items() if name.startswith(text.rstrip(".").lower()[:3]))


def spoken_year(text: str) -> int | None:
    """The year of words as spoken, None if they are no year."""
    match = re.fullmatch(SPOKEN_YEAR, text, re.IGNORECASE)
    if match is None:
        return None
    return 100 * NUMBERS[match["hundreds"].lower()] + sum(NUMBERS[w] for w in re.split(r"[-\s]", match["rest"].lower()))


def number(text: str) -> int | None:
    """What a number as written counts: "12", "twelve", "twenty-one", "a couple of"; None if it is no number."""
    words = text.lower().replace("-", " ").replace("–", " ").split()
    found = [int(word) if word.isascii() and word.isdigit() else NUMBERS.get(word) for word in words if word != "of"]
    if not found or None in found:
        return None
    known = [value for value in found if value is not None]
    if len(known) > 1 and known[-1] in (2, 12, 100) and known[0] < known[-1] and words[0] not in _TENS:
        return known[0] * known[-1]
    return sum(known) if len(known) == 1 or words[0] in _TENS else known[-1]
