"""What a scheduler remembers of one concept of one person, and how an answer is graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Grade(IntEnum):
    """How well an answer went; the numbers are those of FSRS, whose 4 (easy) is never used."""

    WRONG = 1
    UNSURE = 2
    SURE = 3


def grade_of(*, right: bool, confident: bool) -> Grade:
    """The grade of an answer; a wrong one is wrong however sure it was."""
    if not right:
        return Grade.WRONG
    return Grade.SURE if confident else Grade.UNSURE


@dataclass(frozen=True, slots=True)
class Memory:
    """Plain numbers that either scheduler can go on from.

    ``stability``: days until recall is expected to have fallen to nine in ten.
    ``difficulty``: 1 (easy for this person) to 10. ``box``: 0 to 4, of Leitner's boxes.
    """

    stability: float
    difficulty: float
    box: int


@dataclass(frozen=True, slots=True)
class Step:
    """One right answer in the present unbroken run."""

    question_id: str
    day: date
    confident: bool
