"""What a person may set once instead of typing it: TOML files and the environment, as one frozen object.

The later in this list wins: the defaults; `onrecord/config.toml` in $XDG_CONFIG_HOME (or ~/.config); `onrecord.toml`
in the current folder; the variables ONRECORD_LEDGER, _PUBLISHER, _THREADS, _LIMIT, _KNOWLEDGE, _REVIEWER; the command
line.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from onrecord.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`ledger`: path or URL; `publisher`: of inputs that don't say; `threads`: None for all; `limit`: rows;
    `knowledge`: the folder of one's own tables, or None; `reviewer`: in whose name is decided, None for the login's."""

    ledger: str = "onrecord.db"
    publisher: str | None = None
    threads: int | None = None
    limit: int = 20
    knowledge: str | None = None
    reviewer: str | None = None


_NUMBERS = ("threads", "limit")
_KEYS = tuple(field.name for field in fields(Settings))


def load(*, environ: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
    """The settings in force; a file or a variable that can't be used is a UsageError that names it."""
    values: dict[str, str | int] = {}
    for file in (_home(environ) / "onrecord" / "config.toml", (folder or Path()) / "onrecord.toml"):
        values |= _from_file(file)
    values |= _from_environment(environ)
    return Settings(**values)  # type: ignore[arg-type]


def _home(environ: Mapping[str, str]) -> Path:
    configured = environ.get("XDG_CONFIG_HOME")
    return Path(configured) if configured else Path(environ.get("HOME", "/")) / ".config"


def _from_file(file: Path) -> dict[str, str | int]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: {error}; expected a TOML file with {', '.join(_KEYS)}") from error
    for key in table:
        if key not in _KEYS:
            raise UsageError(f"{file}: unknown key '{key}'; expected {', '.join(_KEYS)}")
    values = {key: _checked(f"{file}: {key}", key, value) for key, value in table.items()}
    if "knowledge" in values:
        # A folder in a file lies beside that file, wherever the command is typed.
        values["knowledge"] = str(file.parent / str(values["knowledge"]))
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for key in _KEYS:
        name = f"ONRECORD_{key.upper()}"
        text = environ.get(name, "")
        if text:
            values[key] = _checked(name, key, int(text) if key in _NUMBERS and _is_count(text) else text)
    return values


def _checked(name: str, key: str, value: object) -> str | int:
    if key in _NUMBERS:
        # bool is an int to Python, not to a person.
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        raise UsageError(f"{name}: {value!r} is no number of {key}; expected a whole number from 1")
    if isinstance(value, str) and value.strip():
        return value
    raise UsageError(f"{name}: {value!r} is no {key}; expected text")


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
