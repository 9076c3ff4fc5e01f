"""What goes out unasked in a wave: to those who have not answered, within the budget of each.

The message of the last day is planned for everybody at the opening, so that its place in the
budget is kept, and called off for whoever answers. The others are planned when they are due;
for whom the budget has no room that day, within the two 開庁日 after it. Level-triggered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from bot.core.budget import WINDOW, next_slot, withheld
from bot.core.delivery import DeliveryKind, Occurrence, PlannedDelivery
from bot.core.office_calendar import at_tokyo, next_business_day, tokyo_day
from bot.core.survey import HOUR, Reminder, reminder_days
from bot.store import deliveries, people, pushes, survey, survey_messages
from bot.store.engine import Tx

LATER_DAYS = 2  # 開庁日 in which a reminder can be caught up with
AGAIN = "again"


def prefix(wave: str) -> str:
    """How the keys of a wave's messages begin."""
    return f"survey/{wave}/"


def plan_last_day(tx: Tx, wave: survey.Wave, staff_ids: Collection[str]) -> int:
    """Plan the last day's message for everybody who is asked in Slack; how many."""
    days = _days(wave)
    if Reminder.LAST_DAY not in days:
        return 0
    due = Occurrence(
        key=f"{prefix(wave.wave)}{Reminder.LAST_DAY.value}",
        kind=DeliveryKind.SURVEY,
        due_at=at_tokyo(days[Reminder.LAST_DAY], HOUR),
        expires_at=wave.closes_at,
    )
    return deliveries.plan(tx, due, _planned(wave, staff_ids))


def plan_due(tx: Tx, wave: survey.Wave, staff_ids: Collection[str], now: datetime) -> int:
    """Plan what is due for these people, who have not answered; how many messages.

    After a day on which answers may have been lost they are all asked once more. Who has left
    since the opening, or is on leave, is not asked; they stay in the denominator.
    """
    days: dict[str, date] = {r.value: day for r, day in _days(wave).items()}
    days.pop(Reminder.LAST_DAY.value, None)
    if wave.interrupted_on is not None:
        days[f"{AGAIN}-{wave.interrupted_on}"] = next_business_day(wave.interrupted_on)
    today = tokyo_day(now)
    due = [name for name, day in days.items() if day <= today <= _until(day)]
    if not due or not staff_ids:
        return 0
    due = due[-1:]  # one message at a time, and why somebody is asked again goes before
    present = _present(tx, staff_ids, today)
    pushes.one_at_a_time(tx)
    return sum(_plan(tx, wave, name, present, days[name], now) for name in due)


def call_off_absent(tx: Tx, wave: survey.Wave, staff_ids: Collection[str], now: datetime) -> int:
    """On the last day nobody is asked who has left or is on leave by then; how many."""
    today = tokyo_day(now)
    if _days(wave).get(Reminder.LAST_DAY) != today:
        return 0
    absent = set(staff_ids) - _present(tx, staff_ids, today)
    return survey_messages.call_off(tx, prefix(wave.wave), sorted(absent)) if absent else 0


def _present(tx: Tx, staff_ids: Collection[str], day: date) -> frozenset[str]:
    """Those of them who are on the roster that day and not on leave."""
    here = {one.staff.staff_id for one in people.members(tx, day)}
    return frozenset(here.intersection(staff_ids) - people.excluded_on(tx, day).keys())


def _plan(
    tx: Tx, wave: survey.Wave, name: str, staff_ids: Collection[str], day: date, now: datetime
) -> int:
    slot = next_slot(max(now, at_tokyo(day, HOUR)))
    if slot.day > _until(day) or slot.expires_at > wave.closes_at:
        return 0
    begins = f"{prefix(wave.wave)}{name}/"
    told = survey_messages.told(tx, begins)
    waiting = sorted(set(staff_ids) - told)
    pushed = pushes.pushed_days(tx, waiting, slot.due_at - WINDOW, now)
    free = [p for p in waiting if withheld(pushed.get(p, frozenset()), slot.day) is None]
    if not free:
        return 0
    due = Occurrence(
        key=f"{begins}{slot.day}/{slot.hours.opens}",
        kind=DeliveryKind.SURVEY,
        due_at=slot.due_at,
        expires_at=slot.expires_at,
        hours=slot.hours,
    )
    return deliveries.plan(tx, due, _planned(wave, free))


def _planned(wave: survey.Wave, staff_ids: Collection[str]) -> list[PlannedDelivery]:
    payload: Mapping[str, str] = {"wave": wave.wave}
    return [PlannedDelivery(staff_id, payload) for staff_id in staff_ids]


def _days(wave: survey.Wave) -> dict[Reminder, date]:
    return reminder_days(tokyo_day(wave.opens_at), tokyo_day(wave.closes_at))


def _until(day: date) -> date:
    """The last day on which a message of ``day`` can still be planned."""
    for _ in range(LATER_DAYS):
        day = next_business_day(day + timedelta(days=1))
    return day
