"""Columns at a terminal: what is cut, and what never is."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from onrecord.cli.columns import Row, lines

CELLS = st.text(alphabet="ab 渡-é", max_size=60)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.integers(60, 160))
def test_an_id_is_whole_and_every_line_fits(cells: list[tuple[str, str, str]], width: int) -> None:
    rows = [Row(cells=("l-s1335e6c83f26fe3~2", *three), quote=Text("said " * 40)) for three in cells]
    shown = [line.plain for line in lines(("line", "who", "for", "toward"), "quote", rows, width)]
    assert sum("l-s1335e6c83f26fe3~2" in line for line in shown) == len(rows)
    assert all(cell_len(line) <= width for line in shown)


def test_the_widest_columns_give_way_to_the_others() -> None:
    row = Row(
        cells=("14 in 13", "O" * 40, "Y" * 40, "commitment", "Z" * 40, "2022-01-10", "90%", "direct"),
        quote=Text("we go"),
    )
    heading = ("no.", "who", "for", "does", "toward", "said on", "sure", "kind")
    _, fields, _ = (line.plain for line in lines(heading, "quote", [row], 100))
    assert "90%" in fields and fields.endswith("direct")
