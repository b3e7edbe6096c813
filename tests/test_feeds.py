"""A folder of feeds: which files there are, what is in the list and on the page, and what a second run changes."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import attrs
import icalendar
import pytest
from feed_cases import CASES, ISSUE, UNDATED, activity
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import programmes

from coecal.activities import Activity
from coecal.errors import InputError, UnknownNameError
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import Period
from coecal.site.feeds import FeedsWritten, write_feeds
from coecal.site.files import SOMETIMES
from coecal.site.plan import plan_feeds
from coecal.site.stems import file_stems

PATHS = [
    "all.ics",
    "countries/GH.ics",
    "firm/all.ics",
    "firm/countries/GH.ics",
    "firm/projects/dry-run.ics",
    "firm/projects/well-plus.ics",
    "firm/regions/west-africa.ics",
    "projects/dry-run.ics",
    "projects/well-plus.ics",
    "regions/west-africa.ics",
    "undated.ics",
]


def programme(*names: str) -> Programme:
    """Return a programme with the activities of some cases and an undated one."""
    return Programme(
        title="Wells & Pumps",
        as_of=ISSUE,
        projects=(Project(key="well-plus", name="WELL+"), Project(key="dry-run", name="Dry Run")),
        activities=(*(CASES[name].activity for name in names), UNDATED),
    )


PAGES = ["timeline.html", "calendar.html", "statistics.html", "index.html"]
WELLS = programme("some days", "window", "several stretches")


def listed(folder: Path) -> dict[str, tuple[str, int]]:
    """Return what `feeds.json` says: title and count by path, which stand in order."""
    entries = json.loads((folder / "feeds.json").read_text(encoding="utf-8"))
    paths = [entry["path"] for entry in entries]
    assert paths == sorted(paths)
    assert all(set(entry) == {"path", "title", "count"} for entry in entries)
    return {entry["path"]: (entry["title"], entry["count"]) for entry in entries}


def uids(folder: Path, path: str) -> set[str]:
    """Return the UIDs of the activities in a feed."""
    events = icalendar.Calendar.from_ical((folder / path).read_bytes()).events
    return {str(event.get("X-COECAL-UID", event["UID"])) for event in events}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_programme_has_its_feeds(tmp_path: Path) -> None:
    """All, projects, regions, countries, the same firm only, and what has no date; beside them a list and a page."""
    written = write_feeds(WELLS, tmp_path / "new" / "folder")
    assert written == FeedsWritten(written=(*PATHS, "feeds.json", *PAGES), unchanged=(), emptied=())
    assert sorted(files(tmp_path / "new" / "folder")) == sorted(written.written)
    assert list(listed(tmp_path / "new" / "folder")) == PATHS


def test_the_list_counts_activities(tmp_path: Path) -> None:
    """An activity of several stretches counts once, and one without any day counts among the undated alone."""
    write_feeds(WELLS, tmp_path)
    found = listed(tmp_path)
    assert found["all.ics"] == ("Wells & Pumps", 3)
    assert found["firm/all.ics"] == ("Wells & Pumps (firm dates)", 2)
    assert found["projects/well-plus.ics"] == ("WELL+", 3)
    assert found["projects/dry-run.ics"] == ("Dry Run", 0)
    assert found["regions/west-africa.ics"] == ("West Africa", 3)
    assert found["countries/GH.ics"] == ("Ghana", 3)
    assert found["undated.ics"] == ("Wells & Pumps (no date yet)", 1)
    for path, (title, count) in found.items():
        calendar = icalendar.Calendar.from_ical((tmp_path / path).read_bytes())
        assert (calendar.calendar_name, len(uids(tmp_path, path))) == (title, count)


def test_a_feed_holds_what_its_name_says(tmp_path: Path) -> None:
    """A project's feed has the activities of the project, however its name is spelt, and so for the others."""
    made = {
        "a": attrs.evolve(CASES["some days"].activity, uid="a@c", projects=("Well +",), countries=("GH", "BJ")),
        "b": attrs.evolve(CASES["some days"].activity, uid="b@c", projects=("WELL+", "Dry Run"), regions=()),
        "c": attrs.evolve(CASES["some days"].activity, uid="c@c", projects=("Outside Project",), countries=()),
    }
    write_feeds(attrs.evolve(WELLS, activities=made.values()), tmp_path)
    assert uids(tmp_path, "projects/well-plus.ics") == {"a@c", "b@c"}
    assert uids(tmp_path, "projects/dry-run.ics") == {"b@c"}
    assert uids(tmp_path, "projects/outside-project.ics") == {"c@c"}
    assert uids(tmp_path, "countries/BJ.ics") == {"a@c"}
    assert uids(tmp_path, "regions/west-africa.ics") == {"a@c", "c@c"}


