"""Groups as actors, and their members on a day."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge
from onrecord.records import PartialDate


@pytest.mark.parametrize(
    ("phrase", "on", "id", "members", "said"),
    [
        ("all NATO allies", "2022-01-10", "org:NATO", 30, None),
        ("All NATO allies", "2024-06-01", "org:NATO", 32, None),
        ("NATO's 30 members", "2022-01-10", "org:NATO", 30, 30),
        ("the EU's 27", "2022-01-10", "org:EU", 27, 27),
        ("all 28 EU states", "2016-06-01", "org:EU", 28, 28),
        ("EU27", "2022-01-10", "org:EU", 27, 27),
        ("EU-28", "2016-06-01", "org:EU", 28, 28),
        ("EU leaders", "2022-01-10", "org:EU", 27, None),
        ("the three Baltic states", "2022-01-10", "org:Baltics", 3, 3),
        ("Baltic leaders", "2022-01-10", "org:Baltics", 3, None),
        ("the permanent five", "2022-01-10", "org:P5", 5, 5),
        ("the five permanent members of the Security Council", "2022-01-10", "org:P5", 5, 5),
        ("G7 leaders", "2022-01-10", "org:G7", 7, None),
        ("G-20 finance ministers", "2013-09-05", "org:G20", 20, None),
        ("Visegrad Four", "2022-01-10", "org:Visegrad", 4, 4),
        ("members of the European Union", "2022-01-10", "org:EU", 27, None),
        ("the 15 members of the UN Security Council", "2022-01-10", "org:UNSC", 15, 15),
        ("P5+1", "2014", "org:P5Plus1", 6, None),
        ("the 57 OSCE participating States", "2022-01-10", "org:OSCE", 57, 57),
        ("Arab League foreign ministers", "2010", "org:LAS", 22, None),
    ],
)
def test_a_phrase_means_a_group_on_a_day(
    knowledge: Knowledge, phrase: str, on: str, id: str, members: int, said: int | None
) -> None:
    found = knowledge.collective(phrase, PartialDate(on))
    assert found is not None
    assert (found.id, len(found.members), found.said, found.sure) == (id, members, said, True)


def test_a_name_of_the_context_gives_a_group_that_is_not_sure(knowledge: Knowledge) -> None:
    found = knowledge.collective("the bloc's 27 members", PartialDate("2022-01-10"))
    assert found is not None
    assert (found.id, found.sure) == ("org:EU", False)


@pytest.mark.parametrize("phrase", ["NATO", "both sides", "all sides", "allies", "the ministers", "", "the 27", "all"])
def test_what_is_no_group_known_is_none(knowledge: Knowledge, phrase: str) -> None:
    assert knowledge.collective(phrase, PartialDate("2022-01-10")) is None
