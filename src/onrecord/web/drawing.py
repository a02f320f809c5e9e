"""Bits of SVG: elements with escaped attributes, and the axis of days. Classes only: the style sheet has the looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240)


def element(name: str, *inside: str, **attributes: object) -> Markup:
    """One element; text inside is escaped unless it is markup. `cls` is the class, `_` in a name a hyphen."""
    given = "".join(
        f' {"class" if key == "cls" else key.replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(escape(one) for one in inside)
    return Markup(f"<{name}{given}>{content}</{name}>" if inside else f"<{name}{given}/>")


def picture(cls: str, width: float, height: float, *, title: str, desc: str, id: str, inside: Iterable[str]) -> Markup:
    """A drawing with its name and what it shows. Its parts are links for a mouse, and one thing to who sees none.

    An `img` may hold no links, so it is a group whose parts are hidden; a table beside it has the same links.
    """
    return element(
        "svg",
        element("title", title, id=f"{id}-title"),
        element("desc", desc, id=f"{id}-desc"),
        element("g", *inside, aria_hidden="true"),
        cls=cls,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        role="group",
        aria_labelledby=f"{id}-title {id}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )


def link(address: str, *inside: str) -> Markup:
    """A part of a picture that leads somewhere, for a mouse."""
    return element("a", *inside, href=address, tabindex=-1)


def _short(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def cut(text: str, letters: int) -> str:
    """The text in so many letters at most, an ellipsis where it was cut."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Days laid on a line from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def place(self, day: date) -> float:
        """Where a day lies; the middle if there is only one."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return self.left + share * (self.right - self.left)

    def ticks(self, most: int = 9) -> Iterator[tuple[float, str]]:
        """Places with what they are called: years, or months where years are few; else the first and the last day."""
        found = list(self._whole(most))
        if len(found) > 1:
            yield from found
            return
        # One place tells no distance.
        for day in dict.fromkeys((self.first, self.last)):
            yield self.place(day), str(day)

    def _whole(self, most: int) -> Iterator[tuple[float, str]]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in _MONTHS if months / step <= most), _MONTHS[-1] * 2)
        at = -(-_month(self.first) // step) * step
        while at <= _month(self.last):
            day = date(at // 12, at % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield self.place(day), str(day.year) if step >= 12 else f"{day:%Y-%m}"
            at += step


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
