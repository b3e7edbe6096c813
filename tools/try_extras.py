"""Install a wheel as users do, without extras and with each extra alone, and use what each is for.

    python tools/try_extras.py dist/coecal-*.whl [EXTRA ...]

Without its extra each use has to end in one sentence that names it; with it, the use has to work. Each environment is
made anew in a temporary folder; pip's cache keeps what is downloaded. Ends with 1 where something is not as it should.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import attrs

NEWSLETTER: Final = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
READ: Final = f"import coecal, sys; programme = coecal.read({str(NEWSLETTER)!r}); assert programme.activities; "
COMMAND: Final = "sys.argv[0] = 'coecal'; from coecal.__main__ import run; "
SERVED: Final = """
import socket, subprocess, sys, time, urllib.request
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = str(free.getsockname()[1])
server = subprocess.Popen([sys.executable, "-m", "coecal", "serve", "programme.json", "--port", port])
try:
    for _ in range(100):
        time.sleep(0.2)
        if server.poll() is not None:
            sys.exit(server.returncode)
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/all.ics", timeout=5).read()
            break
        except OSError:
            pass
    assert page.startswith(b"BEGIN:VCALENDAR")
finally:
    server.terminate()
"""
USES: Final = {
    "": READ + "assert programme.to_ical().startswith(b'BEGIN:VCALENDAR'); coecal.write(programme, 'programme.json'); "
    "assert coecal.parse_date('mid-November', within='2023').to_edtf() == '[2023-11-11..2023-11-20]'",
    "cli": f"import sys; {COMMAND} sys.argv[1:] = ['date', 'mid-November', '--within', '2023']; run()",
    "docs": READ + "page = coecal.read(data=b'<h1>Coming next (May 2027)</h1><h2>May 2027</h2><table><tr><td>WELL+</td>"
    "<td>Course on wells, Accra, Ghana, 3-4 May</td></tr></table>', format='html'); assert page.activities",
    "tables": READ + "coecal.write(programme, 'programme.xlsx'); "
    "assert len(coecal.read('programme.xlsx').activities) == len(programme.activities)",
    "calendars": READ
    + "data = b'BEGIN:VCALENDAR\\r\\nBEGIN:VEVENT\\r\\nUID:1\\r\\nSUMMARY:Rounds\\r\\nDTSTART;VALUE=DATE:20261005\\r\\n"
    "RRULE:FREQ=WEEKLY\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR\\r\\n'; "
    "assert len(coecal.read(data=data, format='ics', expand='2026-10').activities) == 4",
    "holidays": "import coecal; from coecal.conflicts.closed_days import holiday_names; "
    "assert holiday_names('FR', coecal.Period.month(2026, 7))",
    "plot": READ + "assert programme.timeline().to_png().startswith(b'\\x89PNG')",
    "frames": READ
    + "from coecal import frames; found = frames.overlaps(frames.activities(programme.activities, by='project'), "
    "by='key').execute(); assert len(found) == len(programme.overlaps(by='project'))",
    "serve": SERVED,
}
"""What each extra is for, as Python that ends well with it."""
INCLUDED: Final = {"serve": ("cli",), "all": tuple(set(USES) - {"calendars", ""})}
"""The other extras that an extra brings."""


@attrs.define
class Environment:
    """A virtual environment of its own, with the wheel and one extra."""

    folder: Path
    extra: str

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def make(self, wheel: Path) -> None:
        """Make it, and install the wheel."""
        subprocess.run([sys.executable, "-m", "venv", self.folder], check=True)  # noqa: S603
        target = f"{wheel}[{self.extra}]" if self.extra else str(wheel)
        subprocess.run([self.python, "-m", "pip", "install", "--quiet", target], check=True)  # noqa: S603

    def use(self, code: str, *, strict: bool = False) -> subprocess.CompletedProcess[str]:
        """Run some code in its folder, where the installed package is the only one; `strict`: no warnings."""
        warnings = ["-W", "error"] if strict else []
        command = [self.python, *warnings, "-c", code]
        return subprocess.run(command, cwd=self.folder, capture_output=True, check=False, text=True)  # noqa: S603

    def faults(self) -> list[str]:
        """Return what is not as it should be."""
        has = {"", self.extra, *INCLUDED.get(self.extra, ())}
        first = self.use(USES[""], strict=not self.extra)
        found = [f"{self.extra or 'no extra'}: {first.stderr}"] if first.returncode else []
        for name, code in USES.items():
            if name in has - {""} and (done := self.use(code)).returncode:
                found.append(f"{self.extra}: {done.stderr or done.stdout}")
            elif name not in has and not self.extra:
                found += self._untold(name, code)
        if self.extra == "cli":
            found += self._untold("serve", USES["serve"])
        return found

    def _untold(self, name: str, code: str) -> list[str]:
        """Return what is wrong with what is said where an extra is missing."""
        done = self.use(code)
        last = done.stderr.strip().rpartition("\n")[2]
        wanted = "cli" if name == "serve" and not self.extra else name
        if done.returncode and f'pip install "coecal[{wanted}]"' in last:
            return []
        return [f"{self.extra or 'no extra'}: without {name!r} it ends with {done.returncode} and {last!r}"]


def try_extra(wheel: Path, extra: str) -> list[str]:
    """Return what is not as it should be with one extra."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Environment(Path(folder, "environment"), extra)
        environment.make(wheel)
        return environment.faults()


def main(wheel: Path, extras: Sequence[str]) -> int:
    """Try the extras, two at a time, and say what was found."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda extra: try_extra(wheel, extra), extras))
    for extra, faults in zip(extras, results, strict=True):
        print(f"{extra or 'no extra'}: {'; '.join(faults) or 'installed and used'}")
    return int(any(results))


if __name__ == "__main__":
    sys.exit(
        main(
            Path(sys.argv[1]).resolve(),
            sys.argv[2:] or ["all", "frames", *(extra for extra in USES if extra != "frames")],
        )
    )
