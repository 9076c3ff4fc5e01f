"""The values that quizzes/ become once they are read: concepts, questions, choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.citation import Citation
from bot.core.indicator.plan import Plan
from bot.core.learning.course_calendar import PLAIN, CourseCalendar
from bot.core.learning.first_signs import SignGroup
from bot.core.survey import SurveyPlan


class QuestionType(StrEnum):
    """The seven kinds of question (兆候探し … 言い方)."""

    SIGN = "sign"
    DESTINATION = "destination"
    FACT = "fact"
    PROCEDURE = "procedure"
    DUTY = "duty"
    DO_NOT = "do_not"
    WORDING = "wording"


TYPE_LABELS: Mapping[QuestionType, str] = {
    QuestionType.SIGN: "兆候探し",
    QuestionType.DESTINATION: "つなぎ先",
    QuestionType.FACT: "事実・伝聞・推測",
    QuestionType.PROCEDURE: "手順",
    QuestionType.DUTY: "義務",
    QuestionType.DO_NOT: "やってはいけない",
    QuestionType.WORDING: "言い方",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; ``why`` says why it is right, or why it tempts and is wrong.

    ``easy_why`` says it in やさしい日本語, and is empty where ``why`` is plain enough.
    """

    text: str
    right: bool
    why: str
    easy_why: str = ""

    def reason(self, *, easy: bool) -> str:
        """Why, in the words the person reads."""
        return self.easy_why or self.why if easy else self.why


@dataclass(frozen=True, slots=True)
class EasyText:
    """A question in やさしい日本語; ``choices`` in the order of the question's own."""

    stem: str
    choices: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one concept.

    ``rests_on`` names the facts it depends on as ``(entry id, field)``. One with a
    ``retired`` day is asked no more; it stays, because its answers are kept.
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
    easy: EasyText | None = None
    retired: date | None = None

    @property
    def right_indexes(self) -> frozenset[int]:
        """Positions of the right choices as written in the file."""
        return frozenset(i for i, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True, slots=True)
class Concept:
    """What must be known; ``questions`` test it, ``retired`` ones once did."""

    id: str
    title: str
    required: bool  # 必修
    questions: tuple[Question, ...]
    retired: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """One loaded content set of quizzes/; ``version`` is a hash of its files.

    ``newcomers``: the signs of each kind of section that a newcomer's first post shows.
    ``questions``: all by id, retired ones too: what was asked can still be looked up.
    """

    version: str
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    calendar: CourseCalendar = PLAIN
    newcomers: tuple[SignGroup, ...] = ()
    survey: SurveyPlan = field(default_factory=SurveyPlan)
    plan: Plan = field(default_factory=Plan)
    questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the questions once: the way of every answer looks them up."""
        held = self.concepts.values()
        by_id = {q.id: q for c in held for q in (*c.questions, *c.retired)}
        object.__setattr__(self, "questions", by_id)
