"""How old the roster is, in the words of the figures."""

from __future__ import annotations

from datetime import date

from bot.core.retention import fiscal_year


def roster_note(imported_for: date | None, day: date) -> str | None:
    """「名簿は○月○日現在」 from 1 April until the year's roster is there; else None.

    ``imported_for`` is the 基準日 of the roster in use, None when there is none yet.
    """
    if imported_for is None:
        return "名簿はまだ取り込まれていません"
    if fiscal_year(imported_for) >= fiscal_year(day):
        return None
    return f"名簿は{imported_for.month}月{imported_for.day}日現在"
