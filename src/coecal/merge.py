"""Owns merging the next issue into a programme: what goes with what, what is new, what is no longer seen.

How two entries are compared is `coecal.matching`, how a row changes an activity `coecal.updates`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

import attrs

from coecal.activities import Activity, Mention, Said, Status
from coecal.answers import NO_ANSWERS, Answers, Ask
from coecal.changes import Account, Change, ChangeKind, Changes, Unsure, row_text
from coecal.errors import InputError
from coecal.identity import UidMaker
from coecal.joining import (
    given_uids,
    join_projects,
    joined_figures,
    joined_period,
    link_report,
    linked,
    renamed,
)
from coecal.matching import Answer, Comparer, Entry
from coecal.pairing import Pair, decide, likely_pairs, rank
from coecal.programme import Programme
from coecal.updates import remember, update


def merge(
    programme: Programme,
    newer: Programme,
    *,
    answers: Answers = NO_ANSWERS,
    ask: Ask | None = None,
    force: bool = False,
) -> Programme:
    """Return the programme with the next issue merged into it; its `changes` tell what that changed.

    Activities keep their UIDs. What was planned and has no row is reported as unseen and kept; the past stays as it
    was. A row that may be an activity, but not surely, is asked about or listed, and kept as an activity of its own
    until somebody answers. Merging the same issue again changes nothing.

    Args:
        programme: what is known.
        newer: the newer issue.
        answers: what people answered before; those about rows of other issues say nothing here.
        ask: asks about a match that is not sure; None: such matches are listed in `changes.unsure`.
        force: take an issue that is older than the programme: it adds to the history, and what only it has.

    Raises:
        InputError: the newer issue is older than what is known, or the answers join one row with two activities.
    """
    if not force and programme.as_of is not None and newer.as_of is not None and newer.as_of < programme.as_of:
        msg = (
            f"the issue to merge is informed up to {newer.as_of}, the programme up to {programme.as_of} already: "
            "merge issues in the order of time, or force it"
        )
        raise InputError(msg)
    return _Merge(programme, newer, answers, ask).result()


class _Merge:
    """One merge on its way."""

    def __init__(self, programme: Programme, newer: Programme, answers: Answers, ask: Ask | None) -> None:
        self._base = programme
        self._newer = newer
        self._is_late = bool(programme.as_of and newer.as_of and newer.as_of < programme.as_of)
        self._projects, names = join_projects(programme.projects, newer.projects, keep_old=self._is_late)
        self._olds = programme.activities
        self._news = tuple(renamed(activity, names) for activity in newer.activities)
        self._old_entries = [Entry.of(activity) for activity in self._olds]
        self._new_entries = [Entry.of(activity) for activity in self._news]
        self._comparer = Comparer(self._old_entries, self._new_entries)
        self._ask = ask
        self._answers = answers
        self._old_of: dict[int, int] = {}
        self._new_of: dict[int, int] = {}
        self._apart: set[tuple[int, int]] = set()
        self._joined: dict[str, str] = {}
        self._why: dict[int, str] = {}
        self._changes: list[Change] = []
        self._accounts: list[Account] = []

    def result(self) -> Programme:
        """Return the merged programme."""
        self._take_answers()
        self._take_uids()
        self._take_same_words()
        again = self._open_again()
        unsure = self._take_pairs()
        again = [pair for pair in again if pair.old not in self._new_of]
        fresh = [position for position in range(len(self._news)) if position not in self._old_of]
        uids = self._new_uids(fresh)
        activities = [*self._known((*again, *unsure), uids), *self._fresh(unsure, uids)]
        rows = {account.row: account.uid for account in self._accounts if account.row is not None}
        questions, open_still = map(self._question, unsure), map(self._question, again)
        return self._programme(activities, rows, Changes(self._changes, questions, self._accounts, open_still))

    def _pair(self, old: int, new: int, why: str) -> None:
        self._old_of[new] = old
        self._new_of[old] = new
        self._why[new] = why

    def _take_answers(self) -> None:
        olds = {activity.uid: position for position, activity in enumerate(self._olds)}
        news = {activity.uid: position for position, activity in enumerate(self._news)}
        for uid, row in sorted(self._answers.same):
            if uid not in olds or row not in news:
                continue
            if olds[uid] in self._new_of or news[row] in self._old_of:
                msg = f"the answers join {uid!r} or {row!r} with two: a row is one activity at most"
                raise InputError(msg)
            self._pair(olds[uid], news[row], "answered")
        self._apart = {(olds[uid], news[row]) for uid, row in self._answers.different if uid in olds and row in news}

    def _take_uids(self) -> None:
        """Pair what has the same UID, where it is not one that the words of the row alone gave it."""
        olds = {activity.uid: position for position, activity in enumerate(self._olds)}
        given = given_uids(self._newer.activities)
        for position, activity in enumerate(self._news):
            old = olds.get(activity.uid)
            if activity.uid in given and old is not None and position not in self._old_of and old not in self._new_of:
                self._pair(old, position, "the same UID")

    def _take_same_words(self) -> None:
        """Pair what says exactly the same, in the order of the lines."""
        olds: dict[Hashable, list[int]] = defaultdict(list)
        for position in sorted(range(len(self._olds)), key=lambda each: _line(self._olds[each])):
            if position not in self._new_of:
                olds[_key(_last_said(self._olds[position]))].append(position)
        for position in sorted(range(len(self._news)), key=lambda each: _line(self._news[each])):
            held = olds.get(_key(self._news[position].said), [])
            if position not in self._old_of:
                free = next((old for old in held if (old, position) not in self._apart), None)
                if free is not None:
                    held.remove(free)
                    self._pair(free, position, "the same words")

    def _take_pairs(self) -> list[Pair]:
        """Pair what is surely the same, asking about the rest, and return what stays open.

        What was open once is never taken without an answer: that one row is not the activity does not yet say that
        another is.
        """
        pairs = self._likely_pairs()
        open_once = {_ends(pair) for pair in decide(pairs, self._old_entries, self._new_entries).unsure}
        later: set[tuple[int, int]] = set()
        while True:
            pairs = [pair for pair in pairs if _ends(pair) not in self._apart and not self._is_taken(pair)]
            found = decide(pairs, self._old_entries, self._new_entries)
            for pair in found.same:
                if _ends(pair) not in open_once:
                    self._pair(pair.old, pair.new, pair.match.explain())
            unsure = [pair for pair in (*found.same, *found.unsure) if not self._is_taken(pair)]
            open_once.update(map(_ends, unsure))
            question = next((pair for pair in unsure if _ends(pair) not in later), None)
            if self._ask is None or question is None:
                return unsure
            answer = self._ask(self._olds[question.old], self._news[question.new], question.match)
            if answer is Answer.SAME:
                self._pair(question.old, question.new, "answered")
            elif answer is Answer.DIFFERENT:
                self._apart.add(_ends(question))
            else:
                later.add(_ends(question))

    def _likely_pairs(self) -> list[Pair]:
        """Return the pairs among what has not been paired yet, by the positions among all."""
        olds = [position for position in range(len(self._olds)) if position not in self._new_of]
        news = [position for position in range(len(self._news)) if position not in self._old_of]
        found = likely_pairs(
            [self._old_entries[position] for position in olds],
            [self._new_entries[position] for position in news],
            self._comparer,
        )
        return [Pair(olds[pair.old], news[pair.new], pair.match) for pair in found]

    def _is_taken(self, pair: Pair) -> bool:
        return pair.old in self._new_of or pair.new in self._old_of

    def _open_again(self) -> list[Pair]:
        """Return what this issue left open when it was merged before, and nobody has answered yet."""
        olds = {activity.uid: position for position, activity in enumerate(self._olds)}
        found: list[Pair] = []
        for position, activity in enumerate(self._olds):
            if position in self._new_of:
                continue
            asked = [uid for mention in activity.history if self._is_of_issue(mention) for uid in mention.asked]
            rows = [row for uid in asked if uid in olds and (row := self._new_of.get(olds[uid])) is not None]
            for row in rows:
                if position not in self._new_of and (position, row) not in self._apart:
                    found += self._ask_again(position, row)
        return found

    def _ask_again(self, old: int, row: int) -> list[Pair]:
        match = self._comparer.compare(self._old_entries[old], self._new_entries[row])
        answer = Answer.ASK if self._ask is None else self._ask(self._olds[old], self._news[row], match)
        if answer is Answer.ASK:
            return [Pair(old, row, match)]
        self._answers = self._answers.with_answer(self._olds[old], self._news[row], answer)
        if answer is Answer.SAME:
            del self._new_of[self._old_of[row]]
            self._pair(old, row, "answered")
        return []

    def _is_of_issue(self, mention: Mention) -> bool:
        return (mention.issue, mention.as_of) == (self._newer.title, self._newer.as_of)

    def _known(self, unsure: Sequence[Pair], uids: Mapping[int, str]) -> list[Activity]:
        """Return the activities of the programme as they are now; `uids` are those of rows that are none."""
        asked: dict[int, list[str]] = defaultdict(list)
        for pair in unsure:
            known = self._old_of.get(pair.new)
            asked[pair.old].append(uids[pair.new] if known is None else self._olds[known].uid)
        kept: list[Activity] = []
        for position, activity in enumerate(self._olds):
            if position in self._new_of:
                kept.append(self._updated(activity, self._new_of[position]))
            elif (joined := self._joined_to(activity)) is not None:
                self._joined[activity.uid] = joined
                self._changes.append(Change(activity.uid, ChangeKind.JOINED, activity.uid, joined, activity))
                self._accounts.append(Account(activity.uid, None, "joined", f"answered: it is {joined}"))
            else:
                kept.append(self._without_row(activity, sorted(asked.get(position, ()))))
        return kept

    def _updated(self, activity: Activity, new: int) -> Activity:
        row = self._news[new]
        self._accounts.append(Account(activity.uid, row.uid, "matched", self._why[new]))
        history = remember(self._history(activity), self._said(row.said))
        if history == (self._mention(activity),):
            history = activity.history
        if self._is_late:
            return attrs.evolve(activity, history=history)
        found = update(activity, row, self._newer.as_of)
        changed = attrs.evolve(found.activity, history=history)
        self._changes += [attrs.evolve(change, activity=changed) for change in found.changes]
        return changed

    def _said(self, said: Said | None, asked: Sequence[str] = ()) -> Mention:
        return Mention(issue=self._newer.title, as_of=self._newer.as_of, said=said, asked=asked)

    def _without_row(self, activity: Activity, asked: Sequence[str]) -> Activity:
        """Return an activity that the newer issue has no row for: it stays as it is, and its history says so."""
        if self._base.as_of == self._newer.as_of and self._base.title == self._newer.title and not activity.history:
            history: tuple[Mention, ...] = ()
        else:
            history = self._history(activity)
        reason = self._reason_to_keep(activity)
        if asked:
            self._accounts.append(Account(activity.uid, None, "unsure", "it may be a row of the newer issue"))
        elif reason is not None:
            self._accounts.append(Account(activity.uid, None, "kept", reason))
            if self._newer.as_of is not None:
                return attrs.evolve(activity, history=history)
        else:
            self._accounts.append(Account(activity.uid, None, "unseen", "it was planned and has no row"))
        remembered = remember(history or self._history(activity), self._said(None, asked))
        changed = attrs.evolve(activity, history=remembered)
        if not asked and reason is None and remembered != activity.history:
            self._changes.append(Change(activity.uid, ChangeKind.UNSEEN, row_text(activity), None, changed))
        return changed

    def _reason_to_keep(self, activity: Activity) -> str | None:
        """Return why an activity need not be in the newer issue; None where it should be."""
        if self._is_late:
            return "the issue is older than the programme"
        if activity.status in (Status.HELD, Status.CANCELLED):
            return f"it is {activity.status} already"
        first = activity.when.earliest_start
        last = None if self._newer.period is None else self._newer.period.last
        if first is not None and last is not None and first > last:
            return "it lies after what the newer issue looks at"
        return None

    def _fresh(self, unsure: Sequence[Pair], uids: Mapping[int, str]) -> list[Activity]:
        """Return the rows that are no activity yet, each with a UID of its own, in the order of the issue."""
        asked = {pair.new for pair in unsure}
        made: list[Activity] = []
        for position in sorted(uids):
            row = self._news[position]
            activity = attrs.evolve(row, uid=uids[position], last_modified=row.last_modified or self._newer.as_of)
            made.append(activity)
            fate = "unsure" if position in asked else "new"
            why = "it may be an activity of the programme" if position in asked else "nothing goes with it"
            self._accounts.append(Account(activity.uid, row.uid, fate, why))
            if position not in asked:
                self._changes.append(Change(activity.uid, ChangeKind.NEW, None, row_text(activity), activity))
        return made

    def _new_uids(self, fresh: Iterable[int]) -> Mapping[int, str]:
        """Return a UID for each row, the same whatever the order of the rows."""
        taken = {activity.uid for activity in self._olds}
        given = given_uids(self._newer.activities) - taken
        maker = UidMaker(taken | given)
        uids: dict[int, str] = {}
        for position in sorted(fresh, key=lambda each: (rank(self._new_entries[each]), _line(self._news[each]))):
            row = self._news[position]
            uids[position] = row.uid if row.uid in given else maker.make(row.title, row.partners, row.countries)
        return uids

    def _mention(self, activity: Activity) -> Mention:
        return Mention(issue=self._base.title, as_of=self._base.as_of, said=activity.said)

    def _history(self, activity: Activity) -> tuple[Mention, ...]:
        return activity.history or (self._mention(activity),)

    def _joined_to(self, activity: Activity) -> str | None:
        """Return the activity that an answer joins this one to: it was added by this issue, as a row of its own."""
        if activity.history or self._base.as_of != self._newer.as_of or not self._answers.same:
            return None
        key = _key(activity.said)
        for uid, row in self._answers.same:
            found = next((each for each in self._news if each.uid == row), None)
            if found is not None and _key(found.said) == key:
                return uid
        return None

    def _question(self, pair: Pair) -> Unsure:
        return Unsure(self._olds[pair.old], self._news[pair.new], pair.match.score, pair.match.reasons)

    def _programme(self, activities: Sequence[Activity], rows: Mapping[str, str], changes: Changes) -> Programme:
        base, newer = self._base, self._newer
        unseen = {account.uid for account in self._accounts if account.fate == "unseen"}
        missing = [entry for entry in self._old_entries if entry.activity.uid in unseen]
        reports = [
            *(linked(each, self._joined) for each in base.reports),
            *(linked(link_report(each, missing, self._comparer), rows) for each in newer.reports),
        ]
        saves = [
            *(linked(each, self._joined) for each in base.save_the_dates),
            *(linked(each, rows) for each in newer.save_the_dates),
        ]
        return Programme(
            title=(base.title if self._is_late else newer.title) or base.title or newer.title,
            period=joined_period(base.period, newer.period),
            as_of=base.as_of if self._is_late else newer.as_of or base.as_of,
            projects=self._projects,
            activities=activities,
            reports=dict.fromkeys(reports),
            save_the_dates=dict.fromkeys(saves),
            figures=joined_figures(base.figures, newer.figures, is_late=self._is_late),
            problems=base.problems if self._is_late else newer.problems,
            changes=changes,
        )


def _ends(pair: Pair) -> tuple[int, int]:
    return pair.old, pair.new


def _line(activity: Activity) -> int:
    return activity.source.line or 0


def _last_said(activity: Activity) -> Said:
    return next((mention.said for mention in reversed(activity.history) if mention.said is not None), activity.said)


def _key(said: Said) -> Hashable:
    """Return what is the same for two rows that say the same, wherever they stand in their list."""
    return attrs.evolve(said, source=attrs.evolve(said.source, line=None)), said.when.text
