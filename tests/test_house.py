"""The rules of the house: small files and functions, imports in sight, no swallowed errors, data that flows one way."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 400
FUNCTION_LINES = 60

# Imports inside functions, module by module: each one saves start-up time, and says what it saves.
START_UP_IMPORTS = {
    "src/onrecord/__main__.py": "an interrupt while the program loads ends like any other",
    "src/onrecord/cli/accounts.py": "--help and --version load no command's work",
    "src/onrecord/cli/actors.py": "Rich loads for a terminal only, 0.1 s",
    "src/onrecord/cli/app.py": "--help and --version load no command's work",
    "src/onrecord/cli/commands.py": "--help and --version load no command's work",
    "src/onrecord/ledger/backlog.py": "asking a ledger loads no vectors of words (0.1 s)",
    "src/onrecord/ledger/line_keys.py": "asking a ledger loads no vectors of words (0.1 s)",
    "src/onrecord/ledger/reviewing.py": "asking a ledger loads no vectors of words (0.1 s)",
    "src/onrecord/ledger/writer.py": "asking a ledger loads no vectors of words (0.1 s)",
    "src/onrecord/cli/register.py": "only a terminal needs rich",
    "src/onrecord/cli/line_commands.py": "--help and --version load no command's work",
    "src/onrecord/cli/lists.py": "Rich loads for a terminal only, 0.1 s",
    "src/onrecord/cli/tables.py": "Rich loads for a terminal only, 0.1 s",
    "src/onrecord/cli/reading.py": "Rich loads for a terminal only, 0.1 s",
    "src/onrecord/cli/serving.py": "the web's packages are an extra, and load for the pages only, 0.5 s",
    "src/onrecord/document/build.py": "trafilatura and lxml load for web pages only, 0.3 s",
    "src/onrecord/document/decode.py": "charset-normalizer loads where an encoding has to be guessed",
    "src/onrecord/document/language.py": "py3langid loads where a text isn't plainly English, 0.7 s",
    "src/onrecord/sources/__init__.py": "what fetches loads for web addresses only, 0.1 s",
    "src/onrecord/views/sheets.py": "XlsxWriter is an extra, and loads for workbooks only",
    "src/onrecord/pipeline.py": "the model's libraries load for a command that reads only, 0.3 s",
}

# The one place where every error may end: a person gets a line, not a traceback.
LAST_RESORT = "src/onrecord/cli/app.py"

# What `import onrecord` must not load: each of these takes longer than `onrecord --help` may.
HEAVY = (
    *("numpy", "onnxruntime", "regex", "sqlalchemy", "trafilatura", "lxml", "typer", "rich", "py3langid"),
    *("fastapi", "uvicorn", "jinja2"),
)

# What only training may use: none of it is in the run-time set.
TRAINING_ONLY = ("torch", "safetensors", "onnx", "tokenizers", "transformers", "training", "bench")

FOLDERS = ("src", "training", "bench", "docs", "tests")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def functions_in(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def hidden_imports_in(tree: ast.AST) -> list[int]:
    """The lines of the imports that stand inside functions."""
    lines = {
        node.lineno
        for function in functions_in(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return sorted(lines)


def imported_by(tree: ast.AST) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """True for `except:`, and for `except Exception:` or `except BaseException:` that doesn't end by raising."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id for kind in caught if isinstance(kind, ast.Name)}
    everything = bool(names & {"Exception", "BaseException"}) and not isinstance(handler.body[-1], ast.Raise)
    return handler.type is None or everything


every_source = pytest.mark.parametrize("path", SOURCES, ids=name_of)


@every_source
def test_a_file_is_one_job(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= FILE_LINES, f"{name_of(path)} has {lines} lines; the house allows {FILE_LINES}"


@every_source
def test_a_function_is_one_job(path: Path) -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name} has {length} lines"
        for function in functions_in(tree_of(path))
        if (length := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert not long, f"the house allows {FUNCTION_LINES} lines a function: {long}"


@every_source
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), f"{name_of(path)} has no opening docstring"


@every_source
def test_an_import_stands_at_the_top(path: Path) -> None:
    hidden = hidden_imports_in(tree_of(path))
    listed = name_of(path) in START_UP_IMPORTS
    assert not hidden or listed, f"{name_of(path)} hides imports in functions, in lines {hidden}"


def test_each_start_up_import_is_still_there_and_has_a_reason() -> None:
    for name, reason in START_UP_IMPORTS.items():
        assert (ROOT / name).is_file(), f"{name} is listed and gone"
        assert hidden_imports_in(tree_of(ROOT / name)), f"{name} is listed and hides no import"
        assert len(reason.split()) >= 3, f"{name} is listed without a reason"


@every_source
def test_no_error_is_swallowed_whole(path: Path) -> None:
    handlers = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler))
    caught = [handler.lineno for handler in handlers if swallows_everything(handler)]
    allowed = 1 if name_of(path) == LAST_RESORT else 0
    assert len(caught) <= allowed, f"{name_of(path)} swallows every error, in lines {caught}"


@pytest.mark.parametrize("path", [path for path in SOURCES if "src" in path.relative_to(ROOT).parts[:1]], ids=name_of)
def test_the_product_needs_nothing_of_training(path: Path) -> None:
    wrong = sorted(set(imported_by(tree_of(path))) & set(TRAINING_ONLY))
    assert not wrong, f"{name_of(path)} imports {wrong}"


def test_data_flows_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_importing_onrecord_is_light() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, onrecord; print(*sorted(sys.modules), sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert "onrecord" in loaded
    assert not set(HEAVY) & set(loaded)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "onrecord.example"])
def test_the_tests_are_offline(host: str) -> None:
    with pytest.raises(BaseException, match="reached for the network"):
        socket.create_connection((host, 80), timeout=1)


def test_the_tests_reach_loopback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        pass


def test_nothing_names_a_place_on_one_machine() -> None:
    place = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users|mnt)/\w")
    suffixes = {".py", ".md", ".toml", ".sh", ""}
    folders = [ROOT / name for name in ("src", "training", "bench", "tests", "docs", "examples", ".ci")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes]
    files += [path for path in ROOT.iterdir() if path.suffix in {".md", ".toml"} or path.name == "Makefile"]
    named = [name_of(path) for path in files if place.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert not named, f"paths of one machine in {named}"
