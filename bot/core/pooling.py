"""How answers to the survey wait, so that no copy of what is stored shows one person's answer.

The people of a pooling group wait together. They leave in lots of ten, drawn by lot from
twice as many, so that ten always stay behind for the last lot, which leaves at the close. A
group too small for two lots leaves as one, at the close. Of a lot only sums are kept, and no
finer ones than a report shows: options for the whole ward, and of the group how many answered
and how many of them said yes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.indicator.wave import Question

Form = Mapping[str, str]
"""One person's answers: the option chosen, by question; what was left out is not in it."""


LEAST_ON_PAPER = 5


@dataclass(frozen=True, slots=True)
class Yes:
    """So many people, and how many of them said yes to the indicator's question."""

    people: int
    yes: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept of a lot.

    ``options``: how often each was chosen, by question; added up for the whole ward only.
    ``group``: the lot itself, added to its group. ``doses``: its people by what they chose at
    the question about the year's quizzes; for the whole ward only.
    """

    options: Mapping[tuple[str, str], int]
    group: Yes
    doses: Mapping[str, Yes]


@dataclass(frozen=True, slots=True)
class Lot:
    """Who leaves together, in the order of their ids, and the sum of what they chose."""

    people: tuple[str, ...]
    tally: Tally


def lot_of(forms: Mapping[str, Form], target: Question, dose: str | None) -> Lot:
    """The lot of these people; ``target`` is the indicator's question, ``dose`` the id of one."""
    options: Counter[tuple[str, str]] = Counter()
    by_dose: dict[str, list[bool]] = {}
    yes = {person: form.get(target.id) in target.yes for person, form in forms.items()}
    for person, form in forms.items():
        options.update(form.items())
        if dose is not None and dose in form:
            by_dose.setdefault(form[dose], []).append(yes[person])
    doses = {chosen: Yes(len(said), sum(said)) for chosen, said in sorted(by_dose.items())}
    whole = Yes(len(forms), sum(yes.values()))
    return Lot(tuple(sorted(forms)), Tally(dict(sorted(options.items())), whole, doses))
