"""The pictures in the documentation: there for every page, at both widths and in both themes, and light."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.web.pages import PLACES

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES = (DOCS / "pages.md").read_text(encoding="utf-8")
SHOWN = re.findall(r'(?:src|srcset)="(screenshots/([\w-]+)-(360|1600)-(light|dark)\.png)"', PAGES)


@pytest.mark.parametrize("place", [place.label for place in PLACES if place.label != "Documents"])
def test_each_page_has_its_section(place: str) -> None:
    assert re.search(rf"^## {place}$", PAGES, re.M)


def test_each_picture_is_there_at_both_widths_and_in_both_themes() -> None:
    names = {name for _, name, _, _ in SHOWN}
    assert len(names) >= 9 and len(SHOWN) == len(names) * 4
    for file, *_ in SHOWN:
        assert (DOCS / file).read_bytes().startswith(b"\x89PNG")


def test_no_picture_is_left_over_and_none_is_heavy() -> None:
    files = sorted((DOCS / "screenshots").iterdir())
    assert [f"screenshots/{file.name}" for file in files] == sorted(file for file, *_ in SHOWN)
    assert max(file.stat().st_size for file in files) <= 60_000
    assert sum(file.stat().st_size for file in files) <= 2_500_000
