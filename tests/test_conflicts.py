"""Planners' rules, held against an enumeration of everything that can happen on a short axis."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import TypeAlias

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import FIRST, axis_dates

from coecal.activities import Activity, Mode, Status
from coecal.conflicts import (
    Conflict,
    Level,
    Rule,
    RuleKind,
    Rules,
    Waiver,
    closed_days,
    default_rules,
    find_conflicts,
    free_windows,
    read_rules,
    settle_first,
)
from coecal.conflicts.common import why
from coecal.conflicts.placements import leaves, starts_or_ends, touches
from coecal.conflicts.settling import is_decided_by, is_settled
from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.errors import InputError, MissingExtraError, RangeError, UnknownNameError
from coecal.overlaps import find_overlaps
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import ONE_DAY, DateRange, Period

unhurried = settings(deadline=None)
SIZE = 8
AXIS = [FIRST + number * ONE_DAY for number in range(SIZE)]
Stretch: TypeAlias = tuple[date, date]
Outcome: TypeAlias = tuple[Stretch, ...]

some_days = st.frozensets(st.sampled_from(AXIS), max_size=SIZE)
dates = axis_dates(size=SIZE)


def placements(part: DateRange) -> list[Stretch]:
    """Return every stretch that the six numbers of a range allow on the axis."""
    es, ls, ee, le = part.earliest_start, part.latest_start, part.earliest_end, part.latest_end
    assert es is not None
    assert ls is not None
    assert ee is not None
    assert le is not None
    longest = part.max_days or SIZE
    return [
        (start, end)
        for start, end in product(AXIS, repeat=2)
        if es <= start <= ls and ee <= end <= le and part.min_days <= (end - start).days + 1 <= longest
    ]


def outcomes(when: FuzzyDate) -> list[Outcome]:
    """Return all that can happen of a date: the stretches of each case."""
    if when.is_choice:
        return [(stretch,) for part in when.ranges for stretch in placements(part)]
    return list(product(*map(placements, when.ranges)))


def verdict(facts: Iterable[bool]) -> Certainty:
    """Return the certainty of what is so in some cases, in all or in none."""
    found = set(facts)
    return Certainty.POSSIBLE if len(found) == 2 else Certainty.CERTAIN if True in found else Certainty.NONE


def meets(one: Outcome, other: Outcome, gap: int = 0) -> bool:
    """Whether two cases share a day or have fewer whole days between them than the gap."""
    wide = gap * ONE_DAY
    return any(a <= d + wide and c <= b + wide for (a, b), (c, d) in product(one, other))


def made(text: str) -> FuzzyDate:
    """Return a date by its EDTF."""
    return FuzzyDate.from_edtf(text)


def activity(uid: str, when: FuzzyDate | str, **fields: object) -> Activity:
    """Return an activity of that date."""
    date_ = made(when) if isinstance(when, str) else when
    base = Activity(uid=uid, title=f"Title of {uid}", when=date_)
    return Activity(**{**{name: getattr(base, name) for name in ("uid", "title", "when")}, **fields})


def programme(*activities: Activity, projects: Sequence[Project] = (), period: Period | None = None) -> Programme:
    """Return a programme of these."""
    return Programme(activities=activities, projects=tuple(projects), period=period)


def rules(*entries: Mapping[str, object], **more: object) -> Rules:
    """Return rules that are all there are, each under its kind."""
    table = {f"{entry['kind']}": {"severity": "warn", "possible": "note", "text": "x", **entry} for entry in entries}
    return read_rules({"only": True, "rules": table, **more})


def pairs(found: Iterable[Conflict]) -> dict[tuple[str, ...], Certainty]:
    """Return how sure each group of activities is in conflict."""
    return {tuple(each.uid for each in conflict.activities): conflict.certainty for conflict in found}


@unhurried
@given(dates, some_days)
def test_what_a_date_does_about_days_agrees_with_enumeration(when: FuzzyDate, days: frozenset[date]) -> None:
    """Touching days and starting or ending on them are exact for every shape."""
    cases = outcomes(when)
    assert touches(when, days) is verdict(any(a <= day <= b for a, b in case for day in days) for case in cases)
    assert starts_or_ends(when, days) is verdict(any(a in days or b in days for a, b in case) for case in cases)


@unhurried
@given(dates, st.sampled_from([None, *AXIS]), st.sampled_from([None, *AXIS]))
def test_leaving_a_lifetime_agrees_with_enumeration(when: FuzzyDate, first: date | None, last: date | None) -> None:
    """A day before the first or after the last is found, and nothing else."""
    expected = verdict(
        any((first is not None and a < first) or (last is not None and last < b) for a, b in case)
        for case in outcomes(when)
    )
    assert leaves(when, first, last) is expected


@unhurried
@given(dates, dates, st.integers(0, 3))
def test_a_gap_agrees_with_enumeration(one: FuzzyDate, other: FuzzyDate, gap: int) -> None:
    """Widening the ends finds exactly the pairs with fewer whole days between them."""
    facts = [meets(a, b, gap) for a, b in product(outcomes(one), outcomes(other))]
    found = list(find_overlaps([(1, one), (2, other)], gap=gap))
    assert (found[0].certainty if found else Certainty.NONE) is verdict(facts)
    if len(one.ranges) == len(other.ranges) == 1 and found:
        assert found[0].likelihood is not None
        assert found[0].likelihood * len(facts) == sum(facts)


def test_a_negative_gap_is_refused() -> None:
    """A gap that would shorten is none."""
    with pytest.raises(RangeError, match="0 or more"):
        find_overlaps([(1, made("2024-01-01"))], gap=-1)


@unhurried
@given(st.lists(dates, min_size=2, max_size=4), st.integers(1, 2), st.sampled_from(["day", "week"]))
def test_crowds_agree_with_enumeration(whens: list[FuzzyDate], most: int, unit: str) -> None:
    """More than so many on one day or in one week: certain, possible or not, for each of them."""
    acts = [activity(str(number), when) for number, when in enumerate(whens)]
    found = find_conflicts(programme(*acts), rules({"kind": "crowd", "by": "all", "unit": unit, "most": most}))
    width = 7 if unit == "week" else 1
    for start in range(FIRST.toordinal(), FIRST.toordinal() + SIZE, width):
        first, last = date.fromordinal(start), date.fromordinal(start + width - 1)
        there = [verdict(any(a <= last and first <= b for a, b in case) for case in outcomes(when)) for when in whens]
        certain = there.count(Certainty.CERTAIN)
        possible = certain + there.count(Certainty.POSSIBLE)
        expected = Certainty.CERTAIN if certain > most else Certainty.POSSIBLE if possible > most else Certainty.NONE
        here = {each.certainty for each in found if each.days and each.days.overlaps(Period(first, last))}
        covering = {
            each.certainty
            for each in found
            if {act.uid for act in each.activities}
            >= {
                str(number)
                for number, sure in enumerate(there)
                if sure is Certainty.CERTAIN or (sure is expected is Certainty.POSSIBLE)
            }
        }
        assert expected is Certainty.NONE or expected in covering
        assert here <= {expected}


def test_a_crowd_is_named_once_at_its_largest() -> None:
    """Days in a row with the same activities are one crowd; a part of a larger one is none of its own."""
    acts = [
        activity("a", "2024-01-08/2024-01-12"),
        activity("b", "2024-01-09/2024-01-10"),
        activity("c", "2024-01-10"),
        activity("d", "2024-01-12"),
    ]
    found = find_conflicts(programme(*acts), rules({"kind": "crowd", "text": "{count} of {most}: {detail}"}))
    assert {(tuple(each.uid for each in item.activities), item.days, item.text) for item in found} == {
        (("a", "b", "c"), Period(date(2024, 1, 10), date(2024, 1, 10)), "3 of 1: 2024-01-10"),
        (("a", "d"), Period(date(2024, 1, 12), date(2024, 1, 12)), "2 of 1: 2024-01-12"),
    }


def test_one_country_in_one_week_is_a_warning_and_two_weeks_are_none() -> None:
    """The rule that ships counts weeks from Monday to Sunday, and says the country by its name."""
    acts = [
        activity("mon", "2024-01-08", countries=("GH",)),
        activity("sun", "2024-01-14", countries=("GH", "KE")),
        activity("next", "2024-01-15", countries=("GH",)),
    ]
    found = [item for item in find_conflicts(programme(*acts)) if item.rule.key == "same-country-week"]
    assert pairs(found) == {("mon", "sun"): Certainty.CERTAIN}
    assert (found[0].severity, found[0].shared) == (Level.WARN, ("GH",))
    assert found[0].text == "2 activities for Ghana in the week of 2024-01-08"


def test_a_country_code_of_ones_own_is_told_as_it_is() -> None:
    """What is no code of ISO 3166-1 has no name, and overlaps and conflicts like any other."""
    plan = programme(*(activity(uid, "2024-01-09", countries=("ZZ",)) for uid in "ab"))
    assert {item.text for item in find_conflicts(plan)} == {"2 activities for ZZ in the week of 2024-01-08"}
    assert [why(found) for found in plan.overlaps()] == ["same country: ZZ"]


def test_persons_and_rooms_come_from_the_planner() -> None:
    """A person needed twice is an error if certain and a warning if only possible; names and UIDs both count."""
    acts = [
        activity("a", "2024-01-08"),
        activity("b", "2024-01-08/2024-01-09"),
        activity("c", "[2024-01-09..2024-01-20]"),
    ]
    mine = read_rules({"people": {"trainer": ["a", "Title of b", "c"]}, "rooms": {"G01": ["b", "c"]}})
    found = list(find_conflicts(programme(*acts), mine))
    told = {(item.rule.key, *(each.uid for each in item.activities)): item.severity for item in found}
    assert told[("same-person", "a", "b")] is Level.ERROR
    assert told[("same-person", "b", "c")] is Level.WARN
    assert told[("same-room", "b", "c")] is Level.WARN
    assert ("same-person", "a", "c") not in told
    assert found[0].text == "trainer is needed in two activities at once"


def test_the_last_week_and_the_longest_stay_of_the_calendar_are_weeks_like_others() -> None:
    """A placeholder such as 9999-12-31 is compared like any day, and takes no longer."""
    acts = [
        activity("last", "9999-12-31", countries=("GH",)),
        activity("long", "2024-01-08/9999-12-31", countries=("GH",)),
        activity("week", "2024-01-10", countries=("GH",)),
    ]
    found = [item for item in find_conflicts(programme(*acts)) if item.rule.key == "same-country-week"]
    assert [(item.days, item.certainty) for item in found] == [
        (Period(date(2024, 1, 8), date(2024, 1, 14)), Certainty.CERTAIN),
        (Period(date(9999, 12, 27), date(9999, 12, 31)), Certainty.CERTAIN),
    ]


def test_the_conflicts_of_one_activity_alone_can_be_asked_for() -> None:
    """They are those of all in which it takes part."""
    acts = [activity(uid, "2024-01-13", countries=("GH",)) for uid in "abc"]
    plan = programme(*acts, activity("far", "2024-01-20", countries=("GH",)))
    alone, every = find_conflicts(plan, about=acts[1]), find_conflicts(plan)
    assert list(alone) == [item for item in every if acts[1] in item.activities]
    assert 0 < len(alone) < len(every)


def test_persons_that_activities_name_are_not_needed_twice() -> None:
    """What an activity says of its persons counts together with the planner's file, and a blank is nobody."""
    acts = [
        attrs.evolve(activity("a", "2024-01-08"), people=("Jane Roe", "")),
        attrs.evolve(activity("b", "2024-01-08"), people=("Jane Roe", "")),
        activity("c", "2024-01-08"),
    ]
    mine = read_rules({"people": {"Jane Roe": ["c"]}})
    found = [item for item in find_conflicts(programme(*acts), mine) if item.rule.key == "same-person"]
    assert pairs(found) == dict.fromkeys([("a", "b"), ("a", "c"), ("b", "c")], Certainty.CERTAIN)
    assert {item.shared for item in found} == {("Jane Roe",)}
    assert [item for item in find_conflicts(programme(*acts)) if item.rule.key == "same-person"] == found[:1]


