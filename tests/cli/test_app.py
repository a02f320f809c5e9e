"""How a command line is parsed, and how it ends."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from typed import Typed


@pytest.mark.parametrize("words", [[], ["read"], ["raed", "x"], ["read", "x", "--jsn"], ["find", "x", "--limit", "0"]])
def test_a_wrong_command_line_ends_with_2(typed: Typed, words: list[str]) -> None:
    ended = typed(*words)
    assert ended.status == 2
    assert ended.out == ""
    assert "Usage: onrecord" in ended.err


@pytest.mark.parametrize("command", ["read", "add", "find", "show", "documents"])
def test_each_command_explains_itself(typed: Typed, command: str) -> None:
    ended = typed(command, "--help")
    assert ended.status == 0
    assert f"Usage: onrecord {command}" in ended.out
    assert "--json" in ended.out


def test_the_list_of_commands_breaks_nothing_off(typed: Typed) -> None:
    listed = typed("--help").out.partition("Commands:")[2]
    assert "  lines " in listed and "..." not in listed


def test_version(typed: Typed) -> None:
    assert typed("--version").out == f"onrecord {version('onrecord')}\n"


def test_a_system_that_refuses_is_one_line(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("onrecord.toml").mkdir()
    ended = typed("read", "a.txt")
    assert ended.status == 2
    assert ended.err.startswith("onrecord: onrecord.toml: [Errno 21] Is a directory")
