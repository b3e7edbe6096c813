"""Owns the reading of a planner's TOML file: rules, waivers, persons and rooms, with every fault named by its path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from coecal.conflicts.rules import KINDS_OF, Level, Rule, RuleKind, Rules, Unit, Waiver
from coecal.data import read_table
from coecal.errors import InputError, RangeError
from coecal.nodes import Node
from coecal.toml_text import load_toml

_TABLES = ("rules", "waivers", "people", "rooms", "only")
_FIELDS = ("kind", "severity", "possible", "text", "by", "unit", "most", "gap")
OFF = "off"


@cache
def default_rules() -> Rules:
    """Return the rules that come with coecal, as `data/rules.toml` has them.

    >>> [rule.key for rule in default_rules().rules][:3]
    ['same-person', 'same-room', 'outside-project']
    """
    return Rules(rules=_rules(Node(read_table("rules.toml")), {}))


def read_rules(source: Path | Mapping[str, object]) -> Rules:
    """Return the rules that come with coecal, with what a TOML file, or its mapping, changes and adds.

    Args:
        source: the file. Its tables are `rules.KEY`, `people`, `rooms` and the list `waivers`; with `only = true`, the
            rules of the file are all there are.

    Raises:
        InputError: the file cannot be read, or something in it cannot be used; its `path` says what.
    """
    if not isinstance(source, Path):
        return _read(Node(source))
    try:
        return _read(Node(load_toml(source)))
    except InputError as error:
        raise error.of_source(str(source)) from error


def _read(node: Node) -> Rules:
    node.check_keys((), _TABLES)
    known = {} if node.get("only", default=False).flag() else {rule.key: rule for rule in default_rules().rules}
    rules = _rules(node.get("rules", {}), known)
    # A waiver stays where the rule that it is about is switched off for a while.
    keys = (*known, *(rule.key for rule in rules if rule.key not in known))
    return Rules(
        rules=rules,
        waivers=node.get("waivers", []).list_of(lambda waiver: _waiver(waiver, keys)),
        people=_assigned(node.get("people", {})),
        rooms=_assigned(node.get("rooms", {})),
    )


def _rules(node: Node, known: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """Return the known rules with what a table of rules changes, adds or switches off."""
    rules = dict(known)
    for key, fields in node.fields().items():
        if fields.value == OFF:
            _check_known(fields, key, known)
            rules.pop(key)
        else:
            rules[key] = _rule(key, fields, rules.get(key))
    return tuple(rules.values())


def _rule(key: str, node: Node, before: Rule | None) -> Rule:
    node.check_keys(() if before else ("kind", "severity", "text"), _FIELDS)
    given: dict[str, object] = {}
    for name, field in node.fields().items():
        if name in ("most", "gap"):
            given[name] = field.integer(minimum=1)
        elif name == "possible" and field.value == OFF:
            given[name] = None
        else:
            given[name] = field.choice(_CHOICES[name]) if name in _CHOICES else field.text()
    fields = {} if before is None else {field: getattr(before, field) for field in _FIELDS}
    try:
        rule = Rule(**{"key": key, **fields, **given})
    except RangeError as error:
        node.fail(str(error))
    for name in given:
        if rule.kind not in KINDS_OF.get(name, RuleKind):
            kinds = " or ".join(KINDS_OF[name])
            node.get(name).fail(f"a rule of the kind {rule.kind} makes no use of it: leave it out, or use {kinds}")
    return rule


_CHOICES = {"kind": RuleKind, "severity": Level, "possible": Level, "unit": Unit}


def _check_known(node: Node, key: str, known: Collection[str]) -> None:
    if key not in known:
        node.fail(f"no rule is called {key!r}: there are {', '.join(known) or 'none'}")


def _waiver(node: Node, rules: Collection[str]) -> Waiver:
    node.check_keys(("activities", "reason"), ("rule",))
    names = node.get("activities").list_of(Node.words)
    if not names:
        node.get("activities").fail("the list is empty: name the activities that may stay as they are")
    rule = node.get("rule").maybe(Node.text)
    if rule is not None:
        _check_known(node.get("rule"), rule, rules)
    return Waiver(activities=names, reason=node.get("reason").words(), rule=rule)


def _assigned(node: Node) -> dict[str, tuple[str, ...]]:
    return {key: names.list_of(Node.words) for key, names in node.fields().items()}
