"""What a date says in plain English: the words, the four points, the rules, and what is still open."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coecal.dates import FuzzyDate, parse_date
from coecal.dates.kinds import Between, Kind, Policy
from coecal.dates.reasons import Reason, Rule
from coecal.dates.sentences import Sentences, known_sentences, sentences_of
from coecal.errors import UnknownNameError
from coecal.ranges import DateRange

SUMMER, CORE = "from 1 July 2023 to 30 September 2023", "from 31 July 2023 to 1 September 2023"
SCHOOL_YEAR = "une telle année commence en septembre et compte douze mois"
MID = DateRange.window(date(2023, 11, 11), date(2023, 11, 20))


def explain(
    text: str,
    kind: Kind,
    ranges: tuple[DateRange, ...],
    reasons: tuple[Reason, ...] = (),
    *,
    tentative: bool = False,
    approximate: bool = False,
) -> str:
    """Return the explanation of a date made of its parts."""
    return FuzzyDate(text, kind, ranges, tentative, approximate, reasons=reasons).explain()


def test_a_window_is_told_with_its_points_its_rule_and_what_is_open() -> None:
    """Each line says one thing, in the order of the question: what, when, why, what is missing."""
    reasons = (Reason("mid", Rule.MID, "mid_until", {"first": 11, "last": 20}),)
    assert explain("mid-November", Kind.WINDOW, (MID,), reasons, tentative=True).splitlines() == [
        '"mid-November" is a window: it takes place somewhere in these days, on at least one of them.',
        "It starts on 11 November 2023 at the earliest and on 20 November 2023 at the latest.",
        "It ends on 11 November 2023 at the earliest and on 20 November 2023 at the latest.",
        "It can fall on any day from 11 November 2023 to 20 November 2023; no day is certain.",
        '"mid": of a month\'s days, mid is 11 to 20 (policy: mid_until).',
        "The exact days are not known. To be confirmed.",
    ]


def test_a_firm_date_leaves_nothing_open() -> None:
    """Known days are told as such."""
    assert explain("3 October", Kind.EXACT, (DateRange.exact(date(2023, 10, 3)),), ()).splitlines() == [
        '"3 October" is an exact date: its days are known.',
        "It takes place on 3 October 2023.",
        "Nothing is left open.",
    ]


@pytest.mark.parametrize(
    ("kind", "part", "lines"),
    [
        (
            Kind.EXACT,
            DateRange.exact(date(2023, 9, 4), date(2023, 9, 7)),
            ["It takes place from 4 September 2023 to 7 September 2023, on all 4 days."],
        ),
        (
            Kind.SPAN,
            DateRange(date(2023, 7, 1), date(2023, 7, 31), date(2023, 9, 1), date(2023, 9, 30)),
            [
                "It starts on 1 July 2023 at the earliest and on 31 July 2023 at the latest.",
                "It ends on 1 September 2023 at the earliest and on 30 September 2023 at the latest.",
                f"It can fall on any day {SUMMER}; it certainly takes place {CORE}, on all 33 days.",
                "The exact days are not known.",
            ],
        ),
        (
            Kind.OPEN,
            DateRange(date(2023, 10, 3), date(2023, 10, 3), None, None),
            [
                "It starts on 3 October 2023.",
                "It ends on 3 October 2023 at the earliest.",
                "It can fall on any day from 3 October 2023 on; it certainly takes place on 3 October 2023.",
                "The end is not known.",
            ],
        ),
        (
            Kind.DEADLINE,
            DateRange(None, None, None, date(2023, 10, 31)),
            ["It ends on 31 October 2023 at the latest.", "The start is not known."],
        ),
        (
            Kind.WINDOW,
            DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 2, 2),
            [
                "It starts on 11 November 2023 at the earliest and on 19 November 2023 at the latest.",
                "It lasts 2 days.",
            ],
        ),
        (Kind.WINDOW, DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 1, 3), ["It lasts 1 to 3 days."]),
        (Kind.WINDOW, DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 2), ["It lasts 2 days or more."]),
        (
            Kind.UNDATED,
            DateRange(None, None, None, None),
            ["It can fall on any day; no day is certain.", "The start is not known. The end is not known."],
        ),
    ],
)
def test_what_is_known_and_what_is_open_is_said(kind: Kind, part: DateRange, lines: list[str]) -> None:
    """Points, length, possible and certain days and open ends each have their sentence."""
    said = explain("words", kind, (part,), ()).splitlines()
    assert [line for line in said if line in lines] == lines


def test_alternatives_are_listed_and_the_choice_is_open() -> None:
    """Which of the dates happens is the open question."""
    ranges = (DateRange.exact(date(2023, 10, 12)), DateRange.exact(date(2023, 10, 19), date(2023, 10, 20)))
    assert explain("12 or 19-20 October", Kind.ALTERNATIVES, ranges, ()).splitlines()[1:] == [
        "It takes place on one of 2 dates: 12 October 2023; from 19 October 2023 to 20 October 2023.",
        "The first possible day is 12 October 2023, the last 20 October 2023.",
        "Which of them happens is not known.",
    ]


def test_many_times_are_told_in_short() -> None:
    """A recurrence of weeks names its first times and how many more there are."""
    ranges = tuple(DateRange.exact(date(2023, 10, day)) for day in range(1, 11))
    line = explain("every day", Kind.RECURRING, ranges, ()).splitlines()[1]
    assert line.startswith("It takes place 10 times: 1 October 2023; 2 October 2023; ")
    assert line.endswith("; 6 October 2023; and 4 more.")


def test_several_windows_with_an_open_end_have_no_last_day() -> None:
    """What is not known is said to be so."""
    ranges = (MID, DateRange(date(2023, 12, 1), None, None, None))
    listed, reach = explain("", Kind.OPEN, ranges, ()).splitlines()[1:3]
    assert listed.endswith(": some time from 11 November 2023 to 20 November 2023; some time from 1 December 2023 on.")
    assert reach == "The first possible day is 11 November 2023, the last not known."


def test_around_is_said() -> None:
    """An approximate date says that its days are."""
    said = explain("c. 14 November", Kind.WINDOW, (MID,), (), tentative=True, approximate=True)
    assert said.endswith("The exact days are not known. The days are approximate. To be confirmed.")


def test_a_date_without_words_is_explained_too() -> None:
    """What did not come from words, or came over several lines, still has a first line of its own."""
    assert explain("", Kind.WINDOW, (MID,), ()).startswith("The date is a window: ")
    assert explain("mid-\n November ", Kind.WINDOW, (MID,), ()).startswith('"mid- November" is a window: ')


def test_a_rule_is_told_once() -> None:
    """The same rule on the same words is not repeated."""
    reason = Reason("3 October", Rule.YEAR_OF_PERIOD, values={"year": 2023})
    lines = explain("mid-November", Kind.WINDOW, (MID,), (reason, reason)).splitlines()
    assert lines.count('"3 October": the year 2023 comes from the period that it stands under.') == 1


@given(
    kind=st.sampled_from([kind for kind in Kind if kind not in (Kind.EXACT, Kind.RECURRING)]),
    parts=st.lists(st.sampled_from([MID, DateRange.exact(date(2023, 10, 3)), DateRange(None, None, None, None)])),
    rules=st.lists(st.text("abc", min_size=1), max_size=12),
    language=st.sampled_from(["en", "fr"]),
)
def test_it_takes_three_to_eight_lines(kind: Kind, parts: list[DateRange], rules: list[str], language: str) -> None:
    """However many rules and stretches there are, all are told and it stays short, in each language."""
    reasons = [Reason(words, Rule.CHOICE) for words in rules]
    said = FuzzyDate("words", kind, (MID, *parts), reasons=tuple(reasons)).explain(language)
    assert 3 <= len(said.splitlines()) <= 8
    assert all(f"{words} »" in said or f'"{words}"' in said for words in rules)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3 October 2026 (cancelled)", "It is cancelled: it would have been then."),
        ("cancelled", "It is cancelled."),
        ("postponed to 5 October 2026", "It is postponed: these are the new days."),
        ("postponed", "It is postponed; no new day is given."),
        ("3 October 2026, 14:00-16:00 CET", "It takes place from 14:00 until 16:00, Europe/Paris."),
    ],
)
def test_what_is_said_beside_the_days_is_explained(text: str, says: str) -> None:
    """Times and status have a sentence that fits what is known of the days."""
    assert says in parse_date(text).explain().splitlines()


def sentences(table: Sentences) -> Iterator[tuple[str, str, str]]:
    """Yield each sentence of a table with its section and its name; plural forms one by one."""
    for section, entries in table.table.items():
        for name, entry in entries.items():
            for sentence in [entry] if isinstance(entry, str) else entry.values():
                yield section, name, sentence


def braces(table: Sentences) -> Mapping[tuple[str, str], set[str]]:
    """Return the names in braces of each sentence; `count` may be left out where it is said in words."""
    found: dict[tuple[str, str], set[str]] = {}
    for section, name, sentence in sentences(table):
        names = {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}
        found.setdefault((section, name), set()).update(names)
    return found


@pytest.mark.parametrize("language", known_sentences())
def test_each_language_says_the_same_sentences(language: str) -> None:
    """A table has every sentence of the English one, with the same names in braces, and none of its own."""
    assert braces(sentences_of(language)) == braces(sentences_of("en"))


@pytest.mark.parametrize("language", known_sentences())
def test_each_rule_and_kind_has_its_sentence(language: str) -> None:
    """Nothing can be noted in reading that could not be told, and no table tells of what is never noted."""
    table = sentences_of(language).table
    assert set(table["rule"]) == set(Rule)
    assert set(table["kind"]) == set(Kind)


def test_languages_tell_apart() -> None:
    """No sentence of French is one of English."""
    english, french = ({(a, b): c for a, b, c in sentences(sentences_of(code))} for code in ("en", "fr"))
    assert [key for key in english if english[key] == french[key] and key[1] not in ("bound", "separator")] == []


def read_cases() -> Iterator[FuzzyDate]:
    """Yield the dates of all cases in all languages, and some read by another policy."""
    for path in sorted((Path(__file__).parent / "data").glob("dates_??.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["read"]:
            context = {"locale": path.stem[-2:]} | {
                key: case[key] for key in ("within", "today", "locale") if key in case
            }
            yield parse_date(case["text"], **context)
    yield parse_date("between 3 and 10 October 2026", policy=Policy(between=Between.EXACT))


def test_every_rule_is_met_and_told_in_french() -> None:
    """The cases of reading use every rule that there is, and each explanation is whole in French."""
    met: set[Rule] = set()
    for when in read_cases():
        said = when.explain("fr")
        met.update(reason.rule for reason in when.reasons)
        assert 3 <= len(said.splitlines()) <= 8
        assert not {"{", "}"} & set(said.replace(when.text, ""))
    assert met == set(Rule)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "mi-novembre 2026",
            [
                "« mi-novembre 2026 » est une fenêtre : un ou plusieurs de ces jours, sans que l'on sache lesquels.",
                "Début : au plus tôt le 11 novembre 2026, au plus tard le 20 novembre 2026.",
                "Fin : au plus tôt le 11 novembre 2026, au plus tard le 20 novembre 2026.",
                "Jours possibles : du 11 novembre 2026 au 20 novembre 2026 ; aucun n'est certain.",
                "« mi-novembre 2026 » : le milieu du mois va du 11 au 20 (paramètre : early_until, mid_until).",
                "« mi-novembre 2026 » : un ou plusieurs de ces jours.",
                "Les jours exacts ne sont pas connus.",
            ],
        ),
        (
            "début octobre 2026",
            ["« début octobre 2026 » : le début du mois va du 1er au 10 (paramètre : early_until, mid_until)."],
        ),
        (
            "d'ici le 1er mars 2027",
            ["« d'ici le 1er mars 2027 » : fait au plus tard le dernier jour, le 1er mars 2027."],
        ),
        ("12 ou 19 octobre 2026", ["L'une de ces 2 dates : le 12 octobre 2026 ; le 19 octobre 2026."]),
        (
            "vers le 9 octobre 2026",
            ["« vers le 9 octobre 2026 » : « environ » ajoute 3 jours de chaque côté (paramètre : around_days)."],
        ),
        ("jeudi 22 octobre 2026, 12 h 15", ["Heure de début : 12 h 15 (heure locale)."]),
        (
            "année scolaire 2026/27",
            [f"« année scolaire 2026/27 » : {SCHOOL_YEAR} (paramètre : academic_year_starts)."],
        ),
    ],
)
def test_french_is_told_as_french_is_written(text: str, lines: list[str]) -> None:
    """Days, months, the first of a month and hours stand as French writes them, in sentences of French."""
    said = parse_date(text, locale="fr").explain("fr_CH").splitlines()
    assert [line for line in said if line in lines] == lines


def test_early_to_mid_is_told_with_both_its_parts() -> None:
    """A stretch of parts names each of them."""
    said = parse_date("early to mid October 2026").explain()
    assert ": of a month's days, early is 1 to 10 (" in said
    assert ": of a month's days, mid is 11 to 20 (" in said


def test_numbers_choose_their_words() -> None:
    """One day is a day, in the words of each language."""
    once = parse_date("around 9 October 2026", policy=Policy(around_days=1))
    assert "reaches 1 day to each side" in once.explain()
    assert "ajoute 1 jour de chaque côté" in once.explain("fr")


def test_an_unknown_language_is_refused() -> None:
    """The error names the languages in which dates are explained."""
    with pytest.raises(UnknownNameError, match="'de': use one of en, fr"):
        parse_date("3 October 2026").explain("de")