def test_vague_dates_go_where_they_are_sent(tmp_path: Path) -> None:
    """With the undated feed as their place, they leave every other one."""
    write_feeds(WELLS, tmp_path, vague="undated-feed")
    assert uids(tmp_path, "all.ics") == {"days@coecal", "several@coecal"}
    assert uids(tmp_path, "undated.ics") == {"window@coecal", "undated@coecal"}
    assert listed(tmp_path)["undated.ics"][1] == 2


def test_skipped_dates_go_nowhere(tmp_path: Path) -> None:
    """With `skip` the undated feed is empty too."""
    write_feeds(WELLS, tmp_path, vague="skip")
    assert uids(tmp_path, "undated.ics") == set()


def test_undated_activities_stand_at_the_start_of_what_is_known(tmp_path: Path) -> None:
    """Without any day of its own, an activity is shown on the day of the issue, else on the period's first."""
    unknown = attrs.evolve(WELLS, activities=(attrs.evolve(UNDATED, last_modified=None),), period=Period.year(2026))
    for as_of, day in ((ISSUE, b"20260930"), (None, b"20260101")):
        write_feeds(attrs.evolve(unknown, as_of=as_of), tmp_path)
        assert b"DTSTART;VALUE=DATE:" + day in (tmp_path / "undated.ics").read_bytes()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    """The same programme leaves every file alone, its time of change included."""
    write_feeds(WELLS, tmp_path)
    for path in tmp_path.rglob("*"):
        os.utime(path, (1, 1))
    again = write_feeds(attrs.evolve(WELLS, activities=reversed(WELLS.activities)), tmp_path)
    assert again == FeedsWritten(written=(), unchanged=(*PATHS, "feeds.json", *PAGES), emptied=())
    assert {path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file()} == {1}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """An activity that moves touches the feeds that show it, and no other."""
    write_feeds(WELLS, tmp_path)
    moved = attrs.evolve(WELLS.activities[1], when=CASES["deadline"].activity.when, sequence=4)
    written = write_feeds(attrs.evolve(WELLS, activities=(WELLS.activities[0], moved, *WELLS.activities[2:])), tmp_path)
    feeds = ["all.ics", "countries/GH.ics", "projects/well-plus.ics", "regions/west-africa.ics"]
    assert [path for path in written.written if path not in PAGES] == feeds
    assert {"timeline.html", "calendar.html", "index.html"} <= set(written.written)
    assert written.emptied == ()


def test_a_feed_that_is_no_longer_produced_becomes_empty(tmp_path: Path) -> None:
    """Its subscribers keep asking for it: it stays, empty and listed, until somebody removes the file."""
    write_feeds(WELLS, tmp_path)
    elsewhere = [attrs.evolve(each, countries=("BJ",)) for each in WELLS.activities]
    later = attrs.evolve(WELLS, activities=elsewhere)
    written = write_feeds(later, tmp_path)
    assert written.emptied == ("countries/GH.ics", "firm/countries/GH.ics")
    for path in written.emptied:
        assert uids(tmp_path, path) == set()
    assert listed(tmp_path)["countries/GH.ics"] == ("Ghana", 0)
    again = write_feeds(later, tmp_path)
    assert (again.written, again.emptied) == ((), ())
    assert listed(tmp_path)["countries/GH.ics"] == ("Ghana", 0)


