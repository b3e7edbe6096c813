"""Merging the next issue: one activity for life, every change named, nothing lost, nothing changed twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from coecal.activities import Activity, Mode, Said, Section, Source, Status
from coecal.answers import Answers
from coecal.changes import ChangeKind
from coecal.check.sources import part_by_source
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.errors import InputError
from coecal.identity import UidMaker
from coecal.matching import Answer, Match
from coecal.programme import Programme
from coecal.projects import Project
from coecal.readers import read
from coecal.readers.answers import read_answers
from coecal.readers.json import read_json
from coecal.reports import Report
from coecal.writers.changes import FORMATS, write_changes
from coecal.writers.ical import to_ical
from coecal.writers.json import to_json

EXAMPLES = Path(__file__).parents[1] / "examples"
Q3, Q4, Q1, Q2 = (EXAMPLES / f"update-{name}.txt" for name in ("2025-q3", "2025-q4", "2026-q1", "2026-q2"))


def programme(*activities: Activity, as_of: date = date(2027, 9, 30)) -> Programme:
    """Return a programme with UIDs as a reader gives them."""
    uids = UidMaker()
    made = [
        attrs.evolve(each, uid=uids.make(each.title, (*each.projects, *each.organisers), each.countries))
        for each in activities
    ]
    return Programme(title="Update", as_of=as_of, activities=made)


def activity(title: str = "Talks on maps", when: str = "12-14 November", **changes: object) -> Activity:
    """Return an activity of a project in Ghana."""
    fields = {"projects": ["WELL+"], "countries": ["GH"], "places": ["Ghana"], "last_modified": date(2027, 9, 30)}
    dated = parse_date(when, within="2027") if when else FuzzyDate.undated()
    return Activity(uid="-", title=title, when=dated, **{**fields, **changes})  # type: ignore[arg-type]


NEWER = date(2027, 12, 31)

CHANGES = [
    (activity(when="mid-November"), activity(when="14-16 November"), {"firmed up"}, 1),
    (activity(when="November TBC"), activity(when="29 November-1 December"), {"firmed up"}, 1),
    (activity(when="12-14 November (TBC)"), activity(), {"firmed up"}, 1),
    (activity(when="12 or 19 November"), activity(when="19 November"), {"firmed up"}, 1),
    (activity(when="by October"), activity(when="30 October"), {"firmed up"}, 1),
    (activity(), activity(when="13-15 November"), {"moved"}, 1),
    (activity(), activity(when="November TBC"), {"less firm"}, 1),
    (activity(when="October - December"), activity(when="by February 2028"), {"moved"}, 1),
    (activity(when="by October"), activity(when="by December"), {"moved"}, 1),
    (activity(), activity(places=["Togo"], countries=["TG"]), {"relocated"}, 1),
    (activity(), activity(places=["Accra", "Ghana"]), {"relocated"}, 1),
    (activity(), activity(title="Talks on maps and charts"), {"reworded"}, 0),
    (activity(), activity(status=Status.HELD), {"held"}, 0),
    (activity(when="mid-November"), activity(when="15 November", status=Status.HELD), {"firmed up", "held"}, 1),
    (activity(), activity(status=Status.CANCELLED), {"cancelled"}, 1),
    (activity(), activity(when="", status=Status.CANCELLED), {"cancelled"}, 1),
    (activity(), activity(when="", status=Status.POSTPONED), {"postponed"}, 1),
    (activity(), activity(when="2 December", status=Status.POSTPONED), {"postponed", "moved"}, 1),
    (activity(status=Status.CANCELLED), activity(), {"planned again"}, 1),
    (activity(mode="online"), activity(mode="hybrid"), {"mode changed"}, 0),
    (activity(), activity(projects=["WELL+", "RAIN"]), {"organisers changed"}, 0),
    (activity(), activity(when="12 - 14 November 2027"), set(), 0),
    (activity(places=["Accra", "Ghana"]), activity(), set(), 0),
    (activity(mode="online"), activity(), set(), 0),
    (activity(places=["Türkiye"], countries=["TR"]), activity(places=["Turkiye"], countries=["TR"]), set(), 0),
]


@pytest.mark.parametrize(("old", "new", "kinds", "sequence"), CHANGES)
def test_a_change_is_named_and_counted(old: Activity, new: Activity, kinds: set[str], sequence: int) -> None:
    """The UID stays; SEQUENCE rises with the date, the place, or whether it takes place; the issue dates the change."""
    before = programme(old)
    merged = before.merge(programme(new, as_of=NEWER))
    (now,) = merged.activities
    assert now.uid == before.activities[0].uid
    assert {change.kind.value for change in merged.changes.items} == kinds
    assert now.sequence == sequence
    assert now.last_modified == (NEWER if kinds else date(2027, 9, 30))
    assert merged.as_of == NEWER


def test_what_was_cancelled_without_a_date_keeps_its_days() -> None:
    """A calendar can only strike out an event on the day on which it shows it."""
    before = programme(activity())
    merged = before.merge(programme(activity(when="", status=Status.CANCELLED), as_of=NEWER))
    assert merged.activities[0].when == before.activities[0].when


def test_a_cancelled_activity_is_not_firmer_for_the_tbc_that_it_lost() -> None:
    """That the days were to be confirmed says nothing any more; other days are a change as ever."""
    before = programme(activity(when="November TBC"))
    for when, kinds in (("November", ["cancelled"]), ("3-5 November", ["cancelled", "firmed up"])):
        merged = before.merge(programme(activity(when=when, status=Status.CANCELLED), as_of=NEWER))
        assert [change.kind.value for change in merged.changes.items] == kinds


@pytest.mark.parametrize(("named", "kept"), [((), ("Jane Roe",)), (("Kim Poe",), ("Kim Poe",))])
def test_the_persons_are_those_that_were_named_last(named: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """An issue that names nobody, as newsletters do, forgets nobody; others who are needed raise no sequence."""
    old = programme(activity(people=("Jane Roe",)))
    (merged,) = old.merge(programme(activity(people=named), as_of=NEWER)).activities
    assert (merged.people, merged.sequence) == (kept, 0)


def test_what_is_absent_is_unseen_and_the_past_stays() -> None:
    """A planned activity without a row is reported once and kept; a held one is not expected again."""
    before = programme(activity(), activity("Course on wells", when="3 May", status=Status.HELD))
    newer = programme(activity("Supper", when="1 December"), as_of=NEWER)
    merged = before.merge(newer)
    assert [change.kind for change in merged.changes.items] == [ChangeKind.UNSEEN, ChangeKind.NEW]
    assert [attrs.evolve(each, history=()) for each in merged.activities[:2]] == list(before.activities)
    assert merged.activities[0].history[-1].said is None
    assert merged.merge(newer).changes.items == ()


def test_the_history_keeps_what_was_said_when() -> None:
    """Each issue stands in the history with its day and its words."""
    merged = programme(activity(when="November TBC")).merge(programme(activity(), as_of=NEWER))
    said = [(each.as_of, each.said and each.said.when.text) for each in merged.activities[0].history]
    assert said == [(date(2027, 9, 30), "November TBC"), (NEWER, "12-14 November")]
    assert read_json(to_json(merged)) == merged


def test_an_older_issue_is_refused() -> None:
    """Merging in the wrong order is noticed; forced, it adds to the history and changes nothing that holds."""
    newest, older = programme(activity(), as_of=NEWER), programme(activity(when="November TBC"))
    with pytest.raises(InputError, match="2027-09-30, the programme up to 2027-12-31"):
        newest.merge(older)
    forced = newest.merge(older, force=True)
    assert attrs.evolve(forced.activities[0], history=()) == newest.activities[0]
    assert [each.as_of for each in forced.activities[0].history] == [date(2027, 9, 30), NEWER]


UNSURE_OLD = activity(when="12-14 November")
UNSURE_NEW = activity(when="3-5 December", places=["Togo"], countries=["TG"])


def test_an_unsure_match_is_listed_and_answers_decide() -> None:
    """Until somebody answers, both stay; the answer joins them or keeps them apart, also after the merge."""
    before, newer = programme(UNSURE_OLD), programme(UNSURE_NEW, as_of=NEWER)
    uid, row = before.activities[0].uid, newer.activities[0].uid
    listed = before.merge(newer)
    assert len(listed.activities) == 2
    assert [(each.old.uid, each.new.uid) for each in listed.changes.unsure] == [(uid, row)]
    assert listed.merge(newer) == listed
    assert read_json(to_json(listed)) == listed
    same = Answers(same=frozenset({(uid, row)}))
    joined = before.merge(newer, answers=same)
    assert [each.uid for each in joined.activities] == [uid]
    later = listed.merge(newer, answers=same)
    assert later == joined
    assert [change.kind for change in later.changes.items][-1] == ChangeKind.JOINED
    apart = before.merge(newer, answers=Answers(different=frozenset({(uid, row)})))
    assert (len(apart.activities), apart.changes.unsure) == (2, ())


def test_reports_follow_an_activity_that_an_answer_joins() -> None:
    """A report is linked to the UID that stays, whether the answer came before the merge or after it."""
    before, newer = programme(UNSURE_OLD), programme(UNSURE_NEW, as_of=NEWER)
    uid, row = before.activities[0].uid, newer.activities[0].uid
    told = attrs.evolve(newer, reports=[Report(title="Maps of Togo", when=UNSURE_NEW.when, activities=[row])])
    listed = before.merge(told)
    (added,) = {each.uid for each in listed.activities} - {uid}
    assert [each.activities for each in listed.reports] == [(added,)]
    same = Answers(same=frozenset({(uid, row)}))
    later = listed.merge(told, answers=same)
    assert [each.activities for each in later.reports] == [(uid,)]
    assert later == before.merge(told, answers=same)


def test_a_report_is_linked_to_the_plan_that_has_no_row() -> None:
    """What an issue only reports on is still found, once it is surely the one; another occasion is not."""
    before = programme(activity(), activity("Course on wells", "3 May"))
    words = {"places": ["GHANA"], "countries": ["GH"]}
    reports = [
        Report(title="Talks on maps", when=parse_date(days, within="2027"), **words)  # type: ignore[arg-type]
        for days in ("12-14 November", "3 March")
    ]
    issue = attrs.evolve(programme(activity("Supper", "1 December"), as_of=NEWER), reports=reports)
    merged = before.merge(issue)
    assert [each.activities for each in merged.reports] == [(before.activities[0].uid,), ()]
    assert before.activities[0].uid in {each.uid for each in merged.changes.of("unseen")}
    assert attrs.evolve(merged.merge(issue), changes=merged.changes) == merged


@pytest.mark.parametrize(
    ("answer", "count", "asked"), [(Answer.SAME, 1, 0), (Answer.DIFFERENT, 2, 0), (Answer.ASK, 2, 1)]
)
def test_an_unsure_match_is_asked_once(answer: Answer, count: int, asked: int) -> None:
    """Who asks gets both entries and the reasons."""
    calls: list[str] = []

    def ask(old: Activity, new: Activity, match: Match) -> Answer:
        assert (old.countries, new.countries) == (("GH",), ("TG",))
        calls.append(match.explain())
        return answer

    merged = programme(UNSURE_OLD).merge(programme(UNSURE_NEW, as_of=NEWER), ask=ask)
    assert len(calls) == 1
    assert "GH, then TG" in calls[0]
    assert (len(merged.activities), len(merged.changes.unsure)) == (count, asked)


@pytest.mark.parametrize(
    ("answer", "count", "still_open"), [(Answer.SAME, 1, 0), (Answer.DIFFERENT, 2, 0), (Answer.ASK, 2, 1)]
)
def test_what_is_open_is_asked_again(answer: Answer, count: int, still_open: int) -> None:
    """Who merges the same issue again is asked what nobody has answered; the answer makes what it would have made."""
    before, newer = programme(UNSURE_OLD), programme(UNSURE_NEW, as_of=NEWER)
    ends = (before.activities[0].uid, newer.activities[0].uid)
    listed = read_json(to_json(before.merge(newer)))
    assert listed.merge(newer).changes.items == ()
    assert [(each.old.uid, each.new.uid) for each in listed.merge(newer).changes.still_open] == [ends]
    again = listed.merge(newer, ask=lambda *_: answer)
    assert (len(again.activities), len(again.changes.still_open)) == (count, still_open)
    answered = {
        Answer.SAME: Answers(same=frozenset({ends})),
        Answer.DIFFERENT: Answers(different=frozenset({ends})),
        Answer.ASK: Answers(),
    }
    assert again == before.merge(newer, answers=answered[answer])
    # What an answer kept apart is unseen, which is told once.
    told = [change.kind for change in again.changes.items]
    assert told.count(ChangeKind.UNSEEN) == (answer is Answer.DIFFERENT)
    assert again.merge(newer).changes.items == ()


def test_the_uid_of_another_calendar_is_taken_at_its_word() -> None:
    """Where a row has a UID that its words did not give it, the activity is the one with that UID."""
    before = Programme(activities=[attrs.evolve(activity(), uid="7@else.example")])
    newer = Programme(activities=[attrs.evolve(activity("Printing", when="2 March"), uid="7@else.example")])
    assert [each.title for each in before.merge(newer).activities] == ["Printing"]


def test_projects_keep_their_keys_and_names() -> None:
    """A project that the newer issue writes otherwise stays the one that feeds are called after."""
    before = attrs.evolve(programme(activity()), projects=[Project(key="well-plus", name="WELL+")])
    renamed = Project(key="well", name="WELL +", scope="Africa", aliases=["Wells"])
    newer = attrs.evolve(programme(activity(projects=["WELL +"]), as_of=NEWER), projects=[renamed])
    merged = before.merge(newer)
    assert [(each.key, each.name, each.scope) for each in merged.projects] == [("well-plus", "WELL+", "Africa")]
    assert merged.activities[0].projects == ("WELL+",)
    assert merged.changes.items == ()


EXPECTED = {
    Q4: {
        "held": 35,
        "firmed up": 14,
        "moved": 7,
        "relocated": 8,
        "reworded": 3,
        "cancelled": 3,
        "unseen": 3,
        "new": 22,
    },
    Q1: {"held": 13, "firmed up": 6, "moved": 3, "relocated": 3, "reworded": 4, "cancelled": 1, "unseen": 1, "new": 14},
    Q2: {
        "held": 6,
        "firmed up": 3,
        "less firm": 1,
        "moved": 2,
        "relocated": 3,
        "reworded": 2,
        "mode changed": 2,
        "organisers changed": 1,
        "planned again": 2,
        "cancelled": 1,
        "unseen": 1,
        "new": 11,
    },
}


@pytest.mark.parametrize(("older", "newer"), [(Q3, Q4), (Q4, Q1), (Q1, Q2)])
def test_the_examples_are_merged_whole(older: Path, newer: Path) -> None:
    """Every change of the next issues is counted, and every old activity and new row is accounted for once."""
    before, issue = read(older), read(newer)
    merged = before.merge(issue)
    assert merged.changes.counts().items() >= EXPECTED[newer].items()
    rows = Counter(each.row for each in merged.changes.accounts if each.row is not None)
    assert rows == Counter(each.uid for each in issue.activities)
    matched = {each.uid for each in merged.changes.accounts if each.fate == "matched"}
    without = {each.uid for each in merged.changes.accounts if each.row is None}
    assert matched | without == {each.uid for each in before.activities}
    assert not matched & without


def events(feed: bytes) -> dict[str, list[str]]:
    """Return the events of a feed by the UID of their activity, which several dates of one share."""
    found: dict[str, list[str]] = {}
    for part in feed.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        event = part.partition("END:VEVENT")[0]
        uid = re.search(r"^X-COECAL-UID:(\S+)", event, re.MULTILINE) or re.search(r"^UID:(\S+)", event, re.MULTILINE)
        assert uid is not None
        found.setdefault(uid[1], []).append(event)
    return found


def test_feeds_differ_only_where_something_changed() -> None:
    """An event stays the same to the byte unless the report of the merge names a change of it."""
    before = read(Q3)
    merged = before.merge(read(Q4))
    changed = {change.uid for change in merged.changes.items}
    old = events(to_ical(before.activities, name="All", as_of=before.as_of))
    new = events(to_ical(merged.activities, name="All", as_of=before.as_of))
    assert {uid for uid in old if old[uid] != new.get(uid)} <= changed
    assert len(set(old) & set(new)) > 30


@pytest.mark.parametrize(("older", "newer"), [(Q3, Q4), (Q4, Q1), (Q1, Q2)])
def test_subscribed_feeds_are_touched_only_where_something_changed(tmp_path: Path, older: Path, newer: Path) -> None:
    """A file that holds no changed activity is not written again; in the others the rest stays to the byte."""
    planned, out = tmp_path / "programme.json", tmp_path / "feeds"
    publish = ["feeds", str(planned), "-o", str(out)]
    planned.write_text(to_json(read(older)), encoding="utf-8")
    assert CliRunner().invoke(main, publish).exit_code == 0
    old = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*.ics")}
    changes = json.loads(run(planned, newer, "-o", planned, "--json")[1])
    # An unsure row is an activity of its own until somebody answers, so that it is new in the feeds.
    changed = {change["uid"] for change in changes if change["change"] != "unsure"} | new_uids(planned, read(older))
    assert CliRunner().invoke(main, publish).exit_code == 0
    untouched = 0
    for path, (data, written) in old.items():
        before, after = events(data), events(path.read_bytes())
        differ = {uid for uid in before.keys() | after.keys() if before.get(uid) != after.get(uid)}
        # What was cancelled stays for a grace period, and then leaves.
        left = {uid for uid in before.keys() - after.keys() if "STATUS:CANCELLED" in before[uid][0]}
        assert differ - left <= changed
        if left:
            continue
        if before.keys().isdisjoint(changed) and after.keys().isdisjoint(changed):
            assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, written)
            untouched += 1
    assert untouched >= 5


def new_uids(planned: Path, older: Programme) -> set[str]:
    """Return the UIDs that a merge added."""
    return {each.uid for each in read(planned).activities} - {each.uid for each in older.activities}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_changes_are_written_for_people(form: str, locale: str) -> None:
    """Every format names what changed; French has French dates; what commands HTML or Markdown is escaped."""
    merged = programme(activity("Maps <b>*now*</b>", when="November TBC")).merge(
        programme(activity("Maps <b>*now*</b>", when="12-14 November"), as_of=NEWER)
    )
    text = write_changes(merged.changes, format=form, locale=locale)
    assert "<b>*now*</b>" not in text or form in ("txt", "json")
    if form != "json":
        assert ("du 12 au 14 novembre 2027" if locale == "fr" else "12-14 November") in text
        assert ("Date précisée" if locale == "fr" else "Date now firmer") in text


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit code and what `coecal merge` prints."""
    done = CliRunner().invoke(main, ["merge", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_merges_lists_and_takes_answers(tmp_path: Path) -> None:
    """The issue is written, the changes are printed as JSON; a file of open questions, filled in, decides them."""
    first, second, answers = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "answers.toml"
    assert run(Q3, Q4, "-o", first)[0] == 0
    code, printed, _ = run(first, Q1, "-o", second, "--save-answers", answers, "--json")
    changes = json.loads(printed)
    assert code == 0
    assert all({"uid", "change", "before", "after"} <= change.keys() for change in changes)
    unsure = [change["uid"] for change in changes if change["change"] == "unsure"]
    assert len(unsure) == 3
    text = answers.read_text(encoding="utf-8").replace("same = true or false", "same = true").replace("# ", "")
    answers.write_text(text, encoding="utf-8")
    decided = json.loads(run(first, Q1, "--answers", answers, "--json")[1])
    assert "unsure" not in {change["change"] for change in decided}
    assert set(unsure) <= {change["uid"] for change in decided}
    before = second.read_bytes()
    code, printed, said = run(second, Q1, "-o", second)
    assert (code, printed.splitlines()[2]) == (0, "Nothing changed.")
    assert said.startswith("\nNot sure: 3; ")
    assert said.endswith(f"\nWritten: {second}\n")
    assert second.read_bytes() == before
    assert json.loads(run(second, Q1, "--json")[1]) == []


def test_every_row_and_activity_is_accounted_for(tmp_path: Path) -> None:
    """The report ends with the sums, and a file has each row and each activity with its fate and the reasons."""
    path = tmp_path / "accounts.json"
    code, printed, _ = run(Q1, Q2, "--accounts", path)
    assert code == 0
    assert "Rows of this issue: 25, of which known 11, new 11, open 3." in printed
    assert "Known before: 34, of which in this issue 11, not mentioned 1, not expected 19, open 3, joined 0." in printed
    accounts = json.loads(path.read_text(encoding="utf-8"))
    assert Counter(each["row"] for each in accounts if each["row"]) == Counter(each.uid for each in read(Q2).activities)
    assert {each["fate"] for each in accounts} == {"matched", "new", "unsure", "unseen", "kept"}
    assert all(each["reasons"] for each in accounts)


def test_the_command_refuses_the_wrong_order(tmp_path: Path) -> None:
    """One line on standard error, and nothing is written."""
    code, _, error = run(Q4, Q3, "-o", tmp_path / "x.json")
    assert (code, error.count("\n")) == (1, 1)
    assert "in the order of time" in error
    assert list(tmp_path.iterdir()) == []


def test_a_table_gets_its_day_from_an_option(tmp_path: Path) -> None:
    """A table has no day of its own, and is told so; with one, changes are dated and the wrong order is noticed."""
    older, newer, out = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "programme.json"
    older.write_text("Project,Title,Dates\nWELL+,Talks,May 2027\nWELL+,Supper,June 2027\n", encoding="utf-8")
    newer.write_text("Project,Title,Dates\nWELL+,Talks,3 May 2027\nWELL+,Tour,July 2027\n", encoding="utf-8")
    assert "use --as-of" in run(older, newer)[2]
    code, _, said = run(older, newer, "--as-of", "2027-03-31", "-o", out)
    assert (code, "use --as-of" in said) == (0, False)
    merged = read(out)
    modified = {each.title: each.last_modified for each in merged.activities}
    assert modified == {"Talks": date(2027, 3, 31), "Supper": None, "Tour": date(2027, 3, 31)}
    written = out.read_bytes()
    run(out, newer, "--as-of", "2027-03-31", "-o", out)
    assert out.read_bytes() == written
    code, _, said = run(out, older, "--as-of", "2026-12-31")
    assert (code, "in the order of time" in said) == (1, True)


def test_of_issues_without_a_day_silence_is_kept() -> None:
    """What the newer table passes over is unseen once, and no row of the newer one."""
    older, newer = programme(activity(), activity("Supper", "1 December")), programme(activity(when="13 November"))
    before, after = (attrs.evolve(each, title="", as_of=None) for each in (older, newer))
    merged = before.merge(after)
    assert [each.said is None for each in merged.activities[1].history] == [False, True]
    assert merged.merge(after).changes.items == ()


def test_of_issues_without_a_day_the_rows_of_the_newest_are_checked() -> None:
    """What was held, and is passed over since, is no row of the newest table, through three of them."""
    rows = [
        [activity(status=Status.HELD, mode="online", when="2 March"), activity("Supper", "1 December", mode="online")],
        [activity("Supper", "3 December", mode="online")],
        [activity("Supper", "3 December", mode="online"), activity("Tour", "6 December")],
    ]
    first, *others = (attrs.evolve(programme(*each), title="", as_of=None) for each in rows)
    for issue in others:
        first = first.merge(issue)
        assert first.merge(issue) == first
    assert [(each.code, each.message.count("Tour")) for each in first.check()] == [("mode-missing", 1)]
    assert [each.title for each in part_by_source(first).newest.activities] == ["Supper", "Tour"]


REFUSED = [
    ("answers.toml", b"answer = 1"),
    ("answers.toml", b"[[answer]]\nuid = 'a'"),
    ("answers.toml", b"not toml"),
    ("answers.toml", b"\xff\xfe"),
    ("answers.toml", b"answer = " + b"[" * 5000),
    ("answers.json", b"[" * 100_000),
    ("answers.json", b'{"answer": [{"uid": "a", "row": "b", "same": "yes"}]}'),
    ("answers.toml", b"[[answer]]\nuid='a'\nrow='b'\nsame=true\n[[answer]]\nuid='a'\nrow='b'\nsame=false"),
]


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_answers_that_say_nothing_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """A file of answers that cannot be used ends with its name and one line."""
    path = tmp_path / name
    path.write_bytes(data)
    code, _, error = run(Q3, Q4, "--answers", path)
    assert (code, error.count("\n")) == (1, 1)
    assert name in error


def test_a_slip_in_a_file_of_answers_is_told_with_its_line(tmp_path: Path) -> None:
    """As in every file of TOML that people write."""
    path = tmp_path / "answers.toml"
    path.write_text('[[answer]]\nuid = "a"\nrow = \n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_answers(path)
    assert (caught.value.source, caught.value.line) == (str(path), 3)


def test_answers_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Editors of text on Windows put one there."""
    path = tmp_path / "answers.toml"
    path.write_text('\ufeff[[answer]]\nuid = "a"\nrow = "b"\nsame = true\n', encoding="utf-8")
    assert read_answers(path).same == {("a", "b")}


def test_without_changes_the_report_says_so() -> None:
    """The list is a sentence, not an empty page."""
    assert "Nothing changed." in write_changes(programme(activity()).changes, format="txt")


titles = st.sampled_from(
    ["Talks on maps", "Talks on maps - part 2", "Course on wells", "Courses on wells and pumps", "Supper", "Visit"]
)
dates = st.sampled_from(
    ["12-14 November", "November TBC", "mid-November", "3 December", "by December", "12 or 19 November", "October"]
)


@st.composite
def rows(draw: st.DrawFn) -> Activity:
    """A row such as newsletters have, some of them much alike."""
    country, place = draw(st.sampled_from([("GH", "Ghana"), ("TG", "Togo"), ("GH", "Accra")]))
    return activity(
        draw(titles),
        draw(dates),
        projects=[draw(st.sampled_from(["WELL+", "RAIN"]))],
        countries=[country],
        places=[place],
        mode=draw(st.sampled_from([None, Mode.ONLINE])),
        status=draw(st.sampled_from([Status.PLANNED, Status.PLANNED, Status.HELD, Status.CANCELLED])),
        source=Source(section=Section.COMING_NEXT, line=draw(st.integers(1, 10_000))),
    )


issues = st.lists(rows(), max_size=8, unique_by=lambda row: row.source.line)


@given(issues, issues)
def test_merging_twice_changes_nothing(old: list[Activity], new: list[Activity]) -> None:
    """The same issue merged again gives the same programme and reports nothing new."""
    newer = programme(*new, as_of=NEWER)
    merged = programme(*old).merge(newer)
    again = merged.merge(newer)
    assert again == merged
    assert to_json(again) == to_json(merged)
    assert again.changes.items == ()


@given(issues)
def test_merging_an_issue_into_itself_changes_nothing(old: list[Activity]) -> None:
    """A programme is what it is."""
    before = programme(*old)
    assert before.merge(before) == before


@given(issues, issues)
def test_merging_loses_nothing(old: list[Activity], new: list[Activity]) -> None:
    """Every old UID is kept, and every row is an activity; each is accounted for once."""
    before, newer = programme(*old), programme(*new, as_of=NEWER)
    merged = before.merge(newer)
    uids = [each.uid for each in merged.activities]
    assert uids[: len(before.activities)] == [each.uid for each in before.activities]
    rows = [each.row for each in merged.changes.accounts if each.row is not None]
    assert sorted(rows) == sorted(each.uid for each in newer.activities)
    assert {each.uid for each in merged.changes.accounts} == set(uids)


def without_lines(merged: Programme) -> dict[str, Activity]:
    """Return the activities by UID, without the lines that their rows have."""
    found = {}
    for each in merged.activities:
        history = [attrs.evolve(mention, said=mention.said and unplaced(mention.said)) for mention in each.history]
        found[each.uid] = attrs.evolve(each, history=history, source=attrs.evolve(each.source, line=0))
    return found


def unplaced(said: Said) -> Said:
    """Return what was said, without its line."""
    return attrs.evolve(said, source=attrs.evolve(said.source, line=0))


@given(issues, issues, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(old: list[Activity], new: list[Activity], chance: object) -> None:
    """The same rows on other lines, in another order, give the same activities with the same UIDs and histories."""
    before = programme(*old)
    shuffled = list(new)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    moved = [attrs.evolve(each, source=attrs.evolve(each.source, line=line)) for line, each in enumerate(shuffled, 1)]
    one, other = before.merge(programme(*new, as_of=NEWER)), before.merge(programme(*moved, as_of=NEWER))
    assert without_lines(one) == without_lines(other)
    assert one.changes.counts() == other.changes.counts()


@given(issues, issues, issues)
def test_three_issues_keep_every_uid(first: list[Activity], second: list[Activity], third: list[Activity]) -> None:
    """Over several issues no UID is lost or given twice, SEQUENCE never falls, and each history is in order."""
    before = programme(*first)
    middle = before.merge(programme(*second, as_of=NEWER))
    last = middle.merge(programme(*third, as_of=date(2028, 3, 31)))
    now = {each.uid: each for each in last.activities}
    for each in (*before.activities, *middle.activities):
        assert now[each.uid].sequence >= each.sequence
    for each in last.activities:
        days = [mention.as_of or date.min for mention in each.history]
        assert days == sorted(days)
    assert read_json(to_json(last)) == last


@given(issues, issues, st.data())
def test_an_answer_is_obeyed(old: list[Activity], new: list[Activity], data: st.DataObject) -> None:
    """Whatever is answered about what is open, the same two are joined or kept apart, and the rest stays accounted."""
    before, newer = programme(*old), programme(*new, as_of=NEWER)
    unsure = before.merge(newer).changes.unsure
    assume(unsure)
    question = data.draw(st.sampled_from(unsure))
    ends = frozenset({(question.old.uid, question.new.uid)})
    joined = before.merge(newer, answers=Answers(same=ends))
    assert (question.old.uid, question.new.uid) in {(each.uid, each.row) for each in joined.changes.accounts}
    apart = before.merge(newer, answers=Answers(different=ends))
    assert (question.old.uid, question.new.uid) not in {(each.uid, each.row) for each in apart.changes.accounts}
    for merged in (joined, apart):
        assert merged.changes.tally().known == len(before.activities)
        assert merged.changes.tally().rows == len(newer.activities)
