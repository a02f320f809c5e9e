"""`onrecord accounts`: who may use the server of `onrecord serve`, and as what."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from onrecord.cli import options
from onrecord.cli.console import tell
from onrecord.errors import UsageError

app = typer.Typer(help="Add, list and remove those who may use `onrecord serve`.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="NAME", help="The name, under which decisions are kept.")]
RoleName = Annotated[
    str,
    typer.Option(
        "--role", metavar="ROLE", help="reader, reviewer, editor or admin: each may what the ones before may."
    ),
]
Withdraw = Annotated[bool, typer.Option("--withdraw", help="Make none: withdraw all that the account has.")]


@app.command()
def add(name: Who, role: RoleName, ledger: options.LedgerPath = None, accounts: options.AccountsPath = None) -> None:
    """Make an account. The password is asked for, or is the first line of the input."""
    opened = _opened(ledger, accounts, create=True)
    opened.add(name, role, _password())
    tell(f"{name}\t{role}")


@app.command(name="list")
def list_(
    ledger: options.LedgerPath = None, accounts: options.AccountsPath = None, as_json: options.Json = False
) -> None:
    """List the accounts: name, role, count of tokens, when made."""
    # 10 ms that --help and --version need not wait for.
    from onrecord import codec  # noqa: PLC0415
    from onrecord.cli import plain  # noqa: PLC0415
    from onrecord.visible import json_line  # noqa: PLC0415

    found = _opened(ledger, accounts).all()
    if not as_json and found:
        tell(plain.tabbed("name", "role", "tokens", "made"))
    for one in found:
        made = datetime.fromtimestamp(one.made, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if as_json:
            tell(json_line(codec.line({"name": one.name, "role": one.role, "tokens": one.tokens, "made": made})))
        else:
            tell(plain.tabbed(one.name, one.role, one.tokens, made))
    if not found:
        tell("onrecord: there are no accounts yet; `onrecord accounts add` makes one", error=True)


@app.command()
def remove(name: Who, ledger: options.LedgerPath = None, accounts: options.AccountsPath = None) -> None:
    """Remove an account. Its sessions and tokens end at once; what it decided stays on record."""
    _opened(ledger, accounts).remove(name)


@app.command()
def token(
    name: Who,
    withdraw: Withdraw = False,
    ledger: options.LedgerPath = None,
    accounts: options.AccountsPath = None,
) -> None:
    """Make a token for programs, and print it: this once."""
    opened = _opened(ledger, accounts)
    if withdraw:
        tell(f"{opened.withdraw_tokens(name)} withdrawn")
    else:
        tell(opened.new_token(name))


def _opened(ledger: str | None, accounts: str | None, *, create: bool = False) -> Any:
    from onrecord.cli import serving  # noqa: PLC0415

    return serving.accounts_at(ledger, accounts, create=create)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass.getpass("password: ")
    if getpass.getpass("again: ") != given:
        raise UsageError("the two passwords differ; expected the same twice")
    return given
