"""UIDs: the same for the same activity, in any process, and each its own."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from coecal.identity import UidMaker


def first(title: str, projects: list[str], countries: list[str]) -> str:
    """Return the UID that an activity gets when it is the first of its kind."""
    return UidMaker().make(title, projects, countries)


def test_spelling_and_order_do_not_count() -> None:
    """Case, accents, punctuation and the order of projects and countries leave the UID as it is."""
    assert first("Réunion: côte à côte", ["B", "A"], ["GH", "BJ"]) == first(
        "REUNION cote a cote", ["a", "b"], ["BJ", "GH"]
    )


def test_title_projects_and_countries_count() -> None:
    """Another title, project or country makes another activity."""
    uids = {
        first("Talks", ["A"], ["GH"]),
        first("Talks 2", ["A"], ["GH"]),
        first("Talks", ["A+"], ["GH"]),
        first("Talks", ["A"], ["BJ"]),
    }
    assert len(uids) == 4


def test_the_same_activity_listed_twice_has_two_uids() -> None:
    """Later ones are counted, and a UID that is in use is passed over."""
    maker = UidMaker()
    one, two = (maker.make("Talks", ["A"], ["GH"]) for _ in range(2))
    assert one == first("Talks", ["A"], ["GH"])
    assert one != two
    assert UidMaker(taken=[one]).make("Talks", ["A"], ["GH"]) == two


@given(st.lists(st.tuples(st.text(max_size=5), st.lists(st.text(max_size=3), max_size=2)), max_size=20))
def test_uids_are_unique_and_plain(activities: list[tuple[str, list[str]]]) -> None:
    """Whatever the words, UIDs are visible ASCII without spaces, and none comes twice."""
    maker = UidMaker()
    uids = [maker.make(title, projects, []) for title, projects in activities]
    assert len(set(uids)) == len(uids)
    assert all(re.fullmatch(r"[0-9a-f]{20}@coecal", uid) for uid in uids)
