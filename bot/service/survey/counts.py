"""A wave's counters as text for the main database: those of a closed one, and how far one is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.store.survey_file import Counted


@dataclass(frozen=True, slots=True)
class Counts:
    """The counters of a closed wave: by group, question and option; ``dose`` ward-wide."""

    groups: Mapping[str, Mapping[str, Mapping[str, int]]]
    dose: Mapping[str, Mapping[str, int]]
    on_paper: Mapping[str, int]

    def answered(self, group: str, question: str) -> int:
        """How many of a group answered a question."""
        return sum(self.groups.get(group, {}).get(question, {}).values())

    def ward(self, question: str) -> Mapping[str, int]:
        """How often each option of a question was chosen, in the whole ward."""
        total: defaultdict[str, int] = defaultdict(int)
        for questions in self.groups.values():
            for option, n in questions.get(question, {}).items():
                total[option] += n
        return dict(total)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an open wave is: by group, those on paper too; ``waiting`` are not counted yet."""

    wave: str = ""
    answered: Mapping[str, int] = field(default_factory=dict)
    on_paper: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0


def of_file(counted: Counted) -> Counts:
    """The counters as they stand in survey.db."""
    groups: defaultdict[str, defaultdict[str, dict[str, int]]]
    groups = defaultdict(lambda: defaultdict(dict))
    for (group, question, option), n in counted.options.items():
        groups[group][question][option] = n
    dose: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (taken, option), n in counted.dose.items():
        dose[taken][option] = n
    return Counts({g: dict(q) for g, q in groups.items()}, dict(dose), counted.on_paper)


def as_text(counts: Counts) -> str:
    """The counters as JSON, the same for the same counters."""
    held = {"groups": counts.groups, "dose": counts.dose, "on_paper": counts.on_paper}
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def of_text(text: str) -> Counts:
    """The counters that were written so."""
    held = json.loads(text)
    return Counts(held["groups"], held["dose"], held["on_paper"])


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
