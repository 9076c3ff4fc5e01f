"""The forms of the plan, handed in: what was typed goes to the service, and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.core.indicator.plan import Moment
from bot.core.people import Actor
from bot.service.plan_values import Opened, Saved
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.slack.blocks.plan import moment_of
from bot.slack.blocks.plan_typed import gone_of, opened_of, row_of, typed_of


def save_activity(service: Service, actor: Actor, view: dict[str, Any], now: datetime) -> Saved:
    """Days and people of an activity (what ``PlanDesk.save_activity`` raises)."""
    return service.plan.save_activity(actor, _opened(view), typed_of(_state(view)), now)


def save_value(service: Service, actor: Actor, view: dict[str, Any], now: datetime) -> Saved:
    """A figure, and those that were ticked to go."""
    state, opened = _state(view), _opened(view)
    row = row_of(state, opened)
    if row is None:
        raise UnknownEntry
    return service.plan.save_value(actor, opened, row, typed_of(state), now, gone_of(state))


def save_choice(service: Service, actor: Actor, view: dict[str, Any], now: datetime) -> Saved:
    """進捗状況 and 方向性 of a sheet."""
    key, _, print_ = str(view.get("private_metadata")).partition("|")
    return service.plan.save_choice(actor, moment_named(key), print_, typed_of(_state(view)), now)


def _opened(view: dict[str, Any]) -> Opened:
    opened = opened_of(view.get("private_metadata"))
    if opened is None:
        raise UnknownEntry
    return opened


def _state(view: dict[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = view["state"]["values"]
    return state


def place_named(value: str) -> int:
    """The place of an entry that a control carries (UnknownEntry)."""
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise UnknownEntry
    return int(value)


def moment_named(key: str) -> Moment:
    """The sheet that a control carries (UnknownEntry)."""
    moment = moment_of(key)
    if moment is None:
        raise UnknownEntry
    return moment
