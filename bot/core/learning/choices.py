"""How a person wants the course: in one post or two, when, in which words, and whether at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TimeSlot(StrEnum):
    """The half of the day in which a person's posts come."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class PausedBy(StrEnum):
    """Who stopped a person's posts: they themselves, or three weeks without an answer."""

    SELF = "self"
    SILENCE = "silence"


AFTERNOON_MINUTE = 13 * 60 + 30
SILENT_WEEKS = 3


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """One person's choices; as it stands here for whoever has never chosen anything.

    ``one_batch``: all questions of a week in its first post. ``easy``: やさしい日本語.
    A pause stops the posts and nothing else: the weeks count as for everybody. Silence
    counts anew from ``resumed_on``, the day of the last 再開.
    """

    one_batch: bool = False
    slot: TimeSlot = TimeSlot.MORNING
    easy: bool = False
    paused_since: date | None = None
    paused_by: PausedBy | None = None
    resumed_on: date | None = None

    @property
    def paused(self) -> bool:
        """Whether no posts are sent."""
        return self.paused_since is not None


AS_IT_COMES = CourseChoice()
