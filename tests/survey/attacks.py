"""An attacker who has every file, log and row, and knows in which order people answered.

Each attack gives a guess for everybody, or says what it is certain of. What the published
table alone allows is the guess "as most of the group": the bar for all others.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.survey.wards import OPTIONS

Truth = Mapping[str, str]
"""What everybody chose, by staff id."""
POINT = 0.01


@dataclass(frozen=True)
class Step:
    """Between two looks: who was counted, and what was added, by group."""

    people: Mapping[str, frozenset[str]]
    added: Mapping[str, Counter[str]]


def recovered(guesses: Mapping[str, str], truth: Truth) -> float:
    """The share of people whose answer was guessed."""
    return sum(guesses.get(person) == chosen for person, chosen in truth.items()) / len(truth)


def by_majority(step: Step) -> dict[str, str]:
    """Everybody as most of the group: what the table of the whole wave allows."""
    guesses = {}
    for group, people in step.people.items():
        if step.added.get(group):
            most = step.added[group].most_common(1)[0][0]
            guesses.update(dict.fromkeys(people, most))
    return guesses


def certain(step: Step) -> frozenset[str]:
    """Whose answer follows: everybody counted in between chose the same."""
    found: set[str] = set()
    for group, people in step.people.items():
        added = +step.added.get(group, Counter())
        if len(added) == 1 and sum(added.values()) == len(people):
            found |= people
    return frozenset(found)


def between(
    looks: Sequence[tuple[frozenset[str], Mapping[tuple[str, str], int]]],
    group_of: Mapping[str, str],
) -> list[Step]:
    """What was counted between looks at survey.db: (who is counted, counters by group, option)."""
    steps = []
    before: tuple[frozenset[str], Mapping[tuple[str, str], int]] = (frozenset(), {})
    for voted, tally in looks:
        people: dict[str, set[str]] = {}
        for one in voted - before[0]:
            people.setdefault(group_of[one], set()).add(one)
        added: dict[str, Counter[str]] = {}
        for (group, option), n in tally.items():
            if more := n - before[1].get((group, option), 0):
                added.setdefault(group, Counter())[option] = more
        steps.append(Step({g: frozenset(p) for g, p in people.items()}, added))
        before = (voted, tally)
    return steps


def by_steps(steps: Iterable[Step]) -> dict[str, str]:
    """Everybody as most of those counted in the same step."""
    return {person: guess for step in steps for person, guess in by_majority(step).items()}


def nearest(data: bytes, truth: Truth) -> dict[str, str]:
    """Everybody as the option that stands nearest to their id, wherever both stand in the bytes.

    It finds answers in rows, log lines, messages and JSON, whatever surrounds them.
    """
    places = options_in(data)
    if not places:
        return {}
    offsets = [at for at, _ in places]
    seen: dict[str, Counter[str]] = {}
    for match in _PERSON.finditer(data):
        here = bisect_left(offsets, match.start())
        around = places[max(0, here - 1) : here + 1]
        option = min(around, key=lambda one: abs(one[0] - match.start()))[1]
        seen.setdefault(match.group().decode(), Counter())[option] += 1
    return {p: found.most_common(1)[0][0] for p, found in seen.items() if p in truth}


def in_order(data: bytes, order: Sequence[str]) -> dict[str, str]:
    """The n-th person as the n-th option in the bytes: rows, messages, lines in order of time."""
    return {p: option for p, (_, option) in zip(order, options_in(data), strict=False)}


def places_of(data: bytes) -> dict[str, int]:
    """Where each person's id first stands in the bytes."""
    places: dict[str, int] = {}
    for match in _PERSON.finditer(data):
        places.setdefault(match.group().decode(), match.start())
    return places


def order_of(data: bytes) -> list[str]:
    """People in the order in which their ids first stand in the bytes."""
    return list(places_of(data))


def options_in(data: bytes) -> list[tuple[int, str]]:
    """Every option in the bytes, as text or as JSON writes it, with its place."""
    return [(match.start(), _FORMS[match.group()]) for match in _OPTION.finditer(data)]


_FORMS = {
    form: option
    for option in OPTIONS
    for form in (option.encode(), json.dumps(option)[1:-1].encode())
}
# The longest first: some options end as others are.
_OPTION = re.compile(b"|".join(map(re.escape, sorted(_FORMS, key=len, reverse=True))))
_PERSON = re.compile(rb"staff-[0-9]{5}")
