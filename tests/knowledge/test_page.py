"""The examples on `docs/knowledge.md` give what the page says."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "knowledge.md"


def test_the_examples_give_what_the_page_says() -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    scope: dict[str, Any] = {}
    exec(block, scope)
    checked = 0
    for line in block.splitlines():
        code, mark, said = line.partition("  # ")
        if mark:
            value = eval(code.strip(), scope)
            literal = said.strip().partition(": ")[0] if said.strip().startswith("None") else said.strip()
            assert value == (literal if ":" in literal else ast.literal_eval(literal)), line
            checked += 1
    assert checked == 8
