"""Who is who: staff, sections, dated memberships and the six roles.

Memberships are dated because 異動, leave and the denominators of figures need
history: a row is valid from ``valid_from`` up to, not including, ``valid_until``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in the ward."""

    STAFF = "staff"
    SUPERVISOR = "supervisor"
    TRAINING_OFFICER = "training_officer"
    INDICATOR_OFFICER = "indicator_officer"
    KNOWLEDGE_EDITOR = "knowledge_editor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.STAFF: "本人",
    Role.SUPERVISOR: "課長（課長級）",
    Role.TRAINING_OFFICER: "研修担当",
    Role.INDICATOR_OFFICER: "指標担当",
    Role.KNOWLEDGE_EDITOR: "知識編集者",
    Role.ADMINISTRATOR: "管理者",
}


class ExclusionReason(StrEnum):
    """Why somebody does not count for a while: three coarse reasons, never a finer one."""

    NOT_WORKING = "not_working"
    SECONDED = "seconded"
    AFTER_REFERENCE_DAY = "after_reference_day"


EXCLUSION_LABELS = {
    ExclusionReason.NOT_WORKING: "勤務していない期間",
    ExclusionReason.SECONDED: "派遣・出向",
    ExclusionReason.AFTER_REFERENCE_DAY: "基準日後の着任",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A 課 of the ward."""

    section_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person in one section, with its dates."""

    section_id: str
    role: Role
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the membership is in force on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody is 対象外 from ``valid_from`` up to, not including, ``valid_until``."""

    reason: ExclusionReason
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the person is 対象外 on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Staff:
    """A person on the roster; ``slack_user_id`` is None until matched."""

    staff_id: str
    name: str
    slack_user_id: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the figures count them on one day: staff and section."""

    staff: Staff
    section_id: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks the service for something.

    ``staff`` is None for a Slack user who is not on the roster: they may ask and
    browse. ``memberships`` are those in force at the moment of asking.
    """

    slack_user_id: str
    staff: Staff | None = None
    memberships: tuple[Membership, ...] = ()

    @property
    def section_id(self) -> str | None:
        """The section the person is counted in, if on the roster today."""
        return next((m.section_id for m in self.memberships if m.role is Role.STAFF), None)

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held today, in whatever section."""
        return frozenset(m.role for m in self.memberships)

    def sections_as(self, role: Role) -> frozenset[str]:
        """The sections in which the person holds ``role`` today."""
        return frozenset(m.section_id for m in self.memberships if m.role is role)
