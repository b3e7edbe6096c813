"""Owns the way from sheets to a programme: each row an activity, what cannot be read a problem with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from coecal.activities import Activity, Mode, Source, Status
from coecal.dates import DateStatus, FuzzyDate, parse_period
from coecal.errors import CoecalError, DateError, InputError, Problem, Severity
from coecal.identity import UidMaker
from coecal.places import Places, default_places
from coecal.places.countries import country_codes
from coecal.programme import Programme
from coecal.projects import named_projects
from coecal.ranges import Period
from coecal.readers.newsletter.headings import month_after, read_period
from coecal.readers.tables.columns import Header, describe_columns, find_header, has_dates, key, known_words
from coecal.readers.tables.days import Order, order_of, read_when
from coecal.readers.tables.inferring import complete_header, infer_header
from coecal.readers.tables.sheets import Line, Sheet

_SEVERAL = re.compile(r"\s*[;\n]\s*|\s*,\s*|\s+/\s+")
_LINES = re.compile(r"[;\n]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)(?=\s*(?:,|$))")
_AND = re.compile(r"\s+et\s+")
_PIECES = re.compile(r"\s*[,(;]\s*")
_UID = re.compile(r"[!-~]{1,255}")


def read_sheets(
    sheets: Sequence[Sheet],
    *,
    names: Mapping[str, str],
    places: Places | None,
    source: str | None,
    problems: Sequence[Problem] = (),
    issue: Period | None = None,
) -> Programme:
    """Return the programme that sheets hold.

    Args:
        sheets: the sheets of a file.
        names: headings of the user's own by field.
        places: the places that are known; None: those that coecal knows.
        source: the file's name, for errors.
        problems: what was noted on the way here.
        issue: the period that supplies years where no sheet names one.

    Raises:
        InputError: no sheet has a line of headings.
    """
    reading = _Reading(names, default_places() if places is None else places, issue)
    reading.problems += problems
    headers = [header for sheet in sheets if (header := reading.read(sheet)) is not None]
    _check_headers(headers, names, source)
    return Programme(
        activities=reading.activities,
        projects=named_projects(name for activity in reading.activities for name in activity.projects),
        problems=reading.problems,
    )


def _check_headers(headers: Sequence[Header], names: Mapping[str, str], source: str | None) -> None:
    """Refuse a file without headings, and one that lacks a heading that the user named."""
    if not headers:
        named = f", such as {', '.join(names.values())}" if names else ", such as Activity, Date, Place"
        msg = (
            f"there is no line of headings with a title and a date or place: name the columns{named}, or give a "
            "mapping of your own"
        )
        raise InputError(msg, source=source)
    for field, heading in names.items():
        wanted = key(heading)
        if not any(field in header.columns and key(header.heading(field)) == wanted for header in headers):
            there = ", ".join(map(repr, headers[0].line.filled))
            msg = f"no column is headed {heading!r}, as was said of {field}: the headings are {there}"
            raise InputError(msg, source=source, line=headers[0].line.number)


class _Reading:
    """Reads sheet after sheet into one programme."""

    def __init__(self, names: Mapping[str, str], places: Places, issue: Period | None) -> None:
        self._names = names
        self._places = places
        self._issue = issue
        self._uids = UidMaker()
        self._taken: set[str] = set()
        self.activities: list[Activity] = []
        self.problems: list[Problem] = []

    def read(self, sheet: Sheet) -> Header | None:
        """Read a sheet; one without headings is noted and left out."""
        header = known = find_header(sheet, self._names)
        if known is None or not has_dates(known):
            header = infer_header(sheet, known, self._names, self._places) or known
        if header is not None and header is known:
            header = complete_header(sheet, known, self._places)
        if header is None:
            if sheet.lines:
                self._note(sheet.lines[0].number, "no-headings", f"the sheet {sheet.name!r} has no line of headings")
            return None
        lines = [line for line in sheet.lines if line.number > header.line.number]
        told = "" if header == known else ", as what stands in them shows"
        self._note(header.line.number, "table-columns", f"{describe_columns(header)}{told}")
        order = self._order(lines, header)
        issue = within = self._period_before(sheet, header) or self._issue
        heading: str | None = None
        cell: tuple[Period, str] | None = None  # a cell of months holds until the next, as where cells are merged
        column = header.columns.get("within")
        for line in lines:
            words = line.filled
            is_heading = len(words) == 1 and not _is_dated(line, header)
            if is_heading and (period := _month(words[0], issue, within)) is not None:
                within, heading, cell = period, words[0], None
                continue
            if column is not None and line.words(column):
                own = _month(line.words(column), within, None)
                cell = None if own is None else (own, line.words(column))
            self._add(line, header, *(cell or (within, heading or sheet.name or None)), order)
        return header

    def _order(self, lines: list[Line], header: Header) -> Order:
        order = order_of(lines, header)
        if order.against:
            self._warn(
                header.line.number, "date-order",
                f"{order.shown} dates can only be {'day' if order.day_first else 'month'} first and {order.against} "
                "only the other way round; the first were followed", "Write the dates in one way, such as 2026-10-03.",
            )  # fmt: skip
        elif order.shown:
            self._note(
                header.line.number, "date-order",
                f"numeric dates are {'day' if order.day_first else 'month'} first, as {order.shown} of them show",
            )  # fmt: skip
        return order

    def _period_before(self, sheet: Sheet, header: Header) -> Period | None:
        """The period that a title above the headings or the name of the sheet says, else the one year in them."""
        above = [words for line in sheet.lines if line.number < header.line.number for words in line.filled]
        inside = [match[1] for words in above for match in re.finditer(r"\(([^()]+)\)", words)]
        said = next((period for words in (*inside, *above[::-1], sheet.name) if (period := _period(words))), None)
        years = {int(year) for words in (*above, sheet.name) for year in _YEAR.findall(words)}
        return Period.year(years.pop()) if said is None and len(years) == 1 else said

    def _add(self, line: Line, header: Header, within: Period | None, heading: str | None, order: Order) -> None:
        cells = _with_mode({field: line.words(column) for field, column in header.columns.items()})
        if not cells["title"]:
            message = f"the row {' | '.join(line.filled)!r} has no title and was left out"
            self._warn(line.number, "row-without-title", message, "Write the title in its column.")
            return
        when = self._when(line, header, within, order)
        places, countries, regions = self._located(line, cells)
        mode = self._choice(line, "mode", cells.get("mode", ""), known_words().modes)
        status = self._choice(line, "status", cells.get("status", ""), known_words().statuses)
        if status is None and when.status is not None:
            status = Status.CANCELLED if when.status is DateStatus.CANCELLED else Status.POSTPONED
        projects, organisers = _several(cells.get("projects", "")), _several(cells.get("organisers", ""))
        self.activities.append(
            Activity(
                uid=self._uid(line, cells, projects or organisers, countries),
                title=cells["title"],
                when=when,
                projects=projects,
                organisers=organisers,
                people=_persons(line, header),
                mode=mode if isinstance(mode, Mode) else None,
                places=places,
                countries=countries,
                regions=regions,
                status=status if isinstance(status, Status) else Status.PLANNED,
                source=Source(heading=heading, line=line.number, text=" | ".join(line.filled)),
                url=cells.get("url") or None,
            )
        )

    def _when(self, line: Line, header: Header, within: Period | None, order: Order) -> FuzzyDate:
        if not has_dates(header):
            return FuzzyDate.undated(within)
        try:
            return read_when(line, header, within, order)
        except CoecalError as error:
            words = " - ".join(
                line.words(header.columns[field])
                for field in ("when", "start", "end", "edtf")
                if field in header.columns
            ).strip(" -")
            why = error.message if isinstance(error, DateError) else str(error)
            self._warn(
                line.number,
                "date-unread",
                f"the date {words!r} could not be read: {why}",
                "Write it as 3-5 October 2026.",
            )
            return FuzzyDate.undated(within, text=words)

    def _located(
        self, line: Line, cells: Mapping[str, str]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        written = _places(cells.get("places", ""))
        places = tuple(filter(None, (part.strip() for part in written.split(","))))
        named = _several(cells.get("countries", ""))
        countries = [code for name in named if (code := self._code(line, name)) is not None]
        found = self._places.find_place(written) if places else None
        if found is None:
            parts = [self._places.find_place(_AND.sub(" and ", part)) for part in places]
            inside = [code for place in parts if place is not None for code in place.countries]
        else:
            inside = list(found.countries)
        codes = tuple(dict.fromkeys(countries or inside))
        if places and not codes and not any(map(self._places.find_region, places)):
            codes = tuple(dict.fromkeys(code for part in places if (code := self._places.guess_city(part)) is not None))
            told = f"{written!r} was taken for a city" if codes else f"no country is known for {written!r}"
            self._note(line.number, "place-assumed" if codes else "place-unknown", told)
        regions = [
            *_several(cells.get("regions", "")),
            *(name for code in codes for name in self._places.regions_of(code)),
        ]
        return places or named, codes, tuple(dict.fromkeys(regions))

    def _code(self, line: Line, name: str) -> str | None:
        code = name if name in country_codes() else self._places.find_country(name)
        if code is None:
            self._warn(
                line.number,
                "unknown-country",
                f"{name!r} is no country that is known here",
                "Write its usual name or code.",
            )
        return code

    def _choice(
        self, line: Line, what: str, words: str, known: Mapping[str, Mode] | Mapping[str, Status]
    ) -> Mode | Status | None:
        if not words:
            return None
        found = known.get(key(words))
        if found is None:
            choices = ", ".join(dict.fromkeys(value.value for value in known.values()))
            self._warn(
                line.number, f"unknown-{what}", f"{words!r} is no {what} that is known here", f"Write one of {choices}."
            )
        return found

    def _uid(self, line: Line, cells: Mapping[str, str], bodies: Sequence[str], countries: Sequence[str]) -> str:
        given = cells.get("uid", "")
        if _UID.fullmatch(given) and given not in self._taken:
            uid = given
        else:
            if given:
                why = "stands here twice" if given in self._taken else "has characters that no identifier may have"
                self._warn(
                    line.number,
                    "uid",
                    f"the identifier {given!r} {why}; the row got one of its own",
                    "Give each row its own.",
                )
            uid = self._uids.make(cells["title"], bodies, countries)
        self._taken.add(uid)
        return uid

    def _warn(self, line: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(line=line, code=code, severity=Severity.WARNING, message=message, remedy=remedy))

    def _note(self, line: int, code: str, message: str) -> None:
        remedy = "Nothing needs to be done if that is so."
        self.problems.append(Problem(line=line, code=code, severity=Severity.NOTE, message=message, remedy=remedy))


def _is_dated(line: Line, header: Header) -> bool:
    """Whether a cell in a column of dates is filled, so that what stands there is no heading."""
    fields = ("when", "start", "end", "edtf")
    return any(line.words(column) for field, column in header.columns.items() if field in fields and column > 0)


def _with_mode(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Return the cells of a row with its mode and its place each in its own, where one cell says both."""
    modes, mode, places = known_words().modes, cells.get("mode", ""), cells.get("places", "")
    words = places if not mode else mode if not places else ""
    pieces = [piece for part in _PIECES.split(words) if (piece := part.strip(" )"))]
    found = [piece for piece in pieces if key(piece) in modes]
    if not found or key(mode) in modes:
        return cells
    return {**cells, "mode": found[0], "places": ", ".join(piece for piece in pieces if piece not in found)}


