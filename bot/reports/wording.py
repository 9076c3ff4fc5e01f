"""What every figure says beside itself: its day, its period, what the words mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.core.figure_sums import LEAST_SHOWN
from bot.core.figures import WEEK_DEFINITION, SectionReport, WardReport

Report = SectionReport | WardReport

TITLE = "受講の状況"
NO_WEEKS = "まだ集計する週がありません。"
OPEN_NOTE = "＊は受付中の週です。人数はまだ動きます。"
NOT_FOR_RATING = "受講の有無だけの集計です。人事評価には使いません。"
KEEP_NAMES = (
    "お名前を含む資料です。必要な方だけで扱い、用が済んだら消してください。"
    "作ったことは記録され、載っている方にも見えます。"
)
HEAT_NOTE = (
    f"数字は週の率（％、小数第1位を四捨五入）。対象が{LEAST_SHOWN}人に満たない課はまとめています。"
)


def day_text(day: date) -> str:
    """「2026年11月22日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def span_text(report: Report) -> str:
    """The period with its dates: 「2026年度（2026年4月1日〜2027年3月31日）」."""
    period = report.period
    return f"{period.label}（{day_text(period.start)}〜{day_text(period.end)}）"


def notes(report: Report) -> Iterator[str]:
    """The lines printed with every figure: definitions first, then what to know of the day."""
    if report.definition:
        yield report.definition
    yield WEEK_DEFINITION
    if report.roster_note:
        yield report.roster_note
    if report.paused:
        yield f"設問をお休み中の方が{report.paused}人います。対象には入れています。"
    if any(week.open for week in report.weeks):
        yield OPEN_NOTE
    yield NOT_FOR_RATING
