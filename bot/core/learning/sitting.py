"""まとめて受講: the 必修 still open in a 年度, answered in one go.

It counts as 受講済 and neither earns nor costs 習得: twelve answers at one sitting say little
of what stays. The schedule does learn from it: when a concept was last met, and how that
went, is the best guess of when it is worth asking again, and what went wrong in the sitting
comes back sooner. Whether it is known is then found out in the course, on other days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.core.delivery import DeliveryKind, Occurrence
from bot.core.learning.scheduling import Scheduler
from bot.core.learning.state import ConceptState, after_answer
from bot.core.office_calendar import at_tokyo
from bot.core.retention import FISCAL_MONTH

PREFIX = "catch-up/"


def key_of(year: int) -> str:
    """The occurrence that holds a 年度's answers."""
    return f"{PREFIX}{year}"


def is_sitting(occurrence_key: str) -> bool:
    """Whether an occurrence is a sitting and no post."""
    return occurrence_key.startswith(PREFIX)


def occurrence_of(year: int) -> Occurrence:
    """What the answers refer to. It expires as it begins: nothing is ever sent for it."""
    begins = at_tokyo(date(year, FISCAL_MONTH, 1), 0)
    return Occurrence(key_of(year), DeliveryKind.SITTING, due_at=begins, expires_at=begins)


def ends_at(year: int) -> datetime:
    """When a 年度 is over, and its sitting."""
    return at_tokyo(date(year + 1, FISCAL_MONTH, 1), 0)


def after_sitting(
    state: ConceptState | None,
    concept_id: str,
    question_id: str,
    *,
    right: bool,
    confident: bool,
    day: date,
    scheduler: Scheduler,
) -> ConceptState:
    """The state after an answer in a sitting: run and 習得 stay what they were."""
    after = after_answer(
        state,
        concept_id,
        question_id,
        right=right,
        confident=confident,
        day=day,
        scheduler=scheduler,
    )
    if state is None:
        return replace(after, run=(), mastered_on=None)
    return replace(after, run=state.run, mastered_on=state.mastered_on)
