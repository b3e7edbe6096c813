"""Finding overlaps among many items, held against a comparison of every item with every other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import FIRST, axis_dates, on_axis

from coecal.activities import Activity, Source
from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.errors import RangeError, UnknownNameError
from coecal.overlaps import Overlaps, find_overlaps
from coecal.ranges import ONE_DAY, DateRange, Period

unhurried = settings(deadline=None)
NOVEMBER = Period.month(2024, 11)
HALF_YEAR = Period(date(2024, 7, 1), date(2024, 12, 31))


def exact(first: date, last: date | None = None) -> FuzzyDate:
    """Return a firm date."""
    return FuzzyDate("made", Kind.EXACT, (DateRange.exact(first, last),))


def window(first: date, last: date) -> FuzzyDate:
    """Return a window."""
    return FuzzyDate("made", Kind.WINDOW, (DateRange.window(first, last),))


def deadline(last: date) -> FuzzyDate:
    """Return a date of which only the last possible day is known."""
    return FuzzyDate("made", Kind.DEADLINE, (DateRange(None, None, None, last),))


def activity(
    uid: str,
    when: FuzzyDate,
    *,
    heading: str | None = None,
    projects: Sequence[str] = (),
    organisers: Sequence[str] = (),
    people: Sequence[str] = (),
    countries: Sequence[str] = (),
    places: Sequence[str] = (),
    regions: Sequence[str] = (),
) -> Activity:
    """Return an activity of that date."""
    return Activity(
        uid=uid,
        title=uid,
        when=when,
        projects=tuple(projects),
        organisers=tuple(organisers),
        people=tuple(people),
        countries=tuple(countries),
        places=tuple(places),
        regions=tuple(regions),
        source=Source(heading=heading),
    )


def ids(found: Overlaps[int] | Overlaps[str]) -> list[tuple[object, object]]:
    """Return who overlaps whom."""
    return [(overlap.a, overlap.b) for overlap in found]


def uids(found: Overlaps[Activity]) -> list[tuple[str, str]]:
    """Return the UIDs of who overlaps whom."""
    return [(overlap.a.uid, overlap.b.uid) for overlap in found]


def is_known(when: FuzzyDate) -> bool:
    """Whether any day is known."""
    return any(
        point is not None
        for part in when.ranges
        for point in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end)
    )


def every_pair(dates: Sequence[FuzzyDate], keys: Sequence[Iterable[str]] | None = None) -> list[tuple[int, int]]:
    """Return the pairs that overlap, by comparing each date with each other."""
    return [
        (one, other)
        for one, other in combinations(range(len(dates)), 2)
        if is_known(dates[one])
        and is_known(dates[other])
        and (keys is None or set(keys[one]) & set(keys[other]))
        and dates[one].compare(dates[other]).certainty is not Certainty.NONE
    ]


many_dates = st.lists(axis_dates(size=12, open_ends=True), max_size=12)
many_keys = st.lists(st.lists(st.sampled_from("pqr"), max_size=3), min_size=12, max_size=12)


@unhurried
@given(many_dates)
def test_every_overlapping_pair_is_found_once_and_no_other(dates: list[FuzzyDate]) -> None:
    """The sweep finds what comparing each with each finds, in the order of the items."""
    found = find_overlaps(enumerate(dates))
    expected = every_pair(dates)
    assert ids(found) == expected
    assert len(found) == len(expected)
    assert sorted(found.pairs()) == expected
    assert found.unplaced == tuple(place for place, when in enumerate(dates) if not is_known(when))


@unhurried
@given(many_dates, many_keys)
def test_by_key_every_pair_is_found_once_with_all_that_it_shares(dates: list[FuzzyDate], keys: list[list[str]]) -> None:
    """Items with several keys and several stretches still make each pair once."""
    found = find_overlaps(enumerate(dates), by=lambda place: keys[place])
    assert ids(found) == every_pair(dates, keys)
    assert len(found) == len(list(found))
    for overlap in found:
        assert overlap.shared == tuple(sorted(set(keys[overlap.a]) & set(keys[overlap.b])))


@unhurried
@given(many_dates, many_keys)
def test_what_is_found_agrees_with_the_comparison_of_two(dates: list[FuzzyDate], keys: list[list[str]]) -> None:
    """Certainty and possible days are those of `compare`; so is the likelihood where no end is open."""
    for overlap in find_overlaps(enumerate(dates), by=lambda place: keys[place]):
        result = dates[overlap.a].compare(dates[overlap.b])
        assert (overlap.certainty, overlap.possible_days) == (result.certainty, result.possible_days)
        if not any(part.is_open for place in (overlap.a, overlap.b) for part in dates[place].ranges):
            assert (overlap.likelihood, overlap.bounds) == (result.likelihood, result.bounds)


@unhurried
@given(many_dates, many_keys, st.booleans())
def test_columns_are_the_pairs(dates: list[FuzzyDate], keys: list[list[str]], certain: bool) -> None:  # noqa: FBT001
    """The two columns hold the same pairs in the same order, restricted to certain ones if asked."""
    found = find_overlaps(enumerate(dates), by=lambda place: keys[place])
    expected = found.certain() if certain else found
    ones, others = found.columns(certain=certain)
    assert (ones.typecode, others.typecode) == ("q", "q")
    assert list(zip(ones, others, strict=True)) == list(expected.pairs())
    assert all(one < other for one, other in expected.pairs())


@unhurried
@given(many_dates)
def test_the_certain_ones_are_those_that_compare_as_certain(dates: list[FuzzyDate]) -> None:
    """Restricting to certain overlaps drops the possible ones and keeps all others."""
    found = find_overlaps(enumerate(dates))
    expected = [pair for pair in every_pair(dates) if dates[pair[0]].compare(dates[pair[1]]).certainty == "certain"]
    assert ids(found.certain()) == expected
    assert len(found.certain()) == len(expected)
    assert all(overlap.certainty is Certainty.CERTAIN for overlap in found.certain())


@unhurried
@given(many_dates, st.randoms(use_true_random=False))
def test_the_order_of_the_items_changes_nothing(dates: list[FuzzyDate], random: Random) -> None:
    """The same overlaps come out of the same items in another order."""
    items = list(enumerate(dates))
    shuffled = random.sample(items, len(items))

    def facts(found: Overlaps[int]) -> set[tuple[object, ...]]:
        return {(frozenset((each.a, each.b)), each.certainty, each.likelihood, each.possible_days) for each in found}

    assert facts(find_overlaps(items)) == facts(find_overlaps(shuffled))


@unhurried
@given(many_dates, st.integers(0, 11), st.integers(0, 5))
def test_between_keeps_the_pairs_that_may_share_a_day_of_the_period(
    dates: list[FuzzyDate], start: int, length: int
) -> None:
    """A pair stays if on some day of the period both may be."""
    first, last = FIRST + start * ONE_DAY, FIRST + (start + length) * ONE_DAY

    def may_be(when: FuzzyDate, day: date) -> bool:
        probe = exact(day)
        return when.compare(probe).certainty is not Certainty.NONE

    days = [FIRST + number * ONE_DAY for number in range(start, start + length + 1)]
    expected = [
        (one, other)
        for one, other in every_pair(dates)
        if any(may_be(dates[one], day) and may_be(dates[other], day) for day in days)
    ]
    found = find_overlaps(enumerate(dates)).between(first, last)
    assert ids(found) == expected
    assert len(found) == len(expected)


def test_counting_makes_no_pairs() -> None:
    """Two hundred million pairs on one day are counted, which no list of them could be."""
    found = find_overlaps((number, exact(FIRST)) for number in range(20_000))
    assert len(found) == 20_000 * 19_999 // 2


def test_counting_by_one_key_each_makes_no_pairs() -> None:
    """Nor are pairs made to count them by key."""
    found = find_overlaps(((number, exact(FIRST)) for number in range(20_000)), by=lambda number: str(number % 2))
    assert len(found) == 2 * (10_000 * 9_999 // 2)


def test_the_first_overlaps_of_many_are_at_hand_at_once() -> None:
    """Iterating over items in order of time makes a pair when it is asked for."""
    found = find_overlaps((number, exact(FIRST)) for number in range(20_000))
    first = next(iter(found))
    assert (first.a, first.b, first.certainty) == (0, 1, Certainty.CERTAIN)


def test_restricting_is_repeated_at_will() -> None:
    """Certain ones within a period that also touch another one."""
    dates = [exact(on) for number in (0, 0, 5, 5) if (on := on_axis(number)) is not None]
    found = find_overlaps(enumerate([*dates, window(FIRST, FIRST + 9 * ONE_DAY)]))
    assert len(found) == 6
    assert ids(found.between(FIRST, FIRST)) == [(0, 1), (0, 4), (1, 4)]
    assert ids(found.between(FIRST, FIRST).certain()) == [(0, 1)]
    assert ids(found.certain().between(FIRST, FIRST + 5 * ONE_DAY)) == [(0, 1), (2, 3)]
    assert ids(found.between(FIRST, FIRST).between(FIRST + 5 * ONE_DAY, FIRST + 9 * ONE_DAY)) == []


@pytest.mark.parametrize("days", [(0, 2), (7, 9)])
def test_between_asks_when_both_may_be_whichever_comes_first(days: tuple[int, int]) -> None:
    """What is there all the time does not bring the other one into the period."""
    long, short = exact(FIRST, FIRST + 9 * ONE_DAY), exact(*(FIRST + day * ONE_DAY for day in days))
    for pair in ([("a", long), ("b", short)], [("a", short), ("b", long)]):
        found = find_overlaps(pair)
        assert ids(found) == [("a", "b")]
        assert ids(found.between(FIRST + 5 * ONE_DAY, FIRST + 6 * ONE_DAY)) == []


def test_between_refuses_an_end_before_its_start() -> None:
    """A period that ends before it starts is an error, not an empty answer."""
    with pytest.raises(RangeError, match="before it starts"):
        find_overlaps([(1, exact(FIRST))]).between(FIRST, FIRST - ONE_DAY)


@pytest.mark.parametrize(
    ("by", "shared"),
    [
        (None, ()),
        ("all", ()),
        ("project", ("P", "Q")),
        ("organiser", ("Body",)),
        ("partner", ("Body", "P", "Q")),
        ("person", ("Jane Roe",)),
        ("region", ("Africa",)),
        ("country", ("BJ",)),
        ("place", ("Cotonou",)),
        (lambda one: one.title[:3], ("one",)),
        (lambda one: [*one.countries, "", *one.countries], ("BJ",)),
    ],
)
def test_items_are_compared_by_what_they_share(
    by: str | Callable[[Activity], str | Iterable[str]] | None, shared: tuple[str, ...]
) -> None:
    """Every criterion pairs those that have something in common, once, and says what."""
    one = activity(
        "one",
        exact(FIRST),
        projects=["Q", "P"],
        organisers=["Body"],
        people=["Jane Roe", "Kim Poe"],
        countries=["GH", "BJ"],
        places=["Accra", "Cotonou"],
        regions=["Africa"],
    )
    again = activity(
        "one again",
        exact(FIRST),
        projects=["P", "Q", "R"],
        organisers=["Body", "Other"],
        people=["Sam Doe", "Jane Roe"],
        countries=["BJ"],
        places=["Cotonou"],
        regions=["Europe", "Africa"],
    )
    nothing = activity("two", exact(FIRST))
    found = find_overlaps([one, again, nothing], by=by)
    assert next(iter(found)).shared == shared
    assert len(found) == (3 if by in (None, "all") else 1)


@pytest.mark.parametrize("keys", [None, "", (), [""]])
def test_an_item_without_a_key_overlaps_nothing(keys: str | Sequence[str] | None) -> None:
    """No key is no key that two items share."""
    assert ids(find_overlaps([(1, exact(FIRST)), (2, exact(FIRST))], by=lambda _: keys)) == []


@pytest.mark.parametrize("by", ["colour", "Projects", "", ("project", "colour"), (), "room", 3])
def test_an_unknown_criterion_names_the_known_ones(by: object) -> None:
    """What is no criterion is refused, also before there is any item, and the choices are named."""
    with pytest.raises(UnknownNameError, match="all, project, organiser, partner, person, region, country, place"):
        find_overlaps([], by=by)  # type: ignore[call-overload]


def test_ids_have_no_projects() -> None:
    """A criterion by name needs activities."""
    with pytest.raises(UnknownNameError, match="give a function"):
        find_overlaps([(1, exact(FIRST))], by="project")


def test_an_open_end_is_closed_by_the_month_that_it_is_listed_under() -> None:
    """A deadline under November may fall on a day of November, and on none of October."""
    due = activity("due", deadline(date(2024, 11, 15)), heading="November 2024")
    before = activity("before", exact(date(2024, 10, 31)))
    after = activity("after", exact(date(2024, 11, 1)))
    found = find_overlaps([due, before, after])
    assert uids(found) == [("due", "after")]
    assert next(iter(found)).possible_days == Period(date(2024, 11, 1), date(2024, 11, 1))


def test_an_open_end_that_its_month_cannot_close_is_closed_by_the_programme() -> None:
    """A deadline in October, listed under November, reaches back to the start of the programme."""
    due = activity("due", deadline(date(2024, 10, 15)), heading="November 2024")
    early, earlier = activity("early", exact(date(2024, 7, 1))), activity("earlier", exact(date(2024, 6, 30)))
    assert uids(find_overlaps([due, early, earlier], period=HALF_YEAR)) == [("due", "early")]
    assert uids(find_overlaps([due, early, earlier])) == [("due", "early"), ("due", "earlier")]


@pytest.mark.parametrize("heading", [None, "Other events", ""])
def test_a_heading_that_is_no_period_closes_nothing(heading: str | None) -> None:
    """Words that name no period leave the closing to the programme."""
    due = activity("due", deadline(date(2024, 10, 15)), heading=heading)
    early = activity("early", exact(date(2024, 6, 30)))
    assert uids(find_overlaps([due, early])) == [("due", "early")]
    assert uids(find_overlaps([due, early], period=HALF_YEAR)) == []


def test_a_heading_without_a_year_takes_it_from_the_programme() -> None:
    """The heading "November" of a programme of 2024 is November 2024."""
    due = activity("due", deadline(date(2024, 11, 15)), heading="November")
    before = activity("before", exact(date(2024, 10, 31)))
    assert uids(find_overlaps([due, before], period=HALF_YEAR)) == []


def test_the_likelihood_with_an_open_end_stays_unknown_though_it_was_closed() -> None:
    """The period that closes an end is good for possible or none, not for a number; certain remains certain."""
    due = activity("due", deadline(date(2024, 11, 2)), heading="November 2024")
    first, both = (
        activity("first", exact(date(2024, 11, 1))),
        activity("both", exact(date(2024, 11, 1), date(2024, 11, 2))),
    )
    possible, certain = (next(iter(find_overlaps([due, other]))) for other in (first, both))
    assert (possible.certainty, possible.likelihood) == (Certainty.POSSIBLE, None)
    assert certain.certainty is Certainty.CERTAIN
    assert certain.likelihood == 1


def test_pairs_of_id_and_date_are_closed_by_the_period_given() -> None:
    """Dates without an activity have no heading; the period closes them."""
    items = [("due", deadline(date(2024, 11, 15))), ("before", exact(date(2024, 10, 31)))]
    assert ids(find_overlaps(items)) == [("due", "before")]
    assert ids(find_overlaps(items, period=NOVEMBER)) == []


def test_a_date_that_outlasts_the_period_stays_open() -> None:
    """Forty days do not fit into November, so November closes nothing."""
    course = FuzzyDate("made", Kind.OPEN, (DateRange(None, date(2024, 11, 20), None, None, 40),))
    items = [("course", course), ("far", exact(date(2025, 6, 1)))]
    assert ids(find_overlaps(items, period=NOVEMBER)) == [("course", "far")]


def test_undated_without_any_period_is_listed_as_unplaced() -> None:
    """What could be at any time is paired with nothing, and is not forgotten."""
    tbc = activity("tbc", FuzzyDate.undated(text="TBC"))
    found = find_overlaps([tbc, activity("one", exact(FIRST)), activity("two", exact(FIRST))])
    assert uids(found) == [("one", "two")]
    assert list(found.pairs()) == [(1, 2)]
    assert found.unplaced == (tbc,)
    assert found.certain().between(FIRST, FIRST).unplaced == (tbc,)


def test_undated_is_placed_by_its_heading_or_the_programme() -> None:
    """The period that it is listed under is where it may be."""
    tbc = activity("tbc", FuzzyDate.undated(text="TBC"), heading="November 2024")
    loose = activity("loose", FuzzyDate.undated(text="TBC"))
    july, november = activity("july", exact(date(2024, 7, 4))), activity("november", exact(date(2024, 11, 4)))
    found = find_overlaps([tbc, loose, july, november], period=HALF_YEAR)
    assert uids(found) == [("tbc", "loose"), ("tbc", "november"), ("loose", "july"), ("loose", "november")]
    assert found.unplaced == ()
    assert {overlap.likelihood for overlap in found} == {None}


def test_undated_within_a_known_period_has_a_likelihood() -> None:
    """A date that was read with its period is a window like any other."""
    tbc = activity("tbc", FuzzyDate.undated(Period(FIRST, FIRST + 2 * ONE_DAY), text="TBC"))
    overlap = next(iter(find_overlaps([tbc, activity("one", exact(FIRST))])))
    assert overlap.likelihood == Fraction(1, 2)


def test_json_has_uids_and_plain_values() -> None:
    """The JSON form is what the command line prints."""
    tbc = activity("tbc@x", deadline(date(2024, 11, 30)), projects=["P"], heading="November 2024")
    firm = activity("firm@x", exact(date(2024, 11, 4), date(2024, 11, 5)), projects=["P", "Q"])
    mid = activity("mid@x", window(date(2024, 11, 5), date(2024, 11, 6)), projects=["Q"])
    found = find_overlaps([tbc, firm, mid], by="project").to_json()
    assert json.loads(json.dumps(found)) == [
        {
            "a": "tbc@x",
            "b": "firm@x",
            "certainty": "possible",
            "likelihood": None,
            "shared": ["P"],
            "possible_days": ["2024-11-04", "2024-11-05"],
        },
        {
            "a": "firm@x",
            "b": "mid@x",
            "certainty": "possible",
            "likelihood": float(Fraction(2, 3)),
            "shared": ["Q"],
            "possible_days": ["2024-11-05", "2024-11-05"],
        },
    ]


def test_json_of_ids_keeps_them_and_open_days_are_null() -> None:
    """An id stays as it is; possible days without an end are null."""
    found = find_overlaps([(7, deadline(FIRST)), (8, deadline(FIRST))]).to_json()
    assert found == [{"a": 7, "b": 8, "certainty": "possible", "likelihood": None, "shared": [], "possible_days": None}]


def test_no_items_have_no_overlaps() -> None:
    """Nothing in, nothing out."""
    none: list[Activity] = []
    found = find_overlaps(none)
    assert (len(found), list(found), list(found.pairs()), found.to_json()) == (0, [], [], [])
    assert list(map(len, found.certain().columns())) == [0, 0]


def test_what_two_share_under_several_criteria_is_told_in_their_own_words() -> None:
    """A project or a country that both have, each once and in order, without the name of the criterion."""
    day = exact(date(2024, 11, 5))
    one = activity("one", day, projects=("WELL+", "Rain"), countries=("GH", "KE"))
    other = activity("other", day, projects=("Rain", "WELL+"), countries=("KE",))
    (found,) = find_overlaps([one, other], by=["project", "country"])
    assert found.shared == ("KE", "Rain", "WELL+")


@pytest.mark.parametrize(
    ("kind", "days", "certain"),
    [(Kind.EXACT, (1, 5), True), (Kind.EXACT, (1, 6), False), (Kind.ALTERNATIVES, (5, 12), False)],
)
def test_all_stretches_count_whichever_of_the_two_has_several(
    kind: Kind, days: tuple[int, int], *, certain: bool
) -> None:
    """The first stretch alone says nothing: the second one may meet for certain, or be the one that happens."""
    single = exact(date(2024, 11, 5))
    several = FuzzyDate("made", kind, [DateRange.exact(date(2024, 11, day)) for day in days])
    for pair in ([("a", single), ("b", several)], [("a", several), ("b", single)]):
        assert len(find_overlaps(pair).certain()) == certain


def test_bounds_are_told_where_there_is_no_exact_likelihood() -> None:
    """Of two items with several windows each, the bounds are those of their comparison."""
    one, other = (
        FuzzyDate(
            "made", Kind.WINDOW, [DateRange.window(FIRST + day * ONE_DAY, FIRST + (day + 3) * ONE_DAY) for day in days]
        )
        for days in ((0, 10), (2, 12))
    )
    (found,) = find_overlaps([("a", one), ("b", other)])
    assert found.likelihood is None
    assert found.bounds == one.compare(other).bounds
    assert found.bounds is not None
