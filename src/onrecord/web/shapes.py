"""Shapes for kinds of position, and for statuses of meetings: both can be told apart without colour."""

from __future__ import annotations

SHAPES: dict[str, str] = {
    "red_line": "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
    "demand": "M8 1l7 14H1z",
    "commitment": "M2 2h12v12H2z",
    "offer": "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z",
    "refusal": "M3 1l5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5z",
    "threat": "M1 1h14L8 15z",
    "concern": "M1 10a7 7 0 0 1 14 0v2H1z",
    "criticism": "M8 0l8 8-8 8-8-8z",
    "support": "M6 1h4v5h5v4h-5v5H6v-5H1V6h5z",
    "denial": "M1 6h14v4H1z",
    "confirmation": "M1 8l2-2 3 3 7-7 2 2-9 9z",
    "concession": "M9 1v4h6v6H9v4L1 8z",
    "comment": "M8 5a3 3 0 1 1 0 6 3 3 0 1 1 0-6z",
}
"""The outline of each kind as an SVG path in a square of 16."""

STATUSES: dict[str, str] = {
    "held": "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z",
    "under_way": "M3 1l11 7-11 7z",
    "scheduled": "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1zM8 4a4 4 0 1 0 0 8A4 4 0 1 0 8 4z",
    "proposed": "M8 0l8 8-8 8-8-8zM8 4L4 8l4 4 4-4z",
    "postponed": "M1 2h5v12H1zM10 2h5v12h-5z",
    "cancelled": "M3 1l5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5z",
    "unknown": "M2 6h12v4H2z",
}
"""The same for what is known of a meeting; drawn by the even-odd rule."""
