"""Owns what the reader of newsletters can find: the code, the severity, the sentence and the remedy of each.

The codes are stable; the sentences may change.
"""

from __future__ import annotations

from enum import Enum

from coecal.errors import Problem, Severity

_LONGEST, _LONGEST_REASON = 80, 400


class Finding(Enum):
    """A kind of problem: its code, its severity, its message and its remedy."""

    PERIOD_UNREAD = (
        "period-unread", Severity.WARNING,
        "the period {words!r} of the section was not understood",
        "write it as in 'July - September 2023'",
    )  # fmt: skip
    PERIOD_TURNED = (
        "period-turned", Severity.WARNING,
        "the period {words!r} of the section ends in an earlier month than it begins; it is read as {period}",
        "write both years, or the earlier month first",
    )  # fmt: skip
    NO_YEAR = (
        "no-year", Severity.ERROR,
        "the year of {words!r} is not known, so that dates without a year under it stay open",
        "write the year in the heading, in the section's heading or above all as the issue's period",
    )  # fmt: skip
    HEADING_OUTSIDE = (
        "heading-outside", Severity.WARNING,
        "the heading {words!r} lies outside its section's period, {period}",
        "correct the month or year of the heading, or the period of the section",
    )  # fmt: skip
    HEADING_INSIDE = (
        "heading-unknown", Severity.NOTE,
        "the heading {words!r} is no month; the rows under it are read as those of {before!r}",
        "leave it out, or write a month",
    )  # fmt: skip
    EMPTY_SECTION = (
        "empty-section", Severity.WARNING,
        "there is no row under the heading {words!r}",
        "write the rows under headings such as 'July 2023', a project, a tab and the activity each",
    )  # fmt: skip
    EMPTY_HEADING = (
        "empty-heading", Severity.NOTE,
        "there is no row under the heading {words!r}",
        "leave the heading out, or write its rows under it",
    )  # fmt: skip
    UNREAD_LINE = (
        "unread-line", Severity.WARNING,
        "the line {words!r} is no row and no heading, so that nothing was made of it",
        "write a row as a project, a tab, the title, place, mode and date; or move the line out of the list",
    )  # fmt: skip
    FOOTNOTE = (
        "footnote", Severity.NOTE,
        "the footnote {words!r} was passed over",
        "nothing needs to be done",
    )  # fmt: skip
    PAGE_LINE = (
        "page-line", Severity.NOTE,
        "the line {words!r} belongs to the page, not to the list, and was passed over",
        "nothing needs to be done",
    )  # fmt: skip
    ROW_TOO_LONG = (
        "row-too-long", Severity.WARNING,
        "the line {words!r} has {length} characters, more than the {limit} that a row may have; nothing was made of it",
        "part it into rows of one line each",
    )  # fmt: skip
    ROW_OUTSIDE = (
        "row-outside", Severity.WARNING,
        "{words!r} looks like a row, but stands in neither list, so that nothing was made of it",
        "move it under a month of 'Inventory of activities' or 'Coming next'",
    )  # fmt: skip
    ROW_WITHOUT_CELL = (
        "row-without-cell", Severity.WARNING,
        "the row {words!r} names no project or organiser before a tab; all of its words are taken for the activity",
        "put the project's name and a tab before the title",
    )  # fmt: skip
    ROW_WITHOUT_TITLE = (
        "row-without-title", Severity.WARNING,
        "the row {words!r} has no title apart from its place, mode or date",
        "write a title after the project",
    )  # fmt: skip
    ROW_AGAIN = (
        "row-again", Severity.NOTE,
        "the row {words!r} stands under {other!r} already, and is one activity",
        "nothing needs to be done if the list is ordered by project, region or country",
    )  # fmt: skip
    ROW_JOINED = (
        "row-joined", Severity.NOTE,
        "the line {words!r} is read as the rest of the row above it",
        "write each row on one line",
    )  # fmt: skip
    CELL_ASSUMED = (
        "cell-assumed", Severity.NOTE,
        "{words!r} at an end of the line is taken for who runs the activity, though no tab parts it off",
        "write it first, with a tab after it",
    )  # fmt: skip
    DATE_UNREAD = (
        "date-unread", Severity.ERROR,
        "the date {words!r} was not understood: {why}",
        "correct the date; until then the activity counts as undated",
    )  # fmt: skip
    WORDS_UNREAD = (
        "words-unread", Severity.WARNING,
        "{words!r} stands where the date belongs and is none",
        "write a date; until then the activity counts as undated",
    )  # fmt: skip
    DATE_REMARK = (
        "date-remark", Severity.NOTE,
        "the words {words!r} in brackets after the date were passed over",
        "nothing, unless they say where, how or when it takes place",
    )  # fmt: skip
    WORDS_AFTER_DATE = (
        "words-after-date", Severity.WARNING,
        "the words {words!r} after the date are no place and no mode, and are taken for the end of the title",
        "move them into the title, before the place and the date",
    )  # fmt: skip
    DATE_IN_TITLE = (
        "date-in-title", Severity.WARNING,
        "the title ends with {words!r}, which looks like a date; no comma stands before it",
        "put a comma before the date",
    )  # fmt: skip
    SECOND_DATE = (
        "second-date", Severity.WARNING,
        "{words!r} looks like a second date; it is left in the title",
        "write one date at the end of the row",
    )  # fmt: skip
    TWO_MODES = (
        "two-modes", Severity.NOTE,
        "the row says both {words!r} and {other!r}, and is taken for hybrid",
        "write hybrid, or one of the two",
    )  # fmt: skip
    DAYS_ASSUMED = (
        "days-assumed", Severity.NOTE,
        "{words!r} is read as days of {heading!r}, under which it stands",
        "write the month after the days",
    )  # fmt: skip
    PLACE_ASSUMED = (
        "place-assumed", Severity.NOTE,
        "{words!r} is taken for a place, since it stands beside {other!r} and looks like a name",
        "nothing, if it is a place; else join it to the title without a comma",
    )  # fmt: skip
    PLACE_UNKNOWN = (
        "place-unknown", Severity.NOTE,
        "{words!r} looks like a place, but none of that name is known, so that it stays in the title",
        "if it is a place, check its name, or write its country right after it",
    )  # fmt: skip
    PLACE_IN_TITLE = (
        "place-in-title", Severity.NOTE,
        "{words!r} is taken for the end of a list of countries in the title, not for the place",
        "if it is the place, write the list in the title without commas",
    )  # fmt: skip
    PLACE_INSIDE = (
        "place-inside", Severity.WARNING,
        "{words!r} may be the place, but {after!r} after it is neither mode nor date, so that both stay in the title",
        "write the place, the mode and the date last",
    )  # fmt: skip
    MODE_REMARK = (
        "mode-remark", Severity.NOTE,
        "the words {words!r} after the mode {mode!r} were passed over",
        "nothing, unless they say where or when it takes place",
    )  # fmt: skip
    REMARK = (
        "remark", Severity.NOTE,
        "the remark {words!r} is neither title, place, mode nor date; it stands in the source's text only",
        "nothing, unless it belongs to the title: then write it before the place",
    )  # fmt: skip
    NOTE_SIGN = (
        "note-sign", Severity.NOTE,
        "the sign {words!r} after {other!r} was passed over",
        "nothing, unless the note that it points to changes the date",
    )  # fmt: skip
    TIME_OF_DAY = (
        "time-of-day", Severity.NOTE,
        "the time of day {words!r} could not be read; it is kept in the words of the date only",
        "write it as 14:00-16:00, with the zone as UTC+2 or Europe/Paris",
    )  # fmt: skip
    UNKNOWN_PROJECT = (
        "unknown-project", Severity.WARNING,
        "{words!r} is no known project and is taken for an organiser; did you mean {other!r}?",
        "correct the name, or give the project a block of its own",
    )  # fmt: skip
    HIDDEN_PROJECT = (
        "hidden-project", Severity.WARNING,
        "{words!r} is taken for an organiser, though the name of the project {other!r} stands in it",
        "part the names by a comma, if the project is meant",
    )  # fmt: skip
    NO_PROJECTS = (
        "no-projects", Severity.WARNING,
        "no block of a project was found, so that all who run activities are taken for organisers",
        "add each project's name with its lines 'Duration:', 'Budget:' and so on, or one line 'Projects: A, B'",
    )  # fmt: skip
    BLOCK_WITHOUT_NAME = (
        "block-without-name", Severity.WARNING,
        "the project whose lines begin with {words!r} has no name above them",
        "write the project's name on a line of its own above them",
    )  # fmt: skip
    DURATION_UNREAD = (
        "duration-unread", Severity.WARNING,
        "the duration {words!r} of {project} was not understood: {why}",
        "write it as in 'January 2021 - December 2027'",
    )  # fmt: skip
    BUDGET_UNREAD = (
        "budget-unread", Severity.WARNING,
        "the budget {words!r} of {project} was not understood",
        "write one amount with its currency, as in 'EUR 2.5 million'",
    )  # fmt: skip
    COUNTRY_UNREAD = (
        "country-unread", Severity.WARNING,
        "{words!r} among the participating countries of {project} is no known country or region",
        "correct the name",
    )  # fmt: skip
    FUNDING_DIFFERS = (
        "funding-differs", Severity.NOTE,
        "the funding of {project} is written in two ways, {words!r} and {other!r}; the fuller one is kept",
        "write it the same way in both places",
    )  # fmt: skip
    FRAME_DIFFERS = (
        "frame-differs", Severity.WARNING,
        "the {field} of {project} is {words!r} here and {other!r} elsewhere; what the closing list says is kept",
        "write the same in both places",
    )  # fmt: skip
    REPORT_WITHOUT_TITLE = (
        "report-without-title", Severity.WARNING,
        "no title stands under the place line {words!r}",
        "write the title under it, as in 'In person | Course on wells'",
    )  # fmt: skip
    REPORT_WITHOUT_DATE = (
        "report-without-date", Severity.WARNING,
        "the report {words!r} has no date in its place line",
        "write the place and the date above its title, as in 'LOME, TOGO, 3-4 May'",
    )  # fmt: skip
    REPORT_WITHOUT_PLACE = (
        "report-without-place", Severity.NOTE,
        "the report {words!r} has no place in its place line",
        "write the place before the date, as in 'LOME, TOGO, 3-4 May'",
    )  # fmt: skip
    REPORT_PLACE = (
        "report-place-unknown", Severity.NOTE,
        "of {words!r} in the place line of a report no country or region is known",
        "check the name, or write the country after it",
    )  # fmt: skip
    REPORT_MODE = (
        "report-mode-unread", Severity.WARNING,
        "{words!r} before a report's title is neither a mode nor a project, and stays in the title",
        "write in person, online or hybrid before the bar",
    )  # fmt: skip
    REPORT_UNSURE = (
        "report-unsure", Severity.NOTE,
        "the report {words!r} may be about {rows}, which is not sure, so that it is not linked",
        "use the words of the row in its title, or correct the place or date of one of them",
    )  # fmt: skip
    REPORT_WITHOUT_ROW = (
        "report-without-row", Severity.NOTE,
        "the report {words!r} is about none of the rows that are listed",
        "add what it reports on to the inventory, if it belongs there",
    )  # fmt: skip
    REPORT_DATE = (
        "report-date-differs", Severity.WARNING,
        "the report {words!r} gives the date {date!r}, and {rows}",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    REPORT_MODE_DIFFERS = (
        "report-mode-differs", Severity.WARNING,
        "the report {words!r} says {mode!r}, and {rows}",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    REPORT_TEXT_DATE = (
        "report-text-date", Severity.WARNING,
        "the report {words!r} gives the date {date!r} in its place line and {other!r} in its text",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    REPORT_TEXT_MODE = (
        "report-text-mode", Severity.WARNING,
        "the report {words!r} says {mode!r} before its title and {other!r} in its text",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    SAVE_UNREAD = (
        "save-the-date-unread", Severity.WARNING,
        "no date was found in {words!r} under the save-the-dates",
        "write it as '3-4 May 2027, Lome, Togo: Harvest supper'",
    )  # fmt: skip
    SAVE_UNSURE = (
        "save-the-date-unsure", Severity.NOTE,
        "the save-the-date {words!r} may announce {rows}, which is not sure, so that it is not linked",
        "use the words of the row in its title, or correct the place or date of one of them",
    )  # fmt: skip
    SAVE_DATE = (
        "save-the-date-differs", Severity.WARNING,
        "the save-the-date {words!r} gives the date {date!r}, and {rows}",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    SAVE_MODE_DIFFERS = (
        "save-the-date-mode-differs", Severity.WARNING,
        "the save-the-date {words!r} says {mode!r}, and {rows}",
        "find out which is right, and write it in both places",
    )  # fmt: skip
    FIGURE_UNREAD = (
        "figure-unread", Severity.WARNING,
        "no number was found in {words!r}, which looks like a figure",
        "write it as 'Members as of 30 September 2027: 41'",
    )  # fmt: skip
    FIGURE_DATE = (
        "figure-date-unread", Severity.WARNING,
        "the day {words!r} up to which a figure holds was not understood: {why}",
        "write it as '30 September 2027'",
    )  # fmt: skip
    FIGURE_SUM = (
        "figure-sum", Severity.WARNING,
        "the total {words!r} is not what the figures above it add up to, {other}",
        "correct the total or one of the figures",
    )  # fmt: skip
    FIGURE_DIFFERS = (
        "figure-differs", Severity.WARNING,
        "the figure {words!r} is {value} here and {other} in line {line_of_other}",
        "find out which is right, and write it in both places",
    )  # fmt: skip

    def at(self, line: int | None, words: str = "", **others: str) -> Problem:
        """Return the problem at a line, with the words that it is about; long words are cut short."""
        code, severity, message, remedy = self.value
        shown = {
            name: _short(text, _LONGEST_REASON if name == "why" else _LONGEST)
            for name, text in (("words", words), *others.items())
        }
        return Problem(line=line, code=code, severity=severity, message=message.format(**shown), remedy=remedy)


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"
