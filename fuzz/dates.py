"""Fuzzing the reader of dates with atheris: whatever the text, a date or our own error, soon and never twice another.

    python fuzz/dates.py [-max_total_time=60] [FOLDER OF TEXTS]

The texts of tests/data/dates_*.toml are where it starts from; texts that led to something new are kept in the folder,
if one is given. It needs `pip install atheris` (Linux).
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coecal.dates"]):
    from coecal.dates import FuzzyDate, find_dates, parse_date
    from coecal.dates.tables import known_languages
    from coecal.errors import DateError

CASES = Path(__file__).parents[1] / "tests" / "data"
LONGEST_SECONDS = 1.0
WITHIN = (None, "2023", "2023-11", "2024-02", "2023-10/2024-03")
LOCALES = (None, "en_US", *known_languages())


def check(when: FuzzyDate) -> None:
    """Raise where a date that was read breaks a law."""
    for part in when.ranges:
        for first, last in (
            (part.earliest_start, part.latest_start),
            (part.earliest_end, part.latest_end),
            (part.earliest_start, part.earliest_end),
            (part.latest_start, part.latest_end),
        ):
            assert first is None or last is None or first <= last, when
    again = FuzzyDate.from_edtf(when.to_edtf())
    assert again.to_edtf() == when.to_edtf(), when
    assert when.explain()
    assert when.format()


def read(data: bytes) -> None:
    """Read one input in every way there is."""
    provider = atheris.FuzzedDataProvider(data)
    within = provider.PickValueInList(list(WITHIN))
    locale = provider.PickValueInList(list(LOCALES))
    today = "2024-02-29" if provider.ConsumeBool() else None
    text = provider.ConsumeUnicode(200)
    start = time.perf_counter()
    try:
        check(parse_date(text, within=within, today=today, locale=locale))
    except DateError as error:
        first, last = error.span
        assert 0 <= first <= last <= len(error.text), error
    for found in find_dates(text, within=within, today=today, locale=locale):
        assert text[found.start : found.end] == found.when.text, found
    seconds = time.perf_counter() - start
    assert seconds < LONGEST_SECONDS, f"{seconds:.1f} seconds for {text!r}"


def seeds(folder: Path) -> None:
    """Write the texts of the cases as inputs: a choice of context at the end, as the provider takes it from there."""
    for path in sorted(CASES.glob("dates_??.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text("utf-8"))["read"]):
            (folder / f"{path.stem}-{number}").write_bytes(b"\x02" + case["text"].encode() + b"\x01\x01\x01")


def main() -> None:
    """Run until the time is over or something breaks."""
    is_bounded = any(each.startswith("-max_total_time") for each in sys.argv)
    arguments = sys.argv if is_bounded else [*sys.argv, "-max_total_time=60"]
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        atheris.Setup([*arguments, folder], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
