"""What only a process of its own can show: signals, closed pipes, full disks, faults, the time to --help."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
REPORT = '"The boats sail tonight" said Lund.\n'

# The program, with a quick reader in the model's place; `slow` waits before each document but the first.
PROGRAM = """
import sys, time
sys.path.insert(0, {tests!r})
from quick_reader import QuickReader
from onrecord import pipeline
from onrecord.__main__ import main

class Slow(QuickReader):
    def read(self, items):
        for number, item in enumerate(items):
            if number and {slow}:
                time.sleep({slow})
            yield from super().read([item])

pipeline.shared_reader = lambda threads=None, knowledge=None: {reader}
sys.exit(main())
"""


def start(
    *words: str, folder: Path, slow: float = 0, reader: str = "Slow()", stdout: int = subprocess.PIPE, **environ: str
) -> subprocess.Popen[str]:
    program = PROGRAM.format(tests=str(TESTS), slow=slow, reader=reader)
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOME": str(folder), **environ},
    )


def items(folder: Path, count: int) -> None:
    lines = [json.dumps({"text": f"Report {number}\n\n{REPORT}"}) for number in range(count)]
    (folder / "items.jsonl").write_text("\n".join(lines))


def test_an_interrupt_ends_with_130_and_keeps_what_was_finished(tmp_path: Path) -> None:
    items(tmp_path, 3)
    adding = start("add", "items.jsonl", "--json", folder=tmp_path, slow=60)
    assert adding.stdout is not None
    assert json.loads(adding.stdout.readline())["status"] == "new"
    adding.send_signal(signal.SIGINT)
    _, err = adding.communicate(timeout=120)
    assert adding.returncode == 130
    assert err == "onrecord: interrupted; what was finished is kept\n"
    again = start("add", "items.jsonl", "--json", folder=tmp_path)
    out, _ = again.communicate(timeout=120)
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["known", "new", "new"]


@pytest.mark.parametrize("command", [["read"], ["read", "--json"]])
def test_a_reader_that_has_enough_is_no_error(tmp_path: Path, command: list[str]) -> None:
    items(tmp_path, 40)
    reading = start(*command, "items.jsonl", folder=tmp_path, slow=0.01)
    assert reading.stdout is not None
    reading.stdout.readline()
    reading.stdout.close()
    assert reading.wait(timeout=120) == 0
    assert reading.stderr is not None
    assert reading.stderr.read() == ""


def test_adding_goes_on_when_nobody_reads_the_list(tmp_path: Path) -> None:
    items(tmp_path, 10)
    adding = start("add", "items.jsonl", "missing.txt", folder=tmp_path, slow=0.01)
    assert adding.stdout is not None
    adding.stdout.readline()
    adding.stdout.close()
    assert adding.stderr is not None
    assert adding.stderr.read().startswith("missing.txt: no such file")
    assert adding.wait(timeout=120) == 1
    listed = start("documents", "--json", folder=tmp_path)
    assert len(listed.communicate(timeout=120)[0].splitlines()) == 10


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    items(tmp_path, 1)
    with Path("/dev/full").open("w") as full:
        reading = start("read", "items.jsonl", folder=tmp_path, stdout=full.fileno())
        _, err = reading.communicate(timeout=120)
    assert reading.returncode == 1
    assert err == "onrecord: [Errno 28] No space left on device\n"


def test_a_fault_of_the_program_is_one_line(tmp_path: Path) -> None:
    items(tmp_path, 1)
    reading = start("read", "items.jsonl", folder=tmp_path, reader="1 / 0")
    _, err = reading.communicate(timeout=120)
    assert reading.returncode == 1
    assert err.startswith("onrecord: a fault of the program: ZeroDivisionError: division by zero; please report it")
    assert len(err.splitlines()) == 1


def test_the_traceback_is_there_for_who_asks(tmp_path: Path) -> None:
    items(tmp_path, 1)
    reading = start("read", "items.jsonl", folder=tmp_path, reader="1 / 0", ONRECORD_DEBUG="1")
    _, err = reading.communicate(timeout=120)
    assert reading.returncode == 1
    assert "Traceback" in err


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_and_version_start_fast(tmp_path: Path, words: list[str]) -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "onrecord", *words], cwd=tmp_path, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # Seconds of the processor, the least of three: other work on the machine counts little.
    assert min(seconds() for _ in range(3)) < 0.25


def test_help_loads_no_command_and_no_rich(tmp_path: Path) -> None:
    program = "import sys; from onrecord.cli.app import run; run(['read', '-h']); print(*sys.modules, file=sys.stderr)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr.split()
    assert "typer" in told
    heavy = ("rich", "numpy", "onnxruntime", "sqlalchemy", "onrecord.pipeline", "onrecord.records")
    assert not [name for name in heavy if name in told]


def test_closed_outputs_are_no_fault(tmp_path: Path) -> None:
    items(tmp_path, 1)
    shell = f"{sys.executable} -m onrecord --version >&- 2>&-"
    assert subprocess.run(["sh", "-c", shell], cwd=tmp_path, check=False).returncode == 0
