"""Take the pictures in docs/pages.md: every page at 360 and 1,600 px, light and dark, from the reports in examples/.

usage: python docs/screenshots.py [FOLDER]

Needs Playwright and a chromium (its program in ONRECORD_TEST_BROWSER, or on the path). Writes NAME-WIDTH-THEME.png into
docs/screenshots/, or FOLDER: a picture of the first screen, smaller for the wide ones, in as many colours as small
files allow.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright

from onrecord import knowledge, pipeline, views
from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings
from onrecord.web import serving
from onrecord.web.app import create_app

EXAMPLES = Path(__file__).parent.parent / "examples"
TARGET = Path(__file__).with_name("screenshots")
INPUTS = ("herring.txt", "ferry.html", "briefs.jsonl")
# The height of a picture, and how many of its pixels stand for one of the page.
SCREENS = {360: (740, 1.0), 1600: (1000, 0.6)}
THEMES = ("light", "dark")
# Enough for flat areas and the grey edges of letters.
_COLOURS = 128


def paths(ledger: Ledger) -> dict[str, str]:
    """Each page by its picture's name; those of one record show one that has much to show."""
    utterances = sorted(views.find(ledger), key=lambda one: (one.independent, len(one.first.quote)))
    document = max(views.documents(ledger), key=lambda one: one.statements)
    line = max(views.register(ledger), key=lambda one: (len(one.changes), len(one.steps), one.id))
    return {
        "start": "/",
        "ledger": "/ledger",
        "document": f"/documents/{document.id}",
        "utterance": f"/utterances/{utterances[-1].id}",
        "positions": "/positions",
        "line": f"/positions/{line.id}",
        "timeline": "/positions/timeline",
        "toward": "/positions/toward",
        "calendar": "/calendar?month=2025-03",
        "review": "/review",
        "watch": "/watch?kind=demand",
    }


@contextmanager
def served(ledger: Ledger, folder: Path) -> Iterator[str]:
    """The pages over a ledger; the address to come in by."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        gate = serving.OneTimeToken(name="Ann Day", cookie="onrecord")
        watches = serving.Watches(folder / "alerts.db")
        watches.add("Ann Day", "What Iceland says", "for_whom=Iceland", None)
        hooks = serving.Hooks(ledger, watches, known=knowledge.shipped, is_in=gate.knows)
        jobs = serving.Jobs(ledger.writer, pipeline.shared_reader)
        site = serving.Site(
            ledger=ledger, chosen=Settings(), gate=gate, hosts=(host,), jobs=jobs, watches=watches, hooks=hooks
        )
        threading.Thread(target=serving.serve, args=(create_app(site), listening), daemon=True).start()
        yield f"http://{host}/?token={gate.token}"


def fewer_colours(raw: bytes) -> bytes:
    """A PNG of 8-bit RGB or RGBA as one with a palette: its most frequent colours, at most 128, stand for all."""
    pixels = _pixels(raw).astype(np.uint32)
    packed = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    colours, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = np.argsort(-counts)[:_COLOURS]
    parts = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    # What is too rare for the palette becomes the nearest of those in it.
    nearest = np.array([np.abs(parts[kept] - part).sum(axis=1).argmin() for part in parts], dtype=np.uint8)
    height, width = packed.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = nearest[where.reshape(packed.shape)]
    palette = parts[kept].astype(np.uint8).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _pixels(raw: bytes) -> Any:
    """Height by width by 3: a PNG's rows, each undone of its filter."""
    width, height, _, kind = struct.unpack(">IIBB", raw[16:26])
    size = {2: 3, 6: 4}[kind]
    packed, at = b"", 8
    while at < len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        packed += raw[at + 8 : at + 8 + length] if raw[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    data = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(height, width * size + 1)
    before = np.zeros(width * size, dtype=np.int32)
    rows = []
    for row in data:
        before = _unfiltered(int(row[0]), row[1:].astype(np.int32), before, size)
        rows.append(before)
    return np.stack(rows).reshape(height, width, size)[..., :3]


def _unfiltered(kind: int, row: Any, above: Any, size: int) -> Any:
    if kind == 2:
        return (row + above) & 255
    if kind == 1:
        return np.cumsum(row.reshape(-1, size), axis=0).reshape(-1) & 255
    made = row.tolist()
    up = above.tolist()
    for i in range(len(made) if kind else 0):
        left, corner = (made[i - size], up[i - size]) if i >= size else (0, 0)
        if kind == 3:
            made[i] = (made[i] + (left + up[i]) // 2) & 255
            continue
        guess = left + up[i] - corner
        near = min((abs(guess - left), 0, left), (abs(guess - up[i]), 1, up[i]), (abs(guess - corner), 2, corner))
        made[i] = (made[i] + near[2]) & 255
    return np.array(made, dtype=np.int32)


def main(target: Path) -> int:
    program = os.environ.get("ONRECORD_TEST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("no chromium here; expected one on the path, or in ONRECORD_TEST_BROWSER", file=sys.stderr)
        return 1
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch, open_ledger(str(Path(scratch) / "made.db"), create=True) as ledger:
        inputs = [str(EXAMPLES / name) for name in INPUTS]
        for _ in pipeline.add(inputs, pipeline.shared_reader(), ledger.writer, publisher="Harbour Wire"):
            pass
        with served(ledger, Path(scratch)) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
            origin = address.partition("/?")[0]
            context = browser.new_context()
            context.new_page().goto(address)
            session = context.storage_state()
            for width, (height, scale) in SCREENS.items():
                for theme in THEMES:
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        device_scale_factor=scale,
                        color_scheme=theme,
                        storage_state=session,
                    )
                    page = context.new_page()
                    for name, path in paths(ledger).items():
                        answer = page.goto(origin + path)
                        if answer is None or not answer.ok:
                            print(f"{path}: no page; expected one", file=sys.stderr)
                            return 1
                        (target / f"{name}-{width}-{theme}.png").write_bytes(fewer_colours(page.screenshot()))
                    context.close()
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET))
