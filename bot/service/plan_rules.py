"""What a form of the plan is refused for besides what the file itself cannot hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.content.plan_form import FieldFaults
from bot.core.indicator.plan import Activity
from bot.core.indicator.plan_changes import outside

NOT_YET = "{days}は、まだ来ていません。行った日ではなく、予定の日に入れてください。"
NOT_THIS_YEAR = "{days}は、{year}年度（4月から3月）の日ではありません。"
NOT_YET_KNOWN = "まだ来ていない日の値は入れられません。"
PEOPLE_OF_NOTHING = "人数は、行った日といっしょに入れてください。"
PERSONAL = (
    "お名前や番号のように読めるところがあります。部署や資料の名前など、"
    "どなたのことでもない言葉で書いてください。"
)


def check_days(made: Activity, year: int, today: date) -> None:
    """What no day of the file can say by itself: it is this 年度's, and what was held is over."""
    faults = {
        field: NOT_THIS_YEAR.format(days=_listed(days), year=year)
        for field, days in (
            ("planned", outside(made.planned, year)),
            ("held", outside(made.held, year)),
        )
        if days
    }
    ahead = tuple(day for day in made.held if day > today)
    if ahead:
        faults["held"] = NOT_YET.format(days=_listed(ahead))
    if made.people is not None and not made.held:
        faults["people"] = PEOPLE_OF_NOTHING
    if faults:
        raise FieldFaults(faults)


def _listed(days: Iterable[date]) -> str:
    return "、".join(f"{day.year}年{day.month}月{day.day}日" for day in days)
