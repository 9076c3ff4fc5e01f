"""How long the bot keeps what it stores, in the words staff read; deletion follows it.

Terms are those of 令和7年度 as assumed by the project: the city's own 公文書 schedule was
not available, so every term is a setting of the installation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.office_calendar import at_tokyo, tokyo_day

FISCAL_MONTH = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """The configured terms: days for events, months for deliveries, fiscal years for answers."""

    event_days: int = 14
    delivery_months: int = 13
    answer_years: int = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of 「何をどれだけ残すか」 and the tables it speaks of."""

    what: str
    term: str
    then: str
    tables: tuple[str, ...]


_YEARS = "年度末から{0.answer_years}年度"
_FOR_EVER, _DELETED, _STAYS = "期限なし", "消します", "消しません"
# Terms are filled in where the braces are.
_ROWS = (
    Kept("設問への回答（本人だけが見られます）", _YEARS, _DELETED, ("answer",)),
    Kept("週ごとの受講の状態", _YEARS, "課ごとの人数だけにします", ("completion",)),
    Kept(
        "課の名前と、課ごとの受講の人数（だれかは分かりません）",
        _FOR_EVER,
        _STAYS,
        ("section", "completion_total"),
    ),
    Kept(
        "設問やお知らせを届けた記録",
        "{0.delivery_months}か月",
        _DELETED,
        ("occurrence", "delivery"),
    ),
    Kept(
        "名簿（職員番号・氏名・課・役割・Slackの相手）と、一度お知らせした説明の印",
        f"名簿から外れた{_YEARS}",
        _DELETED,
        ("staff", "membership", "told_once"),
    ),
    Kept(
        "同じ知らせやボタンを二度扱わないための番号",
        "{0.event_days}日",
        _DELETED,
        ("inbox_event",),
    ),
    Kept(
        "「ここにつなぐ」の件数と「ちがう」の記録（だれかは分かりません）",
        _FOR_EVER,
        _STAYS,
        ("referral_count", "correction"),
    ),
    Kept("データベースの種類、定期の作業をした時刻、送る速さ", _FOR_EVER, _STAYS, ("meta", "pace")),
)


def kept(terms: Terms) -> tuple[Kept, ...]:
    """Everything the database holds, for how long, and what happens afterwards."""
    return tuple(replace(row, term=row.term.format(terms)) for row in _ROWS)


def events_before(now: datetime, terms: Terms) -> datetime:
    """Events received before this moment are forgotten."""
    return now - timedelta(days=terms.event_days)


def deliveries_before(now: datetime, terms: Terms) -> datetime:
    """What was due before this moment is forgotten: the first day of a month, Tokyo."""
    today = tokyo_day(now)
    months = today.year * 12 + today.month - 1 - terms.delivery_months
    return at_tokyo(date(months // 12, months % 12 + 1, 1), 0)


def answers_before(now: datetime, terms: Terms) -> date:
    """Answers given before this 1 April are forgotten: whole fiscal years at a time."""
    return date(fiscal_year(tokyo_day(now)) - terms.answer_years, FISCAL_MONTH, 1)


def fiscal_year(day: date) -> int:
    """The 年度 a day belongs to (April to March)."""
    return day.year if day.month >= FISCAL_MONTH else day.year - 1
