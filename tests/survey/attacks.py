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
SIDES = {True: OPTIONS[:2], False: OPTIONS[2:]}
"""The options that are a yes, and those that are none."""


@dataclass(frozen=True)
class Look:
    """What one copy of survey.db says: who is counted, people and yes by group, and options.

    Of a group that is not shown exactly, ``groups`` has the middle of what is possible.
    """

    voted: frozenset[str]
    groups: Mapping[str, tuple[int, float]]
    chosen: Mapping[str, int]


@dataclass(frozen=True)
class Step:
    """Between two looks, or of a table: who was counted, their yes by group, all options."""

    people: Mapping[str, frozenset[str]]
    yes: Mapping[str, float]
    chosen: Counter[str]


NOTHING = Look(frozenset(), {}, {})


def recovered(guesses: Mapping[str, str], truth: Truth) -> float:
    """The share of people whose answer was guessed."""
    return sum(guesses.get(person) == chosen for person, chosen in truth.items()) / len(truth)


def by_majority(step: Step) -> dict[str, str]:
    """Everybody as is likeliest: by the yes of their group, and by how often what was chosen."""
    guesses = {}
    for group, people in step.people.items():
        share = step.yes.get(group, 0) / len(people) if people else 0
        if step.chosen:
            guesses.update(dict.fromkeys(people, _likeliest(step.chosen, share)))
    return guesses


def _likeliest(chosen: Counter[str], yes: float) -> str:
    """The option with the greatest chance for somebody who says yes with this chance."""
    total = {side: sum(chosen[o] for o in options) or 1 for side, options in SIDES.items()}
    weight = {True: yes, False: 1 - yes}
    chances = {
        option: weight[side] * chosen[option] / total[side]
        for side, options in SIDES.items()
        for option in options
    }
    return max(chances, key=lambda option: chances[option])


def certain(step: Step) -> frozenset[str]:
    """Whose option follows: all of their group on one side, on which one option was chosen."""
    found: set[str] = set()
    for group, people in step.people.items():
        for side, options in SIDES.items():
            if group in one_sided(step) and (step.yes[group] > 0) is side:
                found |= people if sum(step.chosen[o] > 0 for o in options) == 1 else set()
    return frozenset(found)


def one_sided(step: Step) -> frozenset[str]:
    """The groups of which everybody counted in between said yes, or nobody."""
    return frozenset(
        group
        for group, people in step.people.items()
        if people and step.yes.get(group) in {0, len(people)}
    )


def between(looks: Sequence[Look], group_of: Mapping[str, str]) -> list[Step]:
    """What was counted between looks at survey.db, one after the other."""
    steps = []
    before = NOTHING
    for now in looks:
        people: dict[str, set[str]] = {}
        for one in now.voted - before.voted:
            people.setdefault(group_of[one], set()).add(one)
        yes = {
            group: now.groups[group][1] - before.groups.get(group, (0, 0))[1] for group in people
        }
        chosen = Counter({o: n - before.chosen.get(o, 0) for o, n in now.chosen.items()})
        steps.append(Step({g: frozenset(p) for g, p in people.items()}, yes, +chosen))
        before = now
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
        seen.setdefault(_named(match), Counter())[option] += 1
    return {p: found.most_common(1)[0][0] for p, found in seen.items() if p in truth}


def in_order(data: bytes, order: Sequence[str]) -> dict[str, str]:
    """The n-th person as the n-th option in the bytes: rows, messages, lines in order of time."""
    return {p: option for p, (_, option) in zip(order, options_in(data), strict=False)}


def places_of(data: bytes) -> dict[str, int]:
    """Where each person's id first stands in the bytes."""
    places: dict[str, int] = {}
    for match in _PERSON.finditer(data):
        places.setdefault(_named(match), match.start())
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
# A person stands in the bytes by their own id, or by that of their account.
_PERSON = re.compile(rb"(?:staff-|U)([0-9]{5})")


def _named(match: re.Match[bytes]) -> str:
    return f"staff-{match.group(1).decode()}"
