"""Whether two rows are one activity: what titles, numbers, places and dates say, and what labelled issues show."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
import pytest

from coecal.activities import Activity, Mode, Status
from coecal.dates import parse_date
from coecal.likeness import Vocabulary, compare_numbers, compare_titles
from coecal.matching import SAME, Answer, Comparer, Entry
from coecal.pairing import candidates, pair_entries
from coecal.readers import read
from coecal.titles import read_title

ROOT = Path(__file__).parents[1]

APART = [
    ("Drafting retreat - part 1", "Drafting retreat - part 2"),
    ("Drafting retreat - part I", "Drafting retreat - part II"),
    ("Bookbinding course (level 1)", "Bookbinding course (levels 2, 3 and 4)"),
    ("29 th session of the Committee", "30th session of the Committee"),
    ("First round of talks", "Second round of talks"),
    ("V Encuentro de bibliotecas", "VI Encuentro de bibliotecas"),
    ("Reading Conference 2025", "Reading Conference 2026"),
    ("Drafting retreat (third part)", "Drafting retreat - part 2"),
    ("Bookbinding course (levels 2-4)", "Bookbinding course (level 5)"),
    ("Deuxième session du comité", "Troisième session du comité"),
]

TOGETHER = [
    ("12 th plenary of the Assembly", "12th plenary of the Assembly"),
    ("Reading Conference", "Reading Conference 2025"),
    ("Forum on archives", "Forum on archives, 7th edition"),
    ("Legal clinic (art. 9-10)", "Legal clinic (articles 9 and 10)"),
    ("Drafting retreat - part II", "Drafting retreat, part 2"),
    ("Drafting retreat - part 2", "Drafting retreat (second part)"),
    ("Session 29 of the Committee", "29th session of the Committee"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_numbers_that_say_which_keep_titles_apart(one: str, other: str) -> None:
    """Parts, levels, sessions and years tell two activities apart, in figures, words and Roman numerals."""
    assert compare_numbers(read_title(one), read_title(other)).apart is not None
    assert compare_numbers(read_title(other), read_title(one)).apart is not None


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_numbers_that_agree_keep_nothing_apart(one: str, other: str) -> None:
    """The same number written otherwise, or one that only one title has, tells nothing apart."""
    assert compare_numbers(read_title(one), read_title(other)).apart is None


def test_a_run_of_numbers_is_all_of_them() -> None:
    """Levels 2-4 are levels 2, 3 and 4; two articles are two."""
    runs = [
        compare_numbers(read_title(f"Course (levels {run})"), read_title("Course (levels 2, 3 and 4)"))
        for run in ("2-4", "2 to 4", "2 – 4")
    ]
    assert [(each.apart, each.lacking, each.is_part) for each in runs] == [(None, None, False)] * 3
    assert (
        compare_numbers(read_title("Clinic (art. 9-10)"), read_title("Clinic (art. 9 and 10)")).counts_differ is False
    )


ALIKE = [
    ("Training of trainers for librarians", "ToT for librarians"),
    ("Support to the festival of letters", "Festival of Letters, support and recording"),
    ("Digitization of maps", "Digitisation of maps"),
    ("Workshops on lending rights", "Workshop on lending rights"),
    ("Int. Conference on lending rights", "International Conference on Lending Rights"),
    ("Conf. internationale sur les herbiers", "Conférence internationale sur les herbiers"),
    ("Govt. and univ. libraries: intl meeting", "International meeting of government and university libraries"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_rewordings_and_abbreviations_are_alike(one: str, other: str) -> None:
    """A title that is abbreviated, turned round or spelt otherwise stays much the same."""
    assert compare_titles(read_title(one), read_title(other), Vocabulary()).share >= 0.8


def activity(title: str = "Talks on maps", when: str = "12-14 November", **changes: object) -> Activity:
    """Return an activity of a project in Ghana."""
    fields = {"projects": ["WELL+"], "countries": ["GH"], "places": ["Ghana"], "mode": Mode.IN_PERSON, **changes}
    return Activity(uid="1@x", title=title, when=parse_date(when, within="2027"), **fields)  # type: ignore[arg-type]


def answer(old: Activity, new: Activity) -> Answer:
    """Return the answer for two activities that nothing else is known of."""
    one, other = Entry.of(old), Entry.of(new)
    return Comparer([one], [other]).compare(one, other).answer


FOR_JUDGES = "Introductory training on the law of maps and of land registers for judges"
FOR_PROSECUTORS = FOR_JUDGES.replace("judges", "prosecutors")

CASES = [
    (activity(when="November TBC"), activity(when="29 November-1 December"), Answer.SAME),
    (activity(), activity(when="3-5 December"), Answer.SAME),
    (activity(), activity(places=["Accra", "Ghana"]), Answer.SAME),
    (activity(), activity(title="Talks on maps and charts"), Answer.SAME),
    (activity(), activity(places=["Togo"], countries=["TG"]), Answer.SAME),
    (activity(), activity(places=["Togo"], countries=["TG"], when="3-5 December"), Answer.ASK),
    (activity(title="Talks on maps - part 1"), activity(title="Talks on maps - part 2"), Answer.DIFFERENT),
    (activity(title="Course (levels 1 and 2)"), activity(title="Course (level 1)"), Answer.ASK),
    (activity(status=Status.HELD), activity(when="3-5 December"), Answer.DIFFERENT),
    (
        activity(title="Monthly talks on maps"),
        activity(title="Monthly talks on maps", when="20-22 November"),
        Answer.SAME,
    ),
    (activity(title="Monthly talks on maps"), activity(title="Monthly talks on maps", when="10 December"), Answer.ASK),
    (activity(title="Réunion trimestrielle"), activity(title="Réunion trimestrielle", when="TBC"), Answer.SAME),
    (activity(title="Comité de pilotage"), activity(title="Comité de pilotage", when="14 January 2028"), Answer.ASK),
    (activity(title="Steering committee"), activity(title="Steering committee", when="2 December"), Answer.SAME),
    (activity(title=FOR_JUDGES), activity(title=FOR_PROSECUTORS, when="17-19 November"), Answer.ASK),
    (activity(title=FOR_JUDGES, when="November TBC"), activity(title=FOR_PROSECUTORS), Answer.ASK),
    (activity(title=FOR_JUDGES), activity(title=FOR_PROSECUTORS), Answer.SAME),
    (activity(title="Annual fair"), activity(title="Annual fair", when="12 November 2028"), Answer.ASK),
    (activity(), activity(title="Printing of leaflets", when="2 March"), Answer.DIFFERENT),
    (activity(), activity(title="Printing of leaflets"), Answer.DIFFERENT),
    (
        activity(title="Launch of the course for Irish lawyers"),
        activity(title="Launch of the course for Hungarian judges", countries=["HU"], places=["Hungary"]),
        Answer.DIFFERENT,
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_the_answer_follows_the_evidence(old: Activity, new: Activity, expected: Answer) -> None:
    """What moves, firms up or is reworded stays one; numbers, the past and other names tell apart; doubt is asked."""
    assert answer(old, new) is expected


def test_the_score_explains_itself() -> None:
    """Each reason stands in the explanation with its points, which add up to the score."""
    one, other = Entry.of(activity(when="mid-November")), Entry.of(activity(when="13-15 November"))
    match = Comparer([one], [other]).compare(one, other)
    assert match.score == sum(each.points for each in match.evidence) >= SAME
    assert all(each.words in match.explain() for each in match.evidence)
    assert "'13-15 November' fits 'mid-November'" in match.explain()


def test_who_runs_both_is_named() -> None:
    """Of several who run the one, the reason names one that runs the other, too."""
    one, other = Entry.of(activity(projects=["RAIN", "WELL+"])), Entry.of(activity())
    assert "both run by 'WELL+'" in Comparer([one], [other]).compare(one, other).explain()


Positions = set[tuple[int, int]]


def labelled(file: str, number: int) -> tuple[list[Entry], list[Entry], Positions, Positions]:
    """Return the entries of two issues, the pairs of positions that are one activity, and those that may be one."""
    issues = tomllib.loads((ROOT / "tests" / "data" / file).read_text(encoding="utf-8"))["issues"][number]
    older, newer = (read(ROOT / issues[key]).activities for key in ("older", "newer"))
    first = {f"{each.title} | {each.when.text}": place for place, each in enumerate(older)}
    second = {f"{each.title} | {each.when.text}": place for place, each in enumerate(newer)}
    same, parted = ({(first[old], second[new]) for old, new in issues.get(key, [])} for key in ("same", "parted"))
    return [Entry.of(each) for each in older], [Entry.of(each) for each in newer], same, parted


LABELLED = [
    ("matching.toml", 0),
    ("matching.toml", 1),
    ("matching.toml", 2),
    ("held_out.toml", 0),
    ("held_out.toml", 1),
]


@pytest.mark.parametrize(("file", "number"), LABELLED)
def test_labelled_issues_are_matched_without_a_mistake(file: str, number: int) -> None:
    """No two activities are joined, and each that goes on is found or asked about, the questions being few."""
    olds, news, truth, parted = labelled(file, number)
    found = pair_entries(olds, news)
    same = {(pair.old, pair.new) for pair in found.same}
    unsure = {(pair.old, pair.new) for pair in found.unsure}
    assert same <= truth | parted
    assert truth <= same | unsure
    assert len(unsure - parted) <= 4


@pytest.mark.parametrize(("file", "number"), LABELLED)
def test_candidates_hold_every_labelled_pair(file: str, number: int) -> None:
    """What is one activity shares a key, while far fewer pairs are compared than there are."""
    olds, news, truth, _ = labelled(file, number)
    found = set(candidates(olds, news, Comparer(olds, news)))
    assert truth <= found
    assert len(found) < len(olds) * len(news) / 4


def test_one_activity_that_became_two_is_asked_about() -> None:
    """Where two rows would each be the same activity, neither is taken; likewise where two became one."""
    whole = Entry.of(activity("Workshop on dam safety and dam removal"))
    parts = [Entry.of(activity("Workshop on dam safety", "12 November")), Entry.of(activity("Workshop on dam removal"))]
    for olds, news in (([whole], parts), (parts, [whole])):
        found = pair_entries(olds, news)
        assert found.same == ()
        assert len(found.unsure) == 2


def test_one_in_the_same_country_is_before_one_elsewhere() -> None:
    """That the same course is also given in another country on the old days makes no doubt."""
    old = Entry.of(activity("Course for trainers", "2-4 November"))
    there = Entry.of(activity("Course for trainers", "2-4 November", places=["Togo"], countries=["TG"]))
    here = Entry.of(activity("Course: trainers", "9-11 November"))
    assert [(pair.old, pair.new) for pair in pair_entries([old], [there, here]).same] == [(0, 1)]


def test_a_part_elsewhere_is_asked_about_too() -> None:
    """Where the other part of what was split is in another town, none is taken, nor where two became one."""
    whole = Entry.of(activity("Course on probes and pumps", "November TBC", places=["Accra", "Ghana"]))
    parts = [
        Entry.of(activity("Course on probes", "14 November", places=["Accra", "Ghana"])),
        Entry.of(activity("Course on pumps", "16 November", places=["Kumasi", "Ghana"])),
    ]
    for olds, news in (([whole], parts), (parts, [whole])):
        found = pair_entries(olds, news)
        assert found.same == ()
        assert len(found.unsure) == 2


def test_both_halves_of_a_course_are_asked_about() -> None:
    """Levels that one row held together may go on in two, the second one later and elsewhere."""
    whole = Entry.of(activity("Course for pilots (levels 4 and 5)", "February TBC"))
    halves = [
        Entry.of(activity("Course for pilots (level 4)", "8-10 April")),
        Entry.of(activity("Course for pilots (level 5)", "6-8 May", places=["Kumasi", "Ghana"])),
    ]
    found = pair_entries([whole], halves)
    assert {(pair.old, pair.new) for pair in found.unsure} == {(0, 0), (0, 1)}


def test_a_title_in_another_language_is_asked_about() -> None:
    """Who, where and when say it may be the one; the words say nothing, and never outdo a title that is understood."""
    old = Entry.of(activity("Réunion des capitaines de port", "12-14 November"))
    new = Entry.of(activity("Meeting of harbour masters", "12-14 November"))
    found = pair_entries([old], [new])
    assert found.same == ()
    assert [(pair.old, pair.new) for pair in found.unsure] == [(0, 0)]
    assert "titles in two languages" in found.unsure[0].match.reasons
    reworded = Entry.of(activity("Réunion régionale des capitaines de port", "12-14 November"))
    both = pair_entries([old], [new, reworded])
    assert [(pair.old, pair.new) for pair in both.same] == [(0, 1)]
    assert both.unsure == ()


def test_what_is_left_over_on_both_sides_is_asked_about() -> None:
    """A row that moved far, to another country, and was reworded may be the plan that has no row."""
    old = Entry.of(activity("Mission to support the school of divers"))
    later = activity("Support to the Divers' School: mission", "15-17 February 2028", places=["Togo"], countries=["TG"])
    new = Entry.of(later)
    found = pair_entries([old], [new])
    assert (found.same, [(pair.old, pair.new) for pair in found.unsure]) == ((), [(0, 0)])
    assert pair_entries([Entry.of(activity("Mission to support the school of divers", status=Status.HELD))], [new]) == (
        pair_entries([], [new])
    )
    others = Entry.of(attrs.evolve(later, projects=["RAIN"]))
    assert pair_entries([old], [others]).unsure == ()
    # Many that are as likely as one another make no question.
    towns = ["Aneho", "Kara", "Lomé", "Sokodé"]
    many = [attrs.evolve(later, places=[town, "Togo"]) for town in towns]
    assert pair_entries([old], list(map(Entry.of, many))).unsure == ()
    assert len(pair_entries([old], list(map(Entry.of, many[:3]))).unsure) == 3


def test_rivals_are_asked_about() -> None:
    """Of two candidates that are equally likely, none is taken."""
    olds = [Entry.of(activity(when="10 November")), Entry.of(activity(when="14 November"))]
    found = pair_entries(olds, [Entry.of(activity(when="12 November"))])
    assert found.same == ()
    assert found.unsure != ()
