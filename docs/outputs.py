"""Fill in what the commands in the documentation print.

usage: python docs/outputs.py

In README.md and docs/*.md, each `$ command` in a ```console block is run, in order, on a terminal 100 columns wide, in
a new folder that holds the examples; what it prints takes the place of what stood below it. `console lines=N` keeps
the first N lines. A ```json block after a comment `<!-- prints: command -->` is filled with that command's first line,
laid out to be read. Nothing is written if a command fails.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WIDTH = 100
CONSOLE = re.compile(r"^```console(?: lines=(?P<lines>\d+))?\n(?P<body>.*?)^```$", re.M | re.S)
PRINTED = re.compile(r"^(?P<comment><!-- prints: (?P<command>.+?) -->\n)```json\n.*?^```$", re.M | re.S)
ERASED = re.compile(r"[^\n]*(?:\n[^\n]*\x1b\[1A[^\n]*)?\x1b\[2K")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_terminal(command: str, folder: Path) -> str:
    """What a command prints on a terminal, without colours; a CalledProcessError if it fails."""
    ours, theirs = pty.openpty()
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "COLUMNS": str(WIDTH), "PATH": f"{bin_folder}:{os.environ['PATH']}"}
    process = subprocess.Popen(
        command, shell=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    printed = b""
    while chunk := _read(ours):
        printed += chunk
    os.close(ours)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command, printed)
    # What erasure and a line's last carriage return leave standing: progress is written over.
    lines = ESCAPES.sub("", ERASED.sub("", printed.decode())).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rpartition("\r")[2].rstrip() for line in lines).strip("\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        # Linux's way to say that the other side has closed.
        return b""


def laid_out(value: Any, indent: str = "") -> str:
    """JSON with what fits on a line on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {laid_out(item, inner)}" for key, item in value.items()]
    else:
        items = [laid_out(item, inner) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(inner + item for item in items) + f"\n{indent}{closing}"


def filled(page: str, folder: Path) -> str:
    """A page with the outputs of its commands as they are now."""

    def console(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
        shown = []
        for command in commands:
            lines = on_terminal(command, folder).splitlines()
            kept = lines[: int(match["lines"])] if match["lines"] else lines
            shown += [f"$ {command}", *kept, *(["..."] if len(kept) < len(lines) else [])]
        first_line = match[0].partition("\n")[0]
        return "\n".join([first_line, *shown, "```"])

    def printed(match: re.Match[str]) -> str:
        output = subprocess.run(
            match["command"],
            shell=True,
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        ).stdout
        return f"{match['comment']}```json\n{laid_out(json.loads(output.splitlines()[0]))}\n```"

    return PRINTED.sub(printed, CONSOLE.sub(console, page))


def main() -> int:
    pages = {}
    for path in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copytree(ROOT / "examples", Path(scratch, "examples"))
            pages[path] = filled(path.read_text(encoding="utf-8"), Path(scratch))
    for path, page in pages.items():
        path.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
