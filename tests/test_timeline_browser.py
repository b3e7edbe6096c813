"""The page of the timeline in a real browser: its script runs under its own policy, filters, and packs anew."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from client_programs import need, run

from coecal.readers import read

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
# As root, as in a container, Chromium starts only without its sandbox; it opens nothing but a file of ours.
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--virtual-time-budget=5000", "--window-size=1400,1000", "--enable-logging=stderr",
)  # fmt: skip

MARK = re.compile(r'<g class="mark[^>]*>')
ROW = re.compile(r'transform="translate\(0 ([\d.]+)\)".*?data-x1="([\d.]+)" data-x2="([\d.]+)"')


@pytest.fixture(scope="module")
def page() -> str:
    """Return the page of the example."""
    return read(EXAMPLE).timeline().to_html()


def opened(text: str, folder: Path, *options: str) -> str:
    """Return the page as the browser has it once its scripts have run; a word on the console fails the test."""
    file = folder / "timeline.html"
    file.write_text(text, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    said = run(need("chromium"), *OPTIONS, *options, profile, "--dump-dom", file.as_uri(), quiet=False, errors=True)
    assert "CONSOLE" not in said
    return said


def test_the_script_runs_under_the_policy_of_the_page(page: str, tmp_path: Path) -> None:
    """With its policy in force, nothing is refused, the filters are shown, and everything is counted."""
    count = len(read(EXAMPLE).activities)
    dom = opened(page, tmp_path)
    assert re.search(r"<form hidden", dom) is None
    assert f">{count} of {count} shown</output>" in dom


def test_a_filter_leaves_what_fits_and_packs_it_anew(page: str, tmp_path: Path) -> None:
    """Once a country is chosen, only its activities are left, without gaps between rows and without covering."""
    acting = """
    <script>
      const select = document.querySelector("select[name=country]");
      select.value = "PT";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    </script>
    """
    without_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # it would refuse the test
    dom = opened(without_policy.replace("</body>", f"{acting}</body>"), tmp_path)
    fitting = [each for each in read(EXAMPLE).activities if "PT" in each.countries]
    shown = [mark for mark in MARK.findall(dom) if " hidden" not in mark]
    assert 0 < len({re.findall(r'data-uid="([^"]*)"', mark)[0] for mark in shown}) == len(fitting)
    assert f">{len(fitting)} of {len(read(EXAMPLE).activities)} shown</output>" in dom
    for lane in re.findall(r'<svg class="lane"(?:(?!hidden)[^>])*>.*?(?=<svg class="(?:lane|foot)")', dom, re.DOTALL):
        rows: dict[float, list[tuple[float, float]]] = defaultdict(list)
        for mark in MARK.findall(lane):
            if " hidden" not in mark and (found := ROW.search(mark)) is not None:
                rows[float(found[1])].append((float(found[2]), float(found[3])))
        (said,) = re.findall(r'aria-label="[^"]*, (\d+) activit', lane[: lane.index(">")])
        assert int(said) == len([mark for mark in MARK.findall(lane) if " hidden" not in mark])
        assert sorted(rows) == [33.0 * number for number in range(len(rows))]
        for extents in rows.values():
            assert all(one[1] < other[0] for one, other in pairwise(sorted(extents)))


def test_the_svg_opens_by_itself(tmp_path: Path) -> None:
    """A browser takes the SVG for one, and has nothing to say about it."""
    file = tmp_path / "timeline.svg"
    file.write_text(read(EXAMPLE).timeline().to_svg(), encoding="utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    dom = run(need("chromium"), *OPTIONS, profile, "--dump-dom", file.as_uri(), quiet=False, errors=True)
    assert "CONSOLE" not in dom
    assert 'class="coecal"' in dom
    assert "error on line" not in dom
