"""Who may do what, on whom: one table (role x action x scope), checked in the service only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto

from bot.core.people import Actor, Role


class Action(StrEnum):
    """Everything the service can be asked for that is not open to everybody."""

    TAKE_TRAINING = "take_training"
    SEE_OWN_RECORD = "see_own_record"
    SEE_FIGURES = "see_figures"
    SEE_NAMES = "see_names"
    SEE_REFERRALS = "see_referrals"
    SEE_HEALTH = "see_health"
    CONTROL_DELIVERIES = "control_deliveries"  # pause, resume, withdraw
    SEE_CONTENT_ERRORS = "see_content_errors"
    CHANGE_ROSTER = "change_roster"
    EDIT_KNOWLEDGE = "edit_knowledge"
    RENEW_ENTRY = "renew_entry"  # 「変わりありません」


class Scope(Enum):
    """How far a role reaches with an action."""

    OWN = auto()
    OWN_SECTION = auto()
    WARD = auto()


PERMISSIONS: Mapping[Action, Mapping[Role, Scope]] = {
    Action.TAKE_TRAINING: {Role.STAFF: Scope.OWN},
    Action.SEE_OWN_RECORD: {Role.STAFF: Scope.OWN},
    Action.SEE_FIGURES: {
        Role.SUPERVISOR: Scope.OWN_SECTION,
        Role.TRAINING_OFFICER: Scope.WARD,
        Role.INDICATOR_OFFICER: Scope.WARD,
    },
    Action.SEE_NAMES: {Role.SUPERVISOR: Scope.OWN_SECTION},
    Action.SEE_REFERRALS: {
        Role.TRAINING_OFFICER: Scope.WARD,
        Role.INDICATOR_OFFICER: Scope.WARD,
    },
    Action.SEE_HEALTH: {Role.ADMINISTRATOR: Scope.WARD},
    Action.CONTROL_DELIVERIES: {Role.ADMINISTRATOR: Scope.WARD},
    Action.SEE_CONTENT_ERRORS: {
        Role.ADMINISTRATOR: Scope.WARD,
        Role.KNOWLEDGE_EDITOR: Scope.WARD,
    },
    Action.CHANGE_ROSTER: {Role.ADMINISTRATOR: Scope.WARD},
    Action.EDIT_KNOWLEDGE: {Role.KNOWLEDGE_EDITOR: Scope.WARD},
    Action.RENEW_ENTRY: {Role.STAFF: Scope.OWN_SECTION, Role.KNOWLEDGE_EDITOR: Scope.WARD},
}


class NotPermitted(Exception):
    """The actor's roles do not reach that far; the front says so in one sentence."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.value)
        self.action = action


def scopes(actor: Actor, action: Action) -> frozenset[Scope]:
    """The scopes the actor's roles of today give for ``action``."""
    table = PERMISSIONS[action]
    return frozenset(table[role] for role in actor.roles if role in table)


def sections_in_reach(actor: Actor, action: Action) -> frozenset[str] | None:
    """The sections ``action`` may touch: None means the whole ward, empty means none."""
    if Scope.WARD in scopes(actor, action):
        return None
    table = PERMISSIONS[action]
    reach: frozenset[str] = frozenset()
    for role, scope in table.items():
        if scope is Scope.OWN_SECTION:
            reach |= actor.sections_as(role)
    return reach


def require(actor: Actor, action: Action, *, section_id: str | None = None) -> None:
    """Raise NotPermitted unless the actor may do ``action`` (on that section, if given)."""
    held = scopes(actor, action)
    if not held:
        raise NotPermitted(action)
    if section_id is None:
        return
    reach = sections_in_reach(actor, action)
    if reach is not None and section_id not in reach:
        raise NotPermitted(action)
