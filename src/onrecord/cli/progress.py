"""How far long work is: a line at a terminal's foot that goes when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from onrecord.visible import one_line

Tick: TypeAlias = Callable[[str, bool], None]
"""To be called for each finished input with its name and whether it failed."""


@contextmanager
def progress() -> Iterator[Tick]:
    """Show on standard error how many inputs are done; what is printed meanwhile scrolls above."""
    line = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed} done{task.fields[failed]}", markup=False),
        TimeElapsedColumn(),
        TextColumn(
            "{task.fields[name]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)
        ),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
    )
    failures = 0
    with line:
        task = line.add_task("", total=None, failed="", name="")

        def tick(name: str, failed: bool) -> None:
            nonlocal failures
            failures += failed
            line.update(task, advance=1, name=one_line(name), failed=f", {failures} failed" if failures else "")

        yield tick
