"""The labelled questions a benchmark asks, and what counts as right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.referral import GENERAL_DESK, Decision

ROOT = Path(__file__).parents[2]
SETS = {
    "dev": ROOT.parent / "shared/cases/referral-dev.jsonl",  # absent from a plain clone
    "heldout": ROOT / "tests/referral/heldout.jsonl",
    "heldout2": ROOT / "tests/referral/heldout2.jsonl",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled question; ``duty`` is "none" or a kind."""

    text: str
    primary: frozenset[str]
    duty: str
    in_scope: bool

    def saying(self, text: str) -> Case:
        """The same case in other words."""
        return replace(self, text=text)


def read(path: Path) -> list[Case]:
    """All cases of a file, [] when it is not there."""
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Case(row["text"], frozenset(row["primary"]), row["duty"], row["in_scope"]) for row in rows
    ]


def found_within(cases: Iterable[Case], ranked: Sequence[Sequence[str]], most: int) -> float:
    """Share of the questions in scope with a right destination among the first ``most``."""
    inside = [
        bool(case.primary & set(ids[:most]))
        for case, ids in zip(cases, ranked, strict=True)
        if case.in_scope
    ]
    return sum(inside) / len(inside)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the issue measures; shares of what each is counted over."""

    first: float
    three: float
    refused: float
    duty: float
    false_duty: float
    outside: float
    wrong_direct: float
    direct: float

    def line(self) -> str:
        """The figures in one line."""
        return (
            f"SR@1 {self.first:.3f}  SR@3 {self.three:.3f}  refused {self.refused:.3f}  "
            f"duty {self.duty:.3f}  false duty {self.false_duty:.3f}  "
            f"out of scope {self.outside:.3f}  direct {self.direct:.2f}  "
            f"wrong direct {self.wrong_direct:.4f}"
        )


def figures(cases: Sequence[Case], decisions: Sequence[Decision]) -> Figures:
    """The figures of one set."""
    pairs = list(zip(cases, decisions, strict=True))
    ranked = [[hit.destination_id for hit in d.hits] for d in decisions]
    inside = [d for c, d in pairs if c.in_scope]
    outside = [d for c, d in pairs if not c.in_scope]
    told = [(c.duty, {kind.value for kind in d.duties}) for c, d in pairs]
    return Figures(
        first=found_within(cases, ranked, 1),
        three=found_within(cases, ranked, 3),
        refused=_share(d.abstained for d in inside),
        duty=_share(duty in kinds for duty, kinds in told if duty != "none"),
        false_duty=_share(bool(kinds) for duty, kinds in told if duty == "none"),
        outside=_share(_left_alone(d) for d in outside),
        wrong_direct=_share(d.direct and not _right(c, d) for c, d in pairs),
        direct=_share(d.direct for _, d in pairs),
    )


def _right(case: Case, decision: Decision) -> bool:
    return decision.hits[0].destination_id in case.primary


def _left_alone(decision: Decision) -> bool:
    """「分かりません」, or the general desk without certainty."""
    general = decision.hits[0].destination_id == GENERAL_DESK
    return decision.abstained or (general and not decision.direct)


def _share(answers: Iterable[bool]) -> float:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else float("nan")