def test_travel_is_between_countries_on_consecutive_days_and_in_person() -> None:
    """One whole day between is enough; one country, an online meeting and a plain overlap are no travel."""
    acts = [
        activity("ghana", "2024-01-08/2024-01-09", countries=("GH",), projects=("P",)),
        activity("kenya", "2024-01-10", countries=("KE",), projects=("P",)),
        activity("later", "2024-01-11", countries=("PE",), projects=("P",)),
        activity("again", "2024-01-10", countries=("GH",), projects=("P",)),
        activity("online", "2024-01-10", countries=("TO",), projects=("P",), mode=Mode.ONLINE),
        activity("other", "2024-01-10", countries=("FR",), projects=("Q",)),
        activity("during", "2024-01-08", countries=("MA",), projects=("P",)),
    ]
    found = find_conflicts(programme(*acts), rules({"kind": "travel", "by": "project", "text": "{detail}"}))
    assert set(pairs(found)) == {("ghana", "kenya"), ("kenya", "later"), ("later", "again")}
    assert "between Ghana and Kenya" in {item.text for item in found}


@pytest.mark.parametrize(
    ("when", "sure"),
    [
        ("2024-01-05", None),
        ("2023-12-29/2024-01-02", Certainty.CERTAIN),
        ("[2023-12-20..2024-01-10]", Certainty.POSSIBLE),
        ("2025-01", Certainty.CERTAIN),
        ("2024-12-31", None),
    ],
)
def test_a_project_runs_from_the_first_day_to_the_last(when: str, sure: Certainty | None) -> None:
    """A duration said in months has whole months; an activity outside it is an error."""
    life = Project(key="p", name="P", aliases=("Pee",), duration=made("2024-01/2024-12"))
    found = find_conflicts(programme(activity("a", when, projects=("Pee",)), projects=[life]))
    assert [item.certainty for item in found if item.rule.key == "outside-project"] == ([sure] if sure else [])


