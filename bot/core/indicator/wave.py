"""What a wave of the staff survey asks of whom: frozen and hashed when it opens.

The hash and what it is taken of stand in ``wave_hash``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_QUESTIONS = 5


class WaveFault(Exception):
    """A wave that cannot be asked; the message says in Japanese what to change."""


class QuestionRole(StrEnum):
    """What a question is for."""

    HEADLINE = "headline"  # the indicator itself
    COMPANION = "companion"
    DOSE = "dose"  # how many quizzes somebody took, as they say themselves
    LOOKING_BACK = "looking_back"  # at the end of the year; never counts for the target


@dataclass(frozen=True, slots=True)
class Question:
    """A question, verbatim; ``yes`` are the options that count as yes (none: it has no share)."""

    id: str
    text: str
    options: tuple[str, ...]
    yes: tuple[str, ...] = ()
    role: QuestionRole = QuestionRole.COMPANION

    def __post_init__(self) -> None:
        if not self.text or len(self.options) < 2:
            raise WaveFault(f"設問「{self.text or self.id}」に、選択肢を2つ以上書いてください。")
        if len(set(self.options)) < len(self.options):
            raise WaveFault(f"設問「{self.text}」に、同じ選択肢が2つあります。")
        for option in self.yes:
            if option not in self.options:
                raise WaveFault(f"設問「{self.text}」の選択肢に「{option}」がありません。")


@dataclass(frozen=True, slots=True)
class ReportingGroup:
    """Sections shown as one row; ``people`` are those asked, ``paper`` of them on paper.

    ``pool`` names the pooling group in which its answers wait.
    """

    id: str
    name: str
    sections: tuple[str, ...]
    people: int
    pool: str
    paper: int = 0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many people on what may be shown; fixed when the wave opens.

    ``near_all``: from so many per cent on (or up to 100 minus it) a band is shown instead.
    """

    shown_from: int = 10
    group_from: int = 12
    pool_from: int = 30
    lot: int = 10
    paper_lot: int = 5
    near_all: int = 95
    reason_from: int = 5


THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class WaveDefinition:
    """Everything about a wave that must not change while it is asked or afterwards.

    ``counted_wave``: the id of the wave that counts for the 年度, named before its first wave
    opens. ``moment``: of what the result speaks, 「9月末時点」. ``asked``: who is asked, in
    words. ``left_out``: people on the roster who are not asked, by reason.
    """

    id: str
    title: str
    fiscal_year: int
    moment: str
    opens: date
    closes: date
    denominator_date: date
    asked: str
    counted_wave: str
    questions: tuple[Question, ...]
    groups: tuple[ReportingGroup, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    thresholds: Thresholds = THRESHOLDS

    def __post_init__(self) -> None:
        self._check_questions()
        self._check_groups()
        if self.closes < self.opens:
            raise WaveFault("アンケートの終わりの日は、始まりの日か、そのあとにしてください。")
        if not self.counted_wave:
            raise WaveFault("その年度の結果とする回を、先に決めてください。")

    @property
    def staff(self) -> int:
        """N: how many people are asked."""
        return sum(group.people for group in self.groups)

    @property
    def headline(self) -> Question:
        """The question of the indicator."""
        return next(q for q in self.questions if q.role is QuestionRole.HEADLINE)

    @property
    def official(self) -> bool:
        """Whether this is the wave that counts for the 年度."""
        return self.id == self.counted_wave

    def _check_questions(self) -> None:
        if len(self.questions) > MOST_QUESTIONS:
            raise WaveFault(f"設問は{MOST_QUESTIONS}問までにしてください。")
        roles = Counter(question.role for question in self.questions)
        if roles[QuestionRole.HEADLINE] != 1:
            raise WaveFault("指標の設問は、ちょうど1問にしてください。")
        if not self.headline.yes:
            raise WaveFault("指標の設問で「はい」に数える選択肢を書いてください。")
        if len({question.id for question in self.questions}) < len(self.questions):
            raise WaveFault("設問の名前が重なっています。")

    def _check_groups(self) -> None:
        sections = [section for group in self.groups for section in group.sections]
        if not self.groups or not self.staff:
            raise WaveFault("アンケートの対象になる職員がいません。")
        if len(set(sections)) < len(sections):
            raise WaveFault("2つのまとまりに入っている課があります。")
        if len({group.id for group in self.groups}) < len(self.groups):
            raise WaveFault("まとまりの名前が重なっています。")
        smallest = min(group.people for group in self.groups)
        if len(self.groups) > 1 and smallest < self.thresholds.group_from:
            raise WaveFault(f"どのまとまりも{self.thresholds.group_from}人以上にしてください。")
        for group in self.groups:
            if not 0 <= group.paper <= group.people:
                raise WaveFault(f"「{group.name}」の紙の人数が、対象の人数より多くなっています。")
