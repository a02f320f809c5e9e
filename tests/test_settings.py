"""Settings: who wins, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.settings import Settings, load


def test_defaults_without_files_and_variables(tmp_path: Path) -> None:
    assert load(environ={"HOME": str(tmp_path)}, folder=tmp_path) == Settings()


def test_the_nearer_wins(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "desk"
    (home / "onrecord").mkdir(parents=True)
    folder.mkdir()
    (home / "onrecord" / "config.toml").write_text('ledger = "home.db"\npublisher = "Home"\nthreads = 1\nlimit = 5\n')
    (folder / "onrecord.toml").write_text('knowledge = "tables"\nledger = "desk.db"\npublisher = "Desk"\n')
    environ = {"XDG_CONFIG_HOME": str(home), "ONRECORD_LEDGER": "variable.db", "ONRECORD_LIMIT": "7"}
    assert load(environ=environ, folder=folder) == Settings(
        ledger="variable.db", publisher="Desk", threads=1, limit=7, knowledge=str(folder / "tables")
    )


def test_a_folder_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "onrecord").mkdir()
    (tmp_path / "onrecord" / "config.toml").write_text('knowledge = "tables"\n')
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert load(environ=environ, folder=tmp_path).knowledge == str(tmp_path / "onrecord" / "tables")
    environ["ONRECORD_KNOWLEDGE"] = "mine"
    assert load(environ=environ, folder=tmp_path).knowledge == "mine"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('ledgre = "a.db"', "unknown key 'ledgre'; expected ledger, publisher, threads, limit, knowledge"),
        ("threads = 0", "threads: 0 is no number of threads"),
        ("limit = true", "limit: True is no number of limit"),
        ('threads = "two"', "threads: 'two'"),
        ("ledger = 3", "ledger: 3 is no ledger; expected text"),
        ('publisher = " "', "publisher: ' ' is no publisher"),
        ("ledger = ", "expected a TOML file"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "onrecord.toml").write_text(toml)
    with pytest.raises(UsageError) as caught:
        load(environ={"HOME": str(tmp_path)}, folder=tmp_path)
    assert said in str(caught.value)
    assert str(tmp_path / "onrecord.toml") in str(caught.value)


@pytest.mark.parametrize("value", ["many", "-1", "0", "9" * 5000, "²"])
def test_a_variable_that_is_no_number_is_named(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError, match="ONRECORD_THREADS"):
        load(environ={"HOME": str(tmp_path), "ONRECORD_THREADS": value}, folder=tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_bytes(b"ledger = '\xff'")
    with pytest.raises(UsageError, match=r"onrecord\.toml"):
        load(environ={"HOME": str(tmp_path)}, folder=tmp_path)
