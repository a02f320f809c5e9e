"""What reading costs: words a second, start-up, memory and installed size.

usage: python -m bench.speed [--articles N] [--json PATH]

Reads 500 articles by the command that a user runs, then once more inside this program's own process to tell the time in
the model from the rest, and sets the model alone against it, on the same windows. Takes some minutes, most of them for
the installed size. Give it a quiet machine: everything here is wall-clock time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.articles import ROOT, Articles, gather

COMMAND = str(Path(sys.executable).with_name("onrecord"))
BEST_OF = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A command that ran to its end: wall-clock seconds, and the most memory that it held, in MB (10^6 bytes)."""

    seconds: float
    memory_mb: float


def run(command: Sequence[str]) -> Finished:
    """Run a command with its output thrown away; a CalledProcessError if it fails."""
    start = perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    # Linux gives kibibytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Finished(seconds=seconds, memory_mb=usage.ru_maxrss * unit / 1e6)


def best_seconds(command: Sequence[str]) -> float:
    """The shortest of a few runs: what the machine can do when nothing else wants it."""
    return min(run(command).seconds for _ in range(BEST_OF))


def reading(articles: Articles) -> dict[str, float]:
    """Speed and memory of the whole command, and how much of it is the model."""
    whole = run([COMMAND, "read", str(articles.path), "--json"])
    with tempfile.TemporaryDirectory() as scratch:
        result = Path(scratch, "inside.json")
        run([sys.executable, "-m", "bench.inside", str(articles.path), str(result)])
        inside = json.loads(result.read_text(encoding="utf-8"))
    return {
        "words_a_second": articles.words / whole.seconds,
        "memory_mb": whole.memory_mb,
        "share_in_model": inside["in_model"] / inside["whole"],
        "model_alone_words_a_second": articles.words / inside["model_alone"],
        "whole_to_model_alone": inside["whole"] / inside["model_alone"],
    }


def start_up() -> dict[str, float]:
    """Seconds from the command's start to its end: one article read, and the help."""
    return {
        "one_article_seconds": best_seconds([COMMAND, "read", str(ROOT / "examples" / "herring.txt"), "--json"]),
        "help_seconds": best_seconds([COMMAND, "--help"]),
    }


def installed_size() -> dict[str, float]:
    """The room on disk of all that `pip install .` brings, pip and setuptools apart, in MB (10^6 bytes).

    The environment is kept in the temporary folder for the next time, until pyproject.toml changes.
    """
    version = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir(), f"onrecord-installed-{version}")
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(ROOT)], check=True)
    # The packages are kept, the project itself is as it is now.
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    apart = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence")
    parts = [part for part in packages.iterdir() if part.name.partition(".")[0].partition("-")[0] not in apart]
    return {"installed_mb": sum(map(_room, parts)) / 1e6}


def _room(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_blocks * 512 for file in files)


def table(figures: dict[str, float], articles: Articles) -> str:
    """The figures for people."""
    return "\n".join(
        (
            f"{articles.count} articles, {articles.words} words ({articles.origin}), {os.cpu_count()} cores",
            f"  whole command        {figures['words_a_second']:>9.0f} words a second",
            f"  model alone          {figures['model_alone_words_a_second']:>9.0f} words a second, on the same windows",
            f"  time in the model    {figures['share_in_model']:>9.0%} of the whole",
            f"  whole to model alone {figures['whole_to_model_alone']:>9.2f} times as long",
            f"  peak memory          {figures['memory_mb']:>9.0f} MB",
            f"one article            {figures['one_article_seconds']:>9.2f} s, cold start to output, best of {BEST_OF}",
            f"onrecord --help        {figures['help_seconds']:>9.2f} s, best of {BEST_OF}",
            f"installed              {figures['installed_mb']:>9.0f} MB, dependencies included",
        )
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what reading costs.")
    parser.add_argument("--articles", type=int, default=500, metavar="N", help="how many articles; without it 500")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures to this file too")
    options = parser.parse_args()
    shared = Path(os.environ.get("ONRECORD_SHARED") or ROOT.parent / "shared")
    with tempfile.TemporaryDirectory() as scratch:
        articles = gather(Path(scratch, "articles.jsonl"), options.articles, shared)
        figures = {**reading(articles), **start_up(), **installed_size()}
    print(table(figures, articles))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
