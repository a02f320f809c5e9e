"""What axe-core finds wrong with a page for people who don't see it, or don't use a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
_GRAVE = ("serious", "critical")


def grave_faults(page: Any) -> list[str]:
    """The serious and critical faults of a page, a line each."""
    # Evaluated by the driver, outside the page's own rules for scripts.
    page.evaluate(_AXE.read_text(encoding="utf-8") + "\n;null")
    found = page.evaluate("() => axe.run()")
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in _GRAVE
    ]