def test_weekends_are_those_of_the_place() -> None:
    """A Friday is a weekend in Algeria and none in Ghana; a long course that spans one is none either."""
    acts = [
        activity("dz", "2024-01-05", countries=("DZ",)),
        activity("gh", "2024-01-05", countries=("GH",)),
        activity("sunday", "2024-01-07/2024-01-09", countries=("GH",)),
        activity("course", "2024-01-08/2024-01-19", countries=("GH",)),
    ]
    found = find_conflicts(programme(*acts), rules({"kind": "weekend", "text": "{detail}"}))
    assert pairs(found) == {("dz",): Certainty.CERTAIN, ("sunday",): Certainty.CERTAIN}
    assert {item.text for item in found} == {"Friday (2024-01-05)", "Sunday (2024-01-07)"}


def test_weekends_of_centuries_are_told_not_counted() -> None:
    """A date that may be in any of ten thousand years costs no time, and what is not checked is said."""
    found = find_conflicts(programme(activity("ages", "[0001-01-01..9999-12-31]", countries=("GH",))))
    assert [words for words in found.unchecked if "weekends of 'Title of ages'" in words]


def test_public_holidays_are_those_of_the_place() -> None:
    """The day and its name are told; another country works on it."""
    pytest.importorskip("holidays", reason="the extra holidays is not installed")
    acts = [activity("fr", "2024-07-12/2024-07-16", countries=("FR",)), activity("gh", "2024-07-14", countries=("GH",))]
    found = find_conflicts(programme(*acts), rules({"kind": "holiday", "text": "{shared}: {detail}"}))
    assert pairs(found) == {("fr",): Certainty.CERTAIN}
    assert "2024-07-14" in next(iter(found)).text
    assert next(iter(found)).text.startswith("France: ")