def test_a_feed_that_was_empty_before_stays_as_it_is(tmp_path: Path) -> None:
    """A project without activities that is gone has left the same empty calendar already."""
    write_feeds(WELLS, tmp_path)
    written = write_feeds(attrs.evolve(WELLS, projects=WELLS.projects[:1]), tmp_path)
    assert written.emptied == ()
    assert "projects/dry-run.ics" in written.unchanged


def test_a_feed_that_somebody_removed_stays_away(tmp_path: Path) -> None:
    """What is no longer produced and no longer there is not listed."""
    write_feeds(WELLS, tmp_path)
    (tmp_path / "projects" / "dry-run.ics").unlink()
    write_feeds(attrs.evolve(WELLS, projects=WELLS.projects[:1]), tmp_path)
    assert "projects/dry-run.ics" not in listed(tmp_path)
    assert not (tmp_path / "projects" / "dry-run.ics").exists()


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """A calendar that no earlier run has listed is none of ours."""
    (tmp_path / "mine.ics").write_bytes(b"mine")
    write_feeds(WELLS, tmp_path)
    write_feeds(WELLS, tmp_path)
    assert (tmp_path / "mine.ics").read_bytes() == b"mine"
    assert "mine.ics" not in listed(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        '[{"path": "all.ics"}]',
        '[{"path": "../all.ics", "title": "x", "count": 1}]',
        '[{"path": "/etc/all.ics", "title": "x", "count": 1}]',
        '[{"path": "a/./../../b.ics", "title": "x", "count": 1}]',
        '[{"path": "notes.txt", "title": "x", "count": 1}]',
        '[{"path": "all.ics", "title": null, "count": 1}]',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_list_of_others_is_not_overwritten(content: str, tmp_path: Path) -> None:
    """A `feeds.json` that is none of ours stops everything before a file is written."""
    before = content.encode(errors="surrogateescape")
    (tmp_path / "feeds.json").write_bytes(before)
    with pytest.raises(InputError, match=r"feeds\.json: is no list of feeds as coecal writes it"):
        write_feeds(WELLS, tmp_path)
    assert files(tmp_path) == {"feeds.json": before}


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """Where a file cannot be put in its place, the error says which, and no temporary file stays."""
    (tmp_path / "index.html").mkdir()
    with pytest.raises(InputError, match=r"index\.html: cannot be written \(.*\): choose a folder where"):
        write_feeds(WELLS, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if "tmp" in path.name] == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The error is a sentence with the path."""
    (tmp_path / "feeds").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        write_feeds(WELLS, tmp_path / "feeds")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nobody forbids root to write")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    """The error is a sentence with the path."""
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="cannot be written"):
        write_feeds(WELLS, tmp_path)


def test_an_unknown_way_to_show_vague_dates_writes_nothing(tmp_path: Path) -> None:
    """The word is checked before the folder is touched."""
    with pytest.raises(UnknownNameError, match="use one of"):
        write_feeds(WELLS, tmp_path / "folder", vague="guess")
    assert not (tmp_path / "folder").exists()


def test_two_stretches_and_an_activity_of_one_uid_write_nothing(tmp_path: Path) -> None:
    """What cannot be a feed is found before a file is written."""
    twice = attrs.evolve(CASES["some days"].activity, uid="several-2@coecal")
    with pytest.raises(InputError, match="'several-2@coecal'"):
        write_feeds(attrs.evolve(WELLS, activities=(*WELLS.activities, twice)), tmp_path / "folder")
    assert not (tmp_path / "folder").exists()


def test_feeds_know_their_address(tmp_path: Path) -> None:
    """Where the folder's address is given, each feed names its own, and the page has links that subscribe at once."""
    write_feeds(WELLS, tmp_path, url="https://example.org/wells/")
    source = b"SOURCE;VALUE=URI:https://example.org/wells/projects/well-plus.ics\r\n"
    assert source in (tmp_path / "projects" / "well-plus.ics").read_bytes()
    assert "webcal://example.org/wells/all.ics" in page(tmp_path).links


@pytest.mark.parametrize(
    ("keys", "stems"),
    [
        (["well-plus", "Dry Run"], ["well-plus", "dry-run"]),
        (["con", "NUL", "com1", "lpt9", "aux"], None),
        (["..", "../..", "/", "", "a/b"], None),
        (["GLACY +", "GLACY+", "glacy-plus"], None),
        (["вода", "水", "!"], None),
        (["x" * 300, "x" * 299], None),
        (["con", "con-1143da2b"], None),
    ],
)
def test_names_of_files_are_safe(keys: list[str], stems: list[str] | None) -> None:
    """A name is short, plain, allowed on every system and that of one key alone, in whatever order they come."""
    found = file_stems(keys)
    assert file_stems(reversed(keys)) == found
    assert stems is None or list(found.values()) == stems
    assert len({stem.casefold() for stem in found.values()}) == len(keys)
    for stem in found.values():
        assert 0 < len(stem) <= 80
        assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert stem not in {"con", "nul", "com1", "lpt9", "aux"}


def test_a_key_keeps_its_name_when_another_comes_near() -> None:
    """The file of a project's own key never becomes that of another."""
    assert file_stems(["glacy-plus", "GLACY+"])["glacy-plus"] == "glacy-plus"


def test_persons_are_in_no_file(tmp_path: Path) -> None:
    """Who is needed in an activity is for planning alone, and no feed, list or page shows it."""
    made = [attrs.evolve(each, people=("Qwertz Uiop",)) for each in WELLS.activities]
    write_feeds(attrs.evolve(WELLS, activities=made), tmp_path)
    assert [path for path, data in files(tmp_path).items() if b"Qwertz" in data] == []


def test_a_region_keeps_its_file_when_another_comes_near(tmp_path: Path) -> None:
    """Subscribers of a file never see it empty, nor with what belongs to a region of nearly the same name."""
    when = CASES["some days"].activity.when
    first = attrs.evolve(activity("first", when), regions=("Lake Region",))
    second = attrs.evolve(activity("second", when), regions=("Lake-Region!",))
    for made in ([first], [first, second], [second], [second, first]):
        write_feeds(Programme(activities=made), tmp_path)
        held = {"first@coecal"} if first in made else set()
        assert uids(tmp_path, "regions/lake-region.ics") == held
    regions = {path for path in listed(tmp_path) if path.startswith("regions/")}
    (other,) = regions - {"regions/lake-region.ics"}
    assert uids(tmp_path, other) == {"second@coecal"}


@pytest.mark.parametrize("code", ["gh", "../x", "GHA", "con"])
def test_codes_of_ones_own_do_not_take_the_name_of_a_country(code: str) -> None:
    """Paths stay apart even where capitals are no difference."""
    own = attrs.evolve(CASES["some days"].activity, countries=("GH", code))
    plans = plan_feeds(Programme(activities=(own,)))
    folded = [plan.path.casefold() for plan in plans]
    assert len(set(folded)) == len(folded)
    assert "countries/GH.ics" in [plan.path for plan in plans]
    assert not any(".." in plan.path for plan in plans)


class Page(HTMLParser):
    """What a page holds; elements that are not closed in order are an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self.names: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the element says."""
        self.names.add(tag)
        self.links += [value for name, value in attrs if name == "href" and value is not None]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it is the element opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.texts.append(data)


def page(folder: Path) -> Page:
    """Return the page of a folder."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n<html lang=")
    found = Page(text)
    assert found.open == []
    return found


def test_the_page_lists_every_feed(tmp_path: Path) -> None:
    """Each feed has a relative link that leads to its file, its title and its count; nothing is loaded."""
    write_feeds(WELLS, tmp_path)
    found = page(tmp_path)
    assert sorted(link for link in found.links if link.endswith(".ics")) == PATHS
    assert all((tmp_path / link).is_file() for link in found.links if not re.match("#|https?:", link))
    assert found.names.isdisjoint({"img", "iframe", "link"})
    text = "".join(found.texts)
    assert "WELL+ 3 activities" in text
    assert "Wells & Pumps (no date yet) 1 activity" in text


def test_the_page_names_what_has_no_date(tmp_path: Path) -> None:
    """Undated activities stand on the page, with their words, project and places."""
    write_feeds(WELLS, tmp_path)
    text = "".join(page(tmp_path).texts)
    section = " ".join(text.partition("Planned, but nobody has said on which days.")[2].split())
    assert re.match(r"TBC, listed under November 2026 Well drilling, basics more # WELL\+ · .*Accra, Ghana", section)


def test_the_page_escapes_what_it_is_given(tmp_path: Path) -> None:
    """A title is text, whatever it looks like."""
    hostile = "</title><script>alert(1)</script>\"' onload=x \x00\ud800\ufdd0"
    names: list[set[str]] = []
    for words in ("Wells", hostile):
        undated = attrs.evolve(UNDATED, title=words, projects=(words,), places=(words,), regions=(words,))
        write_feeds(
            Programme(title=words, activities=(undated,)), tmp_path / str(len(names)), url="https://example.org/"
        )
        names.append(page(tmp_path / str(len(names))).names)
    assert names[0] == names[1]


def test_the_footnote_of_kosovo_stands_on_the_page(tmp_path: Path) -> None:
    """A name with an asterisk has its footnote on the page that shows it, and no other page has it."""
    write_feeds(WELLS, tmp_path / "without")
    assert "1244" not in "".join(page(tmp_path / "without").texts)
    there = attrs.evolve(WELLS, activities=[attrs.evolve(WELLS.activities[0], countries=("XK",))])
    write_feeds(there, tmp_path / "with")
    text = "".join(page(tmp_path / "with").texts)
    assert "Kosovo*" in text
    assert "1244" in text


def test_a_programme_of_nothing_has_feeds(tmp_path: Path) -> None:
    """Without title, projects and activities there still is a calendar to subscribe to."""
    write_feeds(Programme(), tmp_path)
    assert listed(tmp_path) == {
        "all.ics": ("Activities", 0),
        "firm/all.ics": ("Activities (firm dates)", 0),
        "undated.ics": ("Activities (no date yet)", 0),
    }
    page(tmp_path)


@given(made=programmes, after=programmes, vague=st.sampled_from(["window", "day", "skip", "undated-feed"]))
@settings(deadline=None, max_examples=25)
def test_whatever_the_programme(
    tmp_path_factory: pytest.TempPathFactory, made: Programme, after: Programme, vague: str
) -> None:
    """Every activity is in exactly one of the feed of all and the undated one, and a next issue never loses a feed."""
    folder = tmp_path_factory.mktemp("feeds")
    present = {each.uid for each in made.activities if "cancelled" not in (each.status, each.when.status)}
    write_feeds(made, folder, vague=vague)
    dated, rest = uids(folder, "all.ics"), uids(folder, "undated.ics")
    assert dated.isdisjoint(rest)
    assert vague == "skip" or present <= dated | rest
    before = listed(folder)
    page(folder)
    write_feeds(after, folder, vague=vague)
    assert set(before) <= set(listed(folder))
    assert set(files(folder)) - set(SOMETIMES) == {*listed(folder), "feeds.json", *PAGES}
    assert set(write_feeds(after, folder, vague=vague).unchanged) == set(files(folder))


def test_a_feed_is_the_same_after_others_are_added(tmp_path: Path) -> None:
    """A new activity of another project leaves the bytes of this one's feeds as they were."""
    write_feeds(WELLS, tmp_path)
    before = (tmp_path / "projects" / "well-plus.ics").read_bytes()
    other: Activity = attrs.evolve(activity("new", CASES["some days"].activity.when), projects=("Dry Run",))
    write_feeds(attrs.evolve(WELLS, activities=(other, *WELLS.activities)), tmp_path)
    assert (tmp_path / "projects" / "well-plus.ics").read_bytes() == before
    assert uids(tmp_path, "projects/dry-run.ics") == {"new@coecal"}
