"""The documentation holds: its commands parse, its links resolve, its examples are right, and nothing is left out."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer

from onrecord import codec
from onrecord.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")])
COMMANDS: Any = typer.main.get_command(app)

FENCE = re.compile(r"^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$", re.M | re.S)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def fences(path: Path, *kinds: str) -> Iterator[str]:
    """The fenced blocks of these kinds."""
    text = path.read_text(encoding="utf-8")
    return (match["body"] for match in FENCE.finditer(text) if match["kind"] in kinds)


def typed(line: str) -> Iterator[list[str]]:
    """The command lines of onrecord within a line of shell, split into words, `onrecord` itself left off."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    part: list[str] = []
    for word in [*lexer, ";"]:
        if set(word) <= set("|&;<>()"):
            while part and re.fullmatch(r"\w+=.*", part[0]):
                del part[0]
            if part and part[0] == "onrecord":
                yield part[1:]
            part = []
        else:
            part.append(word)


def examples(path: Path) -> Iterator[list[str]]:
    """Every onrecord command line in a page's blocks."""
    for block in fences(path, "sh", "console", "bash"):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            if re.match(r"(\$ |\w+=\S+ |onrecord )", line) or "| onrecord " in line:
                yield from typed(line.removeprefix("$ "))


def mentions(path: Path) -> Iterator[list[str]]:
    """Every onrecord command in a page's running text; what it would need beyond that may be left out."""
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    for code in CODE.findall(prose):
        if code.startswith("onrecord "):
            yield from typed(code)


def parse(words: list[str]) -> None:
    """Parse as the program would, running nothing; its own usage error if it would refuse."""
    with suppress(typer.Exit), COMMANDS.make_context("onrecord", list(words)) as context:
        name, command, rest = COMMANDS.resolve_command(context, [*context._protected_args, *context.args])
        command.make_context(name, rest, parent=context).close()


EXAMPLES = [(path, words) for path in PAGES for words in examples(path)]
MENTIONS = [(path, words) for path in PAGES for words in mentions(path)]


def named(lines: list[tuple[Path, list[str]]]) -> list[str]:
    return [f"{name_of(path)}: {shlex.join(words)}" for path, words in lines]


@pytest.mark.parametrize(("path", "words"), EXAMPLES, ids=named(EXAMPLES))
def test_an_example_can_be_typed(path: Path, words: list[str]) -> None:
    parse(words)


@pytest.mark.parametrize(("path", "words"), MENTIONS, ids=named(MENTIONS))
def test_a_command_that_is_mentioned_exists(path: Path, words: list[str]) -> None:
    try:
        parse(words)
    except typer.BadParameter as error:
        assert "Missing" in str(type(error)), error


@pytest.mark.parametrize("words", [["raed", "a.txt"], ["read", "a.txt", "--jason"], ["read", "--json"]], ids=shlex.join)
def test_a_wrong_command_would_be_seen(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"(?i)no such|missing"):
        parse(words)


@pytest.mark.parametrize("name", sorted(COMMANDS.commands))
def test_the_readme_shows_each_command(name: str) -> None:
    assert any(words[0] == name for words in examples(ROOT / "README.md")), f"no example of onrecord {name}"


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings get."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if re.match(r"\w+:", target):
            continue
        file, _, anchor = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        assert page.exists(), f"{name_of(path)} links to {target}, which is not there"
        assert not anchor or anchor in anchors(page), (
            f"{name_of(path)} links to {target}, and no heading is called that"
        )


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_json_examples_are_json(path: Path) -> None:
    for block in fences(path, "json"):
        json.loads(block)
    for block in fences(path, "jsonl"):
        for line in block.splitlines():
            assert isinstance(json.loads(line), dict)


def documented_reading() -> dict[str, Any]:
    """The example in docs/json.md."""
    values = (json.loads(block) for block in fences(ROOT / "docs" / "json.md", "json"))
    return next(value for value in values if "onrecord" in value)


def test_the_documented_reading_is_one() -> None:
    # The codec cuts every quote from the text by its span, and refuses a span that lies outside.
    value = documented_reading()
    assert value["statements"]
    assert codec.reading_to_json(codec.reading_from_json(value)) == value


def test_every_field_of_a_reading_is_documented() -> None:
    prose = FENCE.sub("", (ROOT / "docs" / "json.md").read_text(encoding="utf-8"))
    value = documented_reading()
    statement = value["statements"][0]
    for part in (value, value["document"], statement, statement["speaker"], statement["position"] or {}):
        missing = [name for name in part if f"`{name}`" not in prose]
        assert not missing, f"docs/json.md does not say what {missing} are"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_python_examples_use_what_there_is(path: Path) -> None:
    package = importlib.import_module("onrecord")
    for block in fences(path, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "onrecord":
                assert hasattr(package, node.attr), f"{name_of(path)}: onrecord.{node.attr} is not there"


def test_each_dependency_has_its_reason_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "libraries.md").read_text(encoding="utf-8").lower()
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    extras = [name for name in extras if not name.startswith(f"{project['name']}[")]
    for requirement in [*project["dependencies"], *extras]:
        name = re.match(r"[\w.-]+", requirement)
        assert name and f"| `{name[0].lower()}` |" in page, f"docs/libraries.md says nothing of {requirement}"


def test_each_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in PAGES:
        named = set(re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8")))
        assert named <= targets, f"{name_of(path)} names targets that are not there: {named - targets}"