def test_a_window_around_a_holiday_is_only_possibly_on_it() -> None:
    """A window that leaves room beside the holiday is a note, or nothing where the rule says so."""
    pytest.importorskip("holidays", reason="the extra holidays is not installed")
    acts = [activity("fr", "[2024-07-12..2024-07-16]", countries=("FR",))]
    assert pairs(find_conflicts(programme(*acts), rules({"kind": "holiday"}))) == {("fr",): Certainty.POSSIBLE}
    assert len(find_conflicts(programme(*acts), rules({"kind": "holiday", "possible": "off"}))) == 0


def test_without_the_extra_holidays_are_said_to_be_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is skipped silently, and the other rules still apply."""

    def absent(*_: object) -> None:
        msg = "install it"
        raise MissingExtraError(msg)

    monkeypatch.setattr(closed_days, "_holidays", absent)
    acts = [activity("a", "2024-01-06", countries=("GH",))]
    found = find_conflicts(programme(*acts))
    assert found.unchecked == ("install it",)
    assert {item.rule.key for item in found} == {"weekend"}


def test_a_country_without_known_holidays_is_said_to_be_unchecked() -> None:
    """No holiday is not the same as no knowledge; nor is a year that the package does not cover."""
    pytest.importorskip("holidays", reason="the extra holidays is not installed")
    found = find_conflicts(programme(activity("a", "0800-01-06", countries=("GH",))), rules({"kind": "holiday"}))
    assert found.unchecked == ("no public holidays are known for Ghana in 800",)


def test_cancelled_activities_are_in_nobodys_way() -> None:
    """What does not take place conflicts with nothing."""
    acts = [
        activity("a", "2024-01-10", countries=("GH",)),
        activity("b", "2024-01-10", countries=("GH",), status=Status.CANCELLED),
    ]
    assert len(find_conflicts(programme(*acts))) == 0


def test_a_waived_conflict_is_kept_with_its_reason_and_listed_last() -> None:
    """A waiver names its rule and its activities by UID or title; another rule is not waived."""
    acts = [activity(uid, "2024-01-08", countries=("GH",), projects=("P",)) for uid in ("a", "b")]
    waiver = {"rule": "crowd", "activities": ["a", "Title of b"], "reason": "one event"}
    both = ({"kind": "crowd", "by": "country"}, {"kind": "overlap", "by": "project"})
    found = find_conflicts(programme(*acts), rules(*both, waivers=[waiver]))
    assert [item.rule.key for item in found] == ["overlap"]
    assert [(item.rule.key, item.waiver and item.waiver.reason) for item in found.waived] == [("crowd", "one event")]
    assert found.all[-1] == found.waived[0]
    assert found.to_json()[-1]["waived"] == "one event"
    assert len(find_conflicts(programme(*acts), rules(*both, waivers=[{**waiver, "activities": ["a"]}]))) == 1


def test_a_waiver_that_waives_nothing_is_told() -> None:
    """What it names is there, but in no conflict; one of a rule that is off, or that is used, is not told."""
    acts = [activity(uid, f"2024-01-{day}", countries=("GH",)) for uid, day in (("a", "08"), ("b", "08"), ("c", "24"))]
    names = (("crowd", ["a", "b"]), ("crowd", ["c"]), (None, ["a", "c"]))
    waivers = [{"activities": held, "reason": "r"} | ({"rule": rule} if rule else {}) for rule, held in names]
    found = find_conflicts(programme(*acts), rules({"kind": "crowd", "by": "country", "unit": "day"}, waivers=waivers))
    assert [each.activities for each in found.unused] == [("c",), ("a", "c")]
    off = read_rules(
        {"rules": {"weekend": "off"}, "waivers": [{"rule": "weekend", "activities": ["a"], "reason": "r"}]}
    )
    assert find_conflicts(programme(*acts), off).unused == ()


def test_names_that_no_activity_has_are_told() -> None:
    """A waiver or a list that names nothing is probably misspelt."""
    mine = read_rules({"people": {"trainer": ["lost"]}, "waivers": [{"activities": ["gone"], "reason": "r"}]})
    found = find_conflicts(programme(activity("a", "2024-01-08")), mine)
    assert [words.split("'")[1] for words in found.unchecked] == ["lost", "gone"]


def test_what_can_be_changed_and_matters_most_stands_first() -> None:
    """The severe before the slight, the certain before the possible, what is over at the end."""
    country = ("GH",)
    acts = [
        activity("old1", "2024-01-08", countries=country, status=Status.HELD),
        activity("old2", "2024-01-08", countries=country, status=Status.HELD),
        activity("may1", "[2024-03-01..2024-03-20]", countries=("KE",)),
        activity("may2", "2024-03-05", countries=("KE",)),
        activity("near1", "2024-02-05", countries=country),
        activity("near2", "2024-02-09", countries=country),
        activity("same1", "2024-02-14", countries=country),
        activity("same2", "2024-02-14", countries=country),
    ]
    mine = read_rules({"rules": {"public-holiday": "off", "weekend": "off"}})
    found = list(find_conflicts(Programme(activities=tuple(acts), as_of=date(2024, 1, 20)), mine))
    firsts = [item.activities[0].uid for item in found]
    assert firsts == ["same1", "near1", "may1", "old1"]


FAULTS: list[tuple[Mapping[str, object], str]] = [
    ({"colour": 1}, ""),
    ({"rules": {"x": {"kind": "overlap"}}}, "rules.x"),
    ({"rules": {"x": {"kind": "clash", "severity": "warn", "text": "t"}}}, "rules.x.kind"),
    ({"rules": {"x": {"kind": "overlap", "severity": "fatal", "text": "t"}}}, "rules.x.severity"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": "{shared.real}"}}}, "rules.x"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": "{shared!r}"}}}, "rules.x"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": "{uid}"}}}, "rules.x"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": "{"}}}, "rules.x"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": ""}}}, "rules.x"),
    ({"rules": {"x": {"kind": "overlap", "severity": "warn", "text": "t", "by": "colour"}}}, "rules.x"),
    ({"rules": {"weekend": {"severity": "off"}}}, "rules.weekend.severity"),
    ({"rules": {"region-at-once": {"most": 0}}}, "rules.region-at-once.most"),
    ({"rules": {"region-at-once": {"most": True}}}, "rules.region-at-once.most"),
    ({"rules": []}, "rules"),
    ({"waivers": [{"activities": ["a"]}]}, "waivers[0]"),
    ({"waivers": [{"activities": [], "reason": "r"}]}, "waivers[0].activities"),
    ({"waivers": [{"activities": ["a"], "reason": " "}]}, "waivers[0].reason"),
    ({"people": {"trainer": "a"}}, "people.trainer"),
    ({"rooms": {"G01": [1]}}, "rooms.G01[0]"),
    ({"rules": {"weekand": "off"}}, "rules.weekand"),
    ({"rules": {"weekend": {"gap": 2}}}, "rules.weekend.gap"),
    ({"rules": {"weekend": {"by": "country"}}}, "rules.weekend.by"),
    ({"rules": {"same-person": {"most": 2}}}, "rules.same-person.most"),
    ({"rules": {"project-travel": {"unit": "day"}}}, "rules.project-travel.unit"),
    ({"waivers": [{"rule": "same-person ", "activities": ["a"], "reason": "r"}]}, "waivers[0].rule"),
]


def test_a_waiver_may_be_about_a_rule_that_is_new_or_switched_off() -> None:
    """The rules that it may name are all that are known, before and after the file."""
    mine = {"town": {"kind": "overlap", "by": "place", "severity": "note", "text": "t"}, "weekend": "off"}
    waivers = [{"rule": rule, "activities": ["a"], "reason": "r"} for rule in ("town", "weekend", "same-room")]
    assert [waiver.rule for waiver in read_rules({"rules": mine, "waivers": waivers}).waivers] == [
        "town",
        "weekend",
        "same-room",
    ]


@pytest.mark.parametrize(("table", "path"), FAULTS)
def test_a_faulty_rule_is_refused_with_the_way_to_it(table: Mapping[str, object], path: str) -> None:
    """A rule that is misspelt never just does not apply."""
    with pytest.raises(InputError) as caught:
        read_rules(table)
    assert (caught.value.path or "").startswith(path)


@pytest.mark.parametrize("data", [b"[rules", b"\xff", None])
def test_a_file_that_is_no_file_of_rules_is_named(tmp_path: Path, data: bytes | None) -> None:
    """The error says which file; a fault inside one does, too."""
    path = tmp_path / "rules.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=r"rules\.toml"):
        read_rules(path)


def test_a_file_changes_single_rules(tmp_path: Path) -> None:
    """A known key changes what it says, "off" drops a rule, a new key adds one."""
    path = tmp_path / "rules.toml"
    path.write_text(
        '[rules]\nweekend = "off"\n[rules.region-at-once]\nmost = 2\nseverity = "warn"\n'
        '[rules.mine]\nkind = "overlap"\nby = "place"\nseverity = "note"\ntext = "both in {shared}"\n',
        "utf-8",
    )
    before, after = ({rule.key: rule for rule in each.rules} for each in (default_rules(), read_rules(path)))
    assert set(after) == set(before) - {"weekend"} | {"mine"}
    assert (after["region-at-once"].most, after["region-at-once"].severity) == (2, Level.WARN)
    assert after["region-at-once"].text == before["region-at-once"].text
    assert after["mine"] == Rule(
        key="mine", kind=RuleKind.OVERLAP, by="place", severity=Level.NOTE, text="both in {shared}"
    )


def test_a_waiver_names_someone() -> None:
    """A waiver of nothing would waive everything."""
    with pytest.raises(ValueError, match="activities"):
        Waiver(activities=(), reason="r")


@unhurried
@given(dates, dates)
def test_a_date_decides_what_it_is_said_to_decide(one: FuzzyDate, other: FuzzyDate) -> None:
    """Settled on any of its days, the overlap is certain or none; for single stretches the converse holds."""
    doubts = [
        case
        for case in outcomes(one)
        if verdict(meets(case, against) for against in outcomes(other)) is Certainty.POSSIBLE
    ]
    if is_decided_by(one, other):
        assert doubts == []
    elif len(other.ranges) == 1 and (one.is_choice or len(one.ranges) == 1):
        assert doubts != []


def test_the_date_that_decides_most_is_to_be_settled_first() -> None:
    """Firm, certain and held ones are no open dates; who decides more stands first."""
    acts = [
        activity("firm1", "2024-01-08"),
        activity("firm2", "2024-01-10"),
        activity("mid", "[2024-01-05..2024-01-09]"),
        activity("wide", "2024-01"),
        activity("held", "2024-01", status=Status.HELD),
    ]
    found = settle_first(programme(*acts).overlaps())
    assert [item.activity.uid for item in found] == ["wide", "mid"]
    assert [each.uid for each in found[0].decides] == ["firm1", "firm2"]
    assert found[1].to_json() == {"activity": "mid", "decides": ["firm1"], "concerns": ["wide", "held"]}
    assert is_settled(acts[0].when)
    assert not is_settled(made("[2024-01-08,2024-01-10]"))


def test_a_free_window_has_the_fewest_conflicts_and_each_start_is_tried() -> None:
    """The week in which the country is busy and the days outside the project come last."""
    life = Project(key="p", name="P", duration=made("2024-01-01/2024-01-19"))
    busy = activity("busy", "2024-01-10", countries=("GH",))
    also = activity("also", "2024-01-16", projects=("P",))
    period = Period(date(2024, 1, 8), date(2024, 1, 26))
    plan = programme(busy, also, projects=[life], period=period)
    found = free_windows(plan, 3, project="p", country="Ghana")
    assert len(found) == period.days - 2
    assert [window.days.first.day for window in found[:3]] == [17, 15, 16]
    assert [len(window.beside) for window in found[:3]] == [0, 1, 1]
    assert found[0].conflicts == ()
    assert {item.rule.key for window in found[-4:] for item in window.conflicts} >= {"outside-project"}
    assert found[-1].to_json()["conflicts"]
    costs = [window.cost for window in found]
    assert costs == sorted(costs)


@unhurried
@given(st.lists(dates, max_size=4), st.integers(1, 3))
def test_a_window_has_the_conflicts_that_its_activity_would_have(whens: list[FuzzyDate], days: int) -> None:
    """Placing the activity there and looking for conflicts anew finds as many."""
    acts = [activity(str(number), when, countries=("GH",)) for number, when in enumerate(whens)]
    plan = programme(*acts, period=Period(AXIS[0], AXIS[-1]))
    mine = rules({"kind": "overlap", "by": "country"}, {"kind": "weekend"})
    for window in free_windows(plan, days, country="GH", rules=mine):
        when = FuzzyDate("", Kind.EXACT, (DateRange.exact(window.days.first, window.days.last),))
        placed = activity("placed", when, countries=("GH",))
        found = find_conflicts(programme(*acts, placed), mine)
        assert len(window.conflicts) == sum(placed in item.activities for item in found)


@pytest.mark.parametrize(
    ("days", "fields", "error"),
    [
        (3, {"country": "Atlantis"}, UnknownNameError),
        (3, {"project": "Q"}, UnknownNameError),
        (32, {}, RangeError),
        (0, {}, RangeError),
    ],
)
def test_a_window_that_cannot_be_looked_for_is_refused(
    days: int, fields: Mapping[str, str], error: type[Exception]
) -> None:
    """Names that are not known and lengths that do not fit are told."""
    plan = programme(period=Period.month(2024, 1))
    with pytest.raises(error):
        free_windows(plan, days, **fields)  # type: ignore[arg-type]
    with pytest.raises(RangeError, match="period"):
        free_windows(programme(), 1)
    with pytest.raises(RangeError, match="3,660 are tried at most"):
        free_windows(plan, 1, period=Period(date(2024, 1, 1), date(2034, 12, 31)))


def test_windows_start_when_the_programme_is_informed() -> None:
    """What is past is no room."""
    plan = Programme(period=Period.month(2024, 1), as_of=date(2024, 1, 20))
    assert min(window.days.first for window in free_windows(plan, 1)) == date(2024, 1, 21)


def test_the_shipped_rules_are_those_of_the_documentation() -> None:
    """Each rule stands in docs/overlaps.md under its key with its severity."""
    text = (Path(__file__).parents[1] / "docs" / "overlaps.md").read_text("utf-8")
    for rule in default_rules().rules:
        assert f"| `{rule.key}` | {rule.kind} | {rule.severity} | {rule.possible or '–'} |" in text


def test_the_planners_file_of_the_page_is_read() -> None:
    """The example of docs/overlaps.md can be used as it stands."""
    text = (Path(__file__).parents[1] / "docs" / "overlaps.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    mine = read_rules(tomllib.loads(example))
    rules = {rule.key: rule for rule in mine.rules}
    assert "weekend" not in rules
    assert (rules["region-at-once"].most, rules["region-at-once"].severity) == (2, Level.WARN)
    assert (rules["same-town"].by, rules["same-town"].possible) == ("place", Level.NOTE)
    assert mine.waivers[0].rule in rules
    assert set(mine.people) | set(mine.rooms) == {"Trainer 1", "Room G01"}
