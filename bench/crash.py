"""Kill writers at random moments, then count: nothing that was reported done may be missing, nothing may be half there.

usage: python -m bench.crash [--kills 200] [--ledger PATH or URL]

Four processes add made-up documents to one ledger and say so after each; one of them, by lot, is killed with SIGKILL
after a random while, and another takes its place. At the end each document reported done must be on record with all its
statements, every document on record must have its reading, family and utterances, and SQLite must find its file sound.
200 kills take about four minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.ledger import RUN, readings
from onrecord.ledger import Asked, open_ledger

WRITERS = 4
# Seconds until the next kill: from before a writer has loaded to the midst of its adding.
SOONEST, LATEST = 0.2, 6.0
_WORDS = "talks treaty minister island harbour gas border envoy vote court budget fleet summit sanctions grain".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the check counted; `lost` and `torn` are document ids that were reported done and are missing or half."""

    reported: int
    on_record: int
    lost: tuple[str, ...]
    torn: tuple[str, ...]
    sound: bool


def write(where: str, seed: int) -> None:
    """Add documents without end, others for each seed; print the id and the statements of each when it is done."""
    rng = random.Random(seed)
    texts = [". ".join(_sentence(rng) for _ in range(12)) + "." for _ in range(40)]
    with open_ledger(where, create=True) as ledger:
        for made in readings(texts, seed * 10**6):
            ledger.writer.add(made, RUN)
            print(made.document.id, len(made.statements), flush=True)


def _sentence(rng: random.Random) -> str:
    name = f"{rng.choice(('Ana', 'Ugo', 'Eva'))} {rng.choice(('Vidal', 'Boer', 'Sand'))}"
    return f"{name} said the {' and the '.join(rng.sample(_WORDS, 5))} would be settled by {rng.randrange(1, 30)} May"


def kill_and_check(where: str, kills: int) -> Found:
    """Let the writers run until so many were killed, then count."""
    rng = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        seeds = iter(range(1, 10**6))
        running = [started(where, next(seeds), folder) for _ in range(WRITERS)]
        for _ in range(kills):
            time.sleep(rng.uniform(SOONEST, LATEST) / WRITERS)
            at = rng.randrange(WRITERS)
            running[at].kill()
            running[at].wait()
            running[at] = started(where, next(seeds), folder)
        for process in running:
            process.kill()
            process.wait()
        done = reported(Path(folder))
    return check(where, done)


def reported(folder: Path) -> dict[str, int]:
    """The ids that writers reported done, each with its number of statements."""
    found = {}
    for path in folder.iterdir():
        # The last line may be cut: only a whole one says that its document is done.
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                id, count = line.split()
                found[id] = int(count)
    return found


def started(where: str, seed: int, folder: str) -> subprocess.Popen[bytes]:
    """A writer as a process of its own; what it reports goes to a file in the folder, named by its seed."""
    command = [sys.executable, "-m", "bench.crash", "--ledger", where, "--write", str(seed)]
    with Path(folder, str(seed)).open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)


def check(where: str, reported: dict[str, int]) -> Found:
    """Compare what was reported done with what is on record."""
    with open_ledger(where, create=False) as ledger:
        entries = {entry.id: entry for entry in ledger.reader.documents()}
        joined: dict[str, int] = {}
        for group in ledger.reader.utterances(Asked()):
            for entry in group:
                joined[entry.document.id] = joined.get(entry.document.id, 0) + 1
    torn = [id for id, entry in entries.items() if entry.statements != joined.get(id, 0) or entry.family not in entries]
    torn += [id for id, count in reported.items() if id in entries and entries[id].statements != count]
    return Found(
        reported=len(reported),
        on_record=len(entries),
        lost=tuple(sorted(set(reported) - set(entries))),
        torn=tuple(sorted(set(torn))),
        sound=_sound(where),
    )


def _sound(where: str) -> bool:
    if "://" in where:
        return True
    with closing(sqlite3.connect(where)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()


def main() -> int:
    """Read the command line, kill, count, print; 1 if anything is lost or torn, or if nothing was added at all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--ledger")
    parser.add_argument("--write", type=int, metavar="SEED", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.write is not None:
        write(chosen.ledger, chosen.write)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        where = chosen.ledger or str(Path(folder, "crash.db"))
        open_ledger(where, create=True).close()
        found = kill_and_check(where, chosen.kills)
    print(f"{chosen.kills}\tkills of {WRITERS} writers")
    print(f"{found.reported}\tdocuments reported done, {found.on_record} on record")
    print(f"{len(found.lost)}\tlost\n{len(found.torn)}\thalf there\n{'sound' if found.sound else 'DAMAGED'}\tfile")
    return 0 if found.reported and not found.lost and not found.torn and found.sound else 1


if __name__ == "__main__":
    sys.exit(main())