def _places(words: str) -> str:
    """Return the words of a place without brackets around its country, and "" where it is not known yet."""
    if key(words) in known_words().nobody:
        return ""
    return _BRACKETS.sub(r", \1", words)


def _several(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in _SEVERAL.split(words)))))


def _persons(line: Line, header: Header) -> tuple[str, ...]:
    """Return the persons of a row; commas part them only where nothing else does, as one may stand within a name."""
    column = header.columns.get("people", len(line.cells))
    cell = line.cells[column] if column < len(line.cells) else None
    words = cell.strip() if isinstance(cell, str) else ""
    parts = _LINES.split(words) if _LINES.search(words) else words.split(",")
    names = [name for part in parts if any(map(str.isalpha, name := " ".join(part.strip(" ,").split())))]
    return tuple(dict.fromkeys(name for name in names if key(name) not in known_words().nobody))


def _month(words: str, issue: Period | None, last: Period | None) -> Period | None:
    """Return the period that a heading between rows says; a missing year is that of the issue, or the one after."""
    period = _period(words) or (None if issue is None else read_period(words, issue))
    return period if period is None or last in (None, issue) else month_after(period, last, words)


def _period(words: str) -> Period | None:
    try:
        return parse_period(words) if words else None
    except DateError:
        return None


def numbered(rows: Sequence[Mapping[str, object]]) -> Iterator[Line]:
    """Yield rows of a data frame as lines, the headings first."""
    headings = list(rows[0]) if rows else []
    yield Line(1, tuple(headings))
    for number, row in enumerate(rows, 2):
        yield Line(number, tuple(_cell(row[heading]) for heading in headings))


def _cell(value: object) -> str | None:
    missing = value is None or value != value  # noqa: PLR0124 - NaN and NaT are not themselves
    return None if missing else str(value)
