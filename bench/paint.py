"""When a reader sees a page: first contentful paint in chromium, while others read, on one machine with the server.

usage: python -m bench.paint LEDGER [--readers 19] [--each 3] [--pause 2] [--only KIND ...]

One browser goes through the pages of `bench.pages`, each kind so often with another address, while so many readers ask
for pages as there. Told are the milliseconds from the start of the navigation to the first paint with content, as the
browser counts them (Paint Timing). The browser takes a part of the machine too.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.pages import FLOOR_MS, KINDS, PASSWORD, Client, Sample, read, sampled, served

_PAINTED = (
    "() => new Promise(done => new PerformanceObserver(list => {"
    " const found = list.getEntriesByName('first-contentful-paint'); if (found.length) done(found[0].startTime) })"
    ".observe({type: 'paint', buffered: true}))"
)
PAGES = tuple(kind for kind in KINDS if not kind.startswith("api"))


@contextmanager
def readers(port: int, sample: Sample, count: int, pause: float) -> Iterator[None]:
    """So many readers ask for page after page, until the block ends."""
    ended = threading.Event()

    def run(seed: int) -> None:
        client, rng = Client(port), random.Random(seed)
        client.log_in("Ann")
        while not ended.is_set():
            read(client, sample, [rng.choice(PAGES)], 1, pause, rng)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def painted(page: Page, address: str) -> float:
    """Milliseconds to the first paint with content."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        raise SystemExit(f"paint: {address} answered {answer.status if answer else 'nothing'}; expected 200")
    return float(page.evaluate(_PAINTED))


def times(port: int, sample: Sample, kinds: Sequence[str], each: int) -> dict[str, list[tuple[float, str]]]:
    """By kind, how long each of its pages took, with its address."""
    program = os.environ.get("ONRECORD_TEST_BROWSER") or shutil.which("chromium")
    if program is None:
        raise SystemExit("paint: no chromium here; expected one, or its path in ONRECORD_TEST_BROWSER")
    origin, rng = f"http://127.0.0.1:{port}", random.Random(0)
    found: dict[str, list[tuple[float, str]]] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        _log_in(page, origin)
        page.goto(origin)
        asked = [(kind, asking) for kind in kinds for asking in KINDS[kind] for _ in range(each)]
        rng.shuffle(asked)
        for kind, asking in asked:
            address = asking(sample, rng)
            found.setdefault(kind, []).append((painted(page, origin + address), address))
        browser.close()
    return found


def _log_in(page: Any, origin: str) -> None:
    page.goto(f"{origin}/login")
    page.fill("#name", "Ann")
    page.fill("#password", PASSWORD)
    page.click("button.primary")


def main() -> int:
    """Read the command line, measure, print a line a kind; 1 if one is above the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--readers", type=int, default=19, help="beside the browser")
    parser.add_argument("--each", type=int, default=3, help="how often each address of a kind is drawn")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two pages of a reader, in the mean")
    parser.add_argument("--only", nargs="*", default=list(PAGES), choices=PAGES, metavar="KIND")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(str(Path(options.ledger).resolve()), Path(folder), []) as port:
        first = Client(port)
        first.log_in("Ann")
        sample = sampled(first, random.Random(1))
        with readers(port, sample, options.readers, options.pause):
            found = times(port, sample, options.only, options.each)
    late = False
    for kind, own in found.items():
        ordered = sorted(own)
        median, last = ordered[len(ordered) // 2][0], ordered[int(0.95 * (len(ordered) - 1))][0]
        late = late or last > FLOOR_MS
        print(f"{kind}\t{median:.0f}\tms median\t{last:.0f}\tms at the 95th percentile\t{ordered[-1][1]}", flush=True)
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
