"""Owns the start of the command line, and what is said where its extra is not installed."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line, and end the process with its exit code."""
    try:
        from coecal.cli.main import main  # noqa: PLC0415 - click and rich may be absent

        main(prog_name="coecal")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        sys.stderr.write('coecal: the command line needs click and rich: pip install "coecal[cli]"\n')
        raise SystemExit(1) from None


if __name__ == "__main__":
    run()
