"""What the fronts get to see of somebody's training, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.course import QuestionType
from bot.core.learning.posts import Track
from bot.core.learning.standing import ConceptStanding
from bot.core.learning.weeks import CompletionState
from bot.service.cards import ShownSource


class QuestionGone(Exception):
    """The question or its post no longer exists (content changed, post withdrawn)."""


class QuestionSuspended(QuestionGone):
    """The question rests, because what it depends on changed; it counts as answered."""


@dataclass(frozen=True, slots=True)
class SeenChoice:
    """A choice as one person sees it; ``index`` is its position in the file."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class FirstUse:
    """What is said with the first question of all: who sees what, and what for."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question as one person sees it, with its choices in their own order.

    ``number`` of ``of``: its place in its post (or sitting). ``easy``: the texts are those
    in やさしい日本語. ``late``: its week is closed. ``week`` is empty in a sitting, which
    ends with the 年度. ``first_use`` comes with questions until the first answer.
    ``needs_review``: what it rests on is past its review day (「要再確認」).
    """

    occurrence_key: str
    question_id: str
    week: str
    closes_at: datetime
    stem: str
    choices: tuple[SeenChoice, ...]
    number: int
    of: int
    type: QuestionType
    easy: bool
    late: bool
    track: Track = Track.COURSE
    first_use: FirstUse | None = None
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person learns right after answering (or reading an answer again).

    ``state``: how the week stands, None while it has open questions, and in a sitting.
    ``repeated`` is true when they had answered before: the first answer counts.
    ``next``: the next open question of the same post or sitting. ``mastered``: this answer
    completed 習得. ``assured``: when the question was last checked. ``channel``/``ts`` name
    the message that carried it, if it arrived.
    """

    question: DueQuestion
    chosen: int
    confident: bool
    right: bool
    why_chosen: str
    right_texts: tuple[str, ...]
    why_right: tuple[str, ...]
    explanation: str
    sources: tuple[ShownSource, ...]
    entries: tuple[str, ...]
    assured: date
    state: CompletionState | None
    repeated: bool
    channel: str | None = None
    ts: str | None = None
    next: DueQuestion | None = None
    mastered: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """まとめて受講: the 必修 of the 年度 still open, in one go, to be gone on with any time.

    ``answered`` of ``of`` questions; ``question`` is the next, None when nothing is open.
    """

    year: int
    answered: int
    of: int
    question: DueQuestion | None


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """How one of the person's weeks stands; ``together``: a 朝礼5分カード was among it."""

    week: str
    state: CompletionState
    together: bool = False


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    """One concept as the person knows it.

    ``due``: from which day on a question of it comes again, None for 「まだ」.
    """

    concept_id: str
    title: str
    required: bool
    standing: ConceptStanding
    answers: int
    last_day: date | None
    due: date | None
    mastered_on: date | None


@dataclass(frozen=True, slots=True)
class TogetherRecord:
    """「集合」: a concept that was talked over with a 朝礼5分カード on a day."""

    day: date
    concept_id: str
    title: str


@dataclass(frozen=True, slots=True)
class YearRecord:
    """The 必修 of a 年度: how many of them were met (``taken``), however it was."""

    year: int
    taken: int
    of: int


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person's own record: nobody else can read it.

    ``concepts``: 必修 first; ``concepts_due`` of them are due for a review today.
    """

    name: str
    answered: int
    right: int
    concepts_met: int
    concepts_in_all: int
    weeks: tuple[WeekRecord, ...]
    concepts: tuple[ConceptRecord, ...]
    concepts_mastered: int
    concepts_due: int
    together: tuple[TogetherRecord, ...]
    required: YearRecord


@dataclass(frozen=True, slots=True)
class Erased:
    """What somebody erased of their own: answers, and concepts with what was learned."""

    answers: int
    concepts: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file with somebody's own answers, for them alone."""

    name: str
    data: bytes
