"""The values that quizzes/ become once they are read: concepts, questions, choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.citation import Citation


class QuestionType(StrEnum):
    """The seven kinds of question (兆候探し … 言い方)."""

    SIGN = "sign"
    DESTINATION = "destination"
    FACT = "fact"
    PROCEDURE = "procedure"
    DUTY = "duty"
    DO_NOT = "do_not"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; ``why`` says why it is right, or why it tempts and is wrong."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """One released question about one concept.

    ``rests_on`` names the facts it depends on as ``(entry id, field)``.
    """

    id: str
    concept_id: str
    type: QuestionType
    stem: str
    choices: tuple[Choice, ...]
    explanation: str
    rests_on: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    assured_date: date

    @property
    def right_indexes(self) -> frozenset[int]:
        """Positions of the right choices as written in the file."""
        return frozenset(i for i, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True, slots=True)
class Concept:
    """What must be known; holds the questions that test it."""

    id: str
    title: str
    required: bool  # 必修
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One loaded content set of quizzes/; ``version`` is a hash of its files."""

    version: str
    concepts: Mapping[str, Concept] = field(default_factory=dict)

    @property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id."""
        return {q.id: q for c in self.concepts.values() for q in c.questions}
