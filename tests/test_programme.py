"""Programmes: which activities a filter keeps, and how projects and countries are named."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.conflicts import find_conflicts
from coecal.dates import FuzzyDate, parse_date
from coecal.errors import DateError, InputError, UnknownNameError
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import Period

PLAN = Programme(
    projects=[Project(key="well-plus", name="WELL+", aliases=["Wells for all"]), Project(key="rain", name="Rain")],
    activities=[
        Activity(
            uid="1",
            title="Pumps",
            when=FuzzyDate.from_edtf("2027-10-29/2027-11-02"),
            projects=["WELL+"],
            mode=Mode.IN_PERSON,
            places=["Accra", "Ghana"],
            countries=["GH"],
            regions=["Africa"],
            source=Source(section=Section.COMING_NEXT),
        ),
        Activity(
            uid="2",
            title="Rain",
            when=FuzzyDate.from_edtf("[..2027-11-15]"),
            projects=["Rain", "WELL+"],
            organisers=["Water Desk"],
            mode=Mode.ONLINE,
            status=Status.HELD,
            countries=["XK", "ZZZ"],
            regions=["Lake District"],
            source=Source(section=Section.INVENTORY),
        ),
        Activity(uid="3", title="Nothing", when=FuzzyDate.undated(), organisers=["water desk"], countries=["SS"]),
    ],
)


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        ({}, "123"),
        ({"project": "WELL+"}, "12"),
        ({"project": "wells for all"}, "12"),
        ({"project": "rain"}, "2"),
        ({"organiser": "WATER desk"}, "23"),
        ({"region": "Africa"}, "13"),
        ({"region": "western africa"}, "1"),
        ({"region": "LAKE DISTRICT"}, "2"),
        ({"country": "gh"}, "1"),
        ({"country": " Ghana"}, "1"),
        ({"country": "Kosovo*"}, "2"),
        ({"country": "zzz"}, "2"),
        ({"country": "FR"}, ""),
        ({"place": "accra"}, "1"),
        ({"mode": "Online"}, "2"),
        ({"status": "held"}, "2"),
        ({"section": "coming next"}, "1"),
        ({"during": "2027-11"}, "123"),
        ({"during": "October 2027"}, "123"),
        ({"during": Period.month(2027, 12)}, "3"),
        ({"during": "2027-11-03"}, "23"),
        ({"project": "WELL+", "mode": "online"}, "2"),
        ({"project": "WELL+", "country": "SS"}, ""),
    ],
)
def test_a_filter_keeps_what_fits_all_that_is_given(wanted: dict[str, Any], uids: str) -> None:
    """Names may be written in any way that is known; an open end may lie anywhere beyond."""
    assert "".join(activity.uid for activity in PLAN.filter(**wanted).activities) == uids


@pytest.mark.parametrize(
    ("wanted", "error", "message"),
    [
        ({"project": "Sun"}, UnknownNameError, "no project is called 'Sun': use one of WELL+, Rain"),
        ({"region": "Narnia"}, UnknownNameError, "no region is called 'Narnia': use one of Africa, Lake District"),
        ({"country": "Narnia"}, UnknownNameError, "no country is called 'Narnia'"),
        ({"country": "QQ"}, UnknownNameError, "no country is called 'QQ'"),
        ({"country": "ß"}, UnknownNameError, "no country is called 'ß'"),
        ({"mode": "by mail"}, UnknownNameError, "no mode is called 'by mail': use one of in person, online, hybrid"),
        ({"status": "gone"}, UnknownNameError, "no status is called 'gone'"),
        ({"section": "news"}, UnknownNameError, "no section is called 'news'"),
        ({"during": "soon"}, DateError, "'soon'"),
    ],
)
def test_a_name_that_is_not_known_is_refused(wanted: dict[str, Any], error: type[Exception], message: str) -> None:
    """The error says which names there are, so that nothing is left out by a slip of the pen."""
    with pytest.raises(error) as caught:
        PLAN.filter(**wanted)
    assert message in str(caught.value)


def test_two_activities_cannot_be_one() -> None:
    """A UID is that of one activity."""
    with pytest.raises(InputError, match="the UID '1'"):
        Programme(activities=[PLAN.activities[0], PLAN.activities[0]])


@pytest.mark.parametrize(
    "words", ["30 October 2027 (cancelled)", "30 October 2027, cancelled", "annulé: 30 octobre 2027"]
)
def test_what_its_words_cancel_takes_place_nowhere(words: str) -> None:
    """It overlaps nothing and conflicts with nothing, as feeds show it cancelled."""
    cancelled = Activity(uid="4", title="Off", when=parse_date(words), projects=["WELL+"], countries=["GH"])
    plan = attrs.evolve(PLAN, activities=(*PLAN.activities, cancelled))
    going = attrs.evolve(cancelled, when=parse_date("30 October 2027"))
    assert cancelled.is_cancelled
    assert len(plan.overlaps(by="project")) == len(PLAN.overlaps(by="project"))
    assert len(find_conflicts(plan)) == len(find_conflicts(PLAN))
    assert len(attrs.evolve(PLAN, activities=(*PLAN.activities, going)).overlaps(by="project")) > 1


def test_what_its_words_cancel_is_checked_and_counted_as_cancelled() -> None:
    """Nothing is asked of it, and it is no support that was given."""
    row = Activity(uid="4", title="Off", when=parse_date("30 October 2027"), projects=["Sun"], countries=["GH"])
    off = attrs.evolve(row, when=parse_date("30 October 2027 (cancelled)"))
    going, called_off, cancelled = (
        attrs.evolve(PLAN, activities=[one]) for one in (row, off, attrs.evolve(row, status=Status.CANCELLED))
    )
    assert going.check() != called_off.check() == cancelled.check() == ()
    assert (going.statistics().supported, called_off.statistics().supported) == (("GH",), ())
