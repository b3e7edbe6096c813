"""The pages of the documentation: every block of code in them is run, or says why it is not."""

from __future__ import annotations

import configparser
import doctest
import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from pages import DOCS, PORT, ROOT, Block, blocks, free_port, furnish, page_names

import coecal

RUN = ("console", "python", "sh")
READ: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "ini": configparser.ConfigParser().read_string,
}
SUITE = "python -m pytest "
"""Begins commands that run the tests, which are run already."""

SHOWN = ("", "jinja", "nginx", "text")
PAGES = [name for name in page_names() if any(block.language in RUN or block.file for block in blocks(name))]


class Page:
    """A page that is being run: its folder, its environment, and the names that its Python has defined."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.port = name, folder, free_port()
        self.environment = furnish(folder)
        self.names: dict[str, object] = {"__name__": "page"}

    def here(self, text: str) -> str:
        """Return a text with the port that is free here."""
        return re.sub(rf"(?<=[: ]){PORT}\b", self.port, text)

    def where(self, block: Block) -> str:
        """Return the place of a block, for messages."""
        return f"{DOCS / self.name}:{block.line}"

    def write(self, block: Block) -> None:
        """Write a block that is a file."""
        path = self.folder / (block.file or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.here(block.text), "utf-8")

    def run(self, block: Block, ending: ExitStack) -> None:
        """Do with a block what its mark and its language say."""
        if block.mark == "serves":
            ending.enter_context(self.served(block))
        elif block.language == "python":
            self.python(block)
        elif block.language == "sh" and not block.text.startswith(SUITE):
            self.shell(block, block.text)
        elif block.language == "console":
            self.console(block)

    def python(self, block: Block) -> None:
        """Run Python with the names that the blocks before it defined; a session has to print what it shows."""
        if ">>> " not in block.text:
            exec(compile("\n" * block.line + block.text, self.where(block), "exec"), self.names)  # noqa: S102 - our own
            return
        test = doctest.DocTestParser().get_doctest(block.text, self.names, self.name, self.name, block.line)
        results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, clear_globs=False)
        self.names.update(test.globs)
        assert results.failed == 0, self.where(block)

    def shell(self, block: Block, text: str) -> str:
        """Run commands, all of which have to end well, and return what they print."""
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", self.here(text)],
            capture_output=True, check=False, cwd=self.folder, encoding="utf-8", env=self.environment, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{self.where(block)}\n{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def console(self, block: Block) -> None:
        """Run each line that begins with a dollar sign; what stands under it is what it prints, `...` any lines."""
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, *expected = part.splitlines()
            pattern = "\n".join(".*" if line == "..." else re.escape(self.here(line)) for line in _stripped(expected))
            printed = "\n".join(_stripped(self.shell(block, command).splitlines()))
            assert re.fullmatch(pattern, printed, re.DOTALL), f"{self.where(block)}\n$ {command}\n{printed}"

    @contextmanager
    def served(self, block: Block) -> Iterator[None]:
        """Run a block in the background, from the line on in which it says where it listens."""
        command = ["/bin/sh", "-c", f"exec {self.here(block.text)}"]
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as server:
            try:
                said: list[str] = []
                for line in server.stdout or ():
                    said.append(line)
                    if self.port in line:
                        break
                else:
                    pytest.fail(f"{self.where(block)} ended: {''.join(said)}")
                yield
            finally:
                server.terminate()


def _stripped(lines: list[str]) -> list[str]:
    """Return lines without blanks at their ends, and without empty lines at the end."""
    return "\n".join(line.rstrip() for line in lines).rstrip().splitlines()


def packages(name: str) -> list[str]:
    """Return the packages of others that a page says to install."""
    installed = re.findall(r"^pip install (.+)$", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)
    return [word for words in installed for word in words.split() if re.fullmatch(r"(?!coecal)[a-z]+", word)]


@pytest.mark.parametrize("name", PAGES)
def test_the_code_of_a_page_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are written, then its blocks run one after the other in one folder and print what the page says."""
    for package in packages(name):
        pytest.importorskip(package, reason=f"the page needs {package}, which the extra dev has")
    monkeypatch.chdir(tmp_path)
    page = Page(name, tmp_path)
    for block in blocks(name):
        if block.file is not None:
            page.write(block)
    with ExitStack() as ending:
        for block in blocks(name):
            if block.reason is None and block.file is None:
                page.run(block, ending)


@pytest.mark.parametrize("name", page_names())
def test_no_block_of_a_page_is_left_alone(name: str) -> None:
    """Each is run, is read as what it is, or shows a form; one that is not run says why."""
    for block in blocks(name):
        place = f"{name}:{block.line}"
        if block.language.startswith("{"):
            continue
        assert block.language in (*RUN, *READ, *SHOWN), place
        assert re.fullmatch(r"(file: \S+|serves|not run: .{10,})?", block.mark), place
        if block.language in READ:
            READ[block.language](block.text)
        if not block.language:
            assert not re.match(r"\$? ?(coecal|python|pip|npm|git) ", block.text), (
                f"{place} is of the shell, and is not run"
            )


def test_the_newsletter_of_its_page_is_read() -> None:
    """Each row of the example has its parts, and nothing in it is beyond understanding."""
    (text, *_) = (block.text for block in blocks("newsletter.md") if "Coming next" in block.text)
    found = coecal.read(text=text, format="newsletter")
    assert [(each.title, each.when.text, each.countries) for each in found.activities] == [
        ("Course on wells, rivers and lakes", "3-5 July", ("KE",)),
        ("Talks on the water bill", "by 30 July", ()),
        ("Opening of the map room", "October TBC", ("TG",)),
    ]
    assert [each for each in found.problems if each.severity is coecal.Severity.ERROR] == []
    (report,) = (block.text for block in blocks("newsletter.md") if "Sand in the pump" in block.text)
    opened = text.replace("UPDATE: World", f"UPDATE: WELL+\n\n{report}\nUPDATE: World")
    assert [each.title for each in coecal.read(text=opened, format="newsletter").reports] == ["Sand in the pump"]


def test_the_calendars_of_their_page_are_read() -> None:
    """Each layout of the examples gives an activity with its days."""
    found = [coecal.read(text=block.text, format="agenda").activities for block in blocks("agenda.md")]
    assert [[each.title for each in some] for some in found] == [
        ["Atelier de lancement", "Journée des semences"],
        [
            "Conservation of photographs",
            "Webinar on insurance for loans",
            "Harbour lights, ninth meeting",
            "Seed libraries: who pays?",
        ],
    ]
    for each in (each for some in found for each in some):
        assert each.when.earliest_start is not None
        assert each.when.earliest_start.year == 2025


def _targets(name: str) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", (DOCS / name).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)


@pytest.mark.parametrize("name", page_names())
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    """Every link to a file has its target, for those who read the pages without building them."""
    folder = (DOCS / name).parent
    assert [target for target in _targets(name) if not (folder / target).exists()] == []


def test_the_pages_that_the_source_names_are_there() -> None:
    """A page that a docstring or a message names exists."""
    named = {
        page
        for path in (ROOT / "src").rglob("*")
        if path.suffix in {".py", ".toml"}
        for page in re.findall(r"\bdocs/([\w/.-]+\.(?:md|json))", path.read_text("utf-8"))
    }
    assert named
    assert [page for page in named if not (DOCS / page).exists()] == []
