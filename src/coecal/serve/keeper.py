"""Owns which edition is served: it follows the programme's file, and keeps the last one that could be used.

Knows nothing of HTTP. It has no clock of its own; the time of day is an argument.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from time import monotonic
from typing import Final

import attrs

from coecal.errors import CoecalError, InputError
from coecal.programme import Programme
from coecal.serve.editions import Edition, Settings
from coecal.writers.ical_lines import clean_line

POLL_SECONDS: Final = 1.0
"""How often the file is looked at, at most."""

SETTLE_SECONDS: Final = 0.3
"""How long a file has to be left alone before it is read, since it may be half written."""

_log: Final = logging.getLogger("coecal.serve")


@attrs.frozen
class _State:
    """What tells a file from its next version without reading it."""

    modified: float
    rest: tuple[int, ...]


class Keeper:
    """The edition of a programme's file that is served."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        load: Callable[[], Programme],
        *,
        settings: Settings,
        now: Callable[[], float],
    ) -> None:
        """Read the file and make its first edition.

        Args:
            path: the file. One that is no regular file, such as a pipe, is read once.
            load: what reads it.
            settings: how feeds are made.
            now: the time of day in seconds since 1970.

        Raises:
            CoecalError: the file cannot be used.
            OSError: the file cannot be read.
        """
        self._path, self._load, self._settings, self._now = Path(path), load, settings, now
        found = self._path.stat()
        lasting = stat.S_ISREG(found.st_mode)
        self._seen: _State | None = _state(found)
        self._digest = self._hash() if lasting else b""
        self._next = monotonic() + POLL_SECONDS if lasting else math.inf
        programme = load()
        self._edition = Edition(programme, settings, self._modified(programme, found.st_mtime))

    @property
    def edition(self) -> Edition:
        """The edition that is served now."""
        return self._edition

    @property
    def is_due(self) -> bool:
        """Whether it is time to look at the file again."""
        return monotonic() >= self._next

    def poll(self) -> None:
        """Look at the file, and make a new edition if it has changed and can be used. One thread at a time."""
        self._next = monotonic() + POLL_SECONDS
        try:
            found = self._path.stat()
            state = _state(found)
            if state == self._seen:
                return
            if 0 <= self._now() - found.st_mtime < SETTLE_SECONDS:
                self._next = monotonic() + SETTLE_SECONDS
                return
            self._seen = state  # before it is read, so that one that cannot be used is tried once
            if stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode):
                # Opening it would wait for whoever writes to it, and nothing would be looked at again.
                raise InputError("it has become a pipe or a device; write the programme to a file", source=self._name)
            self._renew(found.st_mtime)
        except FileNotFoundError as error:
            if self._seen is not None:
                self._complain(error)
            self._seen = None
        except (CoecalError, OSError) as error:
            self._complain(error)

    def _renew(self, written: float) -> None:
        digest = self._hash()
        if digest == self._digest:
            return
        programme, before = self._load(), self._edition
        modified = max(self._modified(programme, written), before.modified + 1)
        self._edition, self._digest = Edition(programme, self._settings, modified, before), digest
        _log.info("%s: read anew, %d activities", self._name, len(programme.activities))

    def _hash(self) -> bytes:
        return hashlib.sha256(self._path.read_bytes()).digest()

    def _modified(self, programme: Programme, written: float) -> int:
        """Return when a programme was last modified.

        The file's own time is right even where a correction leaves the days in it as they were; those days count
        where that time is earlier, as in an archive that sets all times to 1980. RFC 9110, section 8.8.2.1: never
        later than now.
        """
        days = {programme.as_of, *(activity.last_modified for activity in programme.activities)} - {None}
        told = (datetime.combine(day, time.min, UTC).timestamp() for day in days if day is not None)
        return int(max(0.0, min(self._now(), max((written, *told)))))

    @property
    def _name(self) -> str:
        return clean_line(os.fspath(self._path))

    def _complain(self, error: CoecalError | OSError) -> None:
        said = f"{self._name}: {error.strerror or error}" if isinstance(error, OSError) else str(error)
        _log.warning("kept the programme of before, since its file cannot be used: %s", clean_line(said))


def _state(found: os.stat_result) -> _State:
    return _State(found.st_mtime, (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
