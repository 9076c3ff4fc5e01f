"""A wave's counters as text for the main database: those of a closed one, and how far one is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.indicator.suppression import Shown, Sum, shown_only
from bot.core.indicator.wave import WaveDefinition
from bot.store.survey_counters import Counted

NOBODY = Sum(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an open wave is: by group, those on paper too; ``waiting`` are not counted yet."""

    wave: str = ""
    answered: Mapping[str, int] = field(default_factory=dict)
    on_paper: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0


def reduced(counted: Counted, definition: WaveDefinition) -> Counted:
    """What may be kept when a wave closes: no more than its report may show.

    Whoever left the question about the year's quizzes out is a row of that table, too: from it
    and the ward's total the others could be reckoned. Of a ward in which too few have answered
    only their number is kept.
    """
    limits = definition.thresholds
    groups = {group.id: counted.groups.get(group.id, NOBODY) for group in definition.groups}
    people, yes = sum(g.people for g in groups.values()), sum(g.low for g in groups.values())
    shown = shown_only(groups, limits)
    if people < limits.shown_from:
        return Counted({}, shown, {}, counted.on_paper)
    told = counted.doses.values()
    left_out = yes - sum(one.low for one in told)
    silent = Sum(people - sum(one.people for one in told), left_out, left_out)
    doses = shown_only({**counted.doses, "": silent}, limits)
    return Counted(counted.options, shown, doses, counted.on_paper)


def as_text(counted: Counted) -> str:
    """The counters of a closed wave as JSON, the same for the same counters."""
    options: dict[str, dict[str, int]] = {}
    for (question, option), n in counted.options.items():
        options.setdefault(question, {})[option] = n
    held = {
        "options": options,
        "groups": _rows(counted.groups),
        "doses": _rows(counted.doses),
        "on_paper": dict(counted.on_paper),
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def of_text(text: str) -> Counted:
    """The counters that were written so."""
    held = json.loads(text)
    options = {(q, option): n for q, by in held["options"].items() for option, n in by.items()}
    return Counted(options, _sums(held["groups"]), _sums(held["doses"]), held["on_paper"])


def _rows(sums: Mapping[str, Sum]) -> dict[str, list[int | str]]:
    return {name: [one.people, one.low, one.high, one.shown.value] for name, one in sums.items()}


def _sums(rows: Mapping[str, list[int | str]]) -> dict[str, Sum]:
    return {
        name: Sum(int(people), int(low), int(high), Shown(str(shown)))
        for name, (people, low, high, shown) in rows.items()
    }


def progress_text(progress: Progress) -> str:
    """Progress as JSON."""
    held = {
        "wave": progress.wave,
        "answered": dict(progress.answered),
        "on_paper": dict(progress.on_paper),
        "waiting": progress.waiting,
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def progress_of(text: str) -> Progress:
    """Progress that was written so; none where there was no owner yet."""
    held = json.loads(text)
    return Progress(**held) if held else Progress()
