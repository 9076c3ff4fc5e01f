"""The ward's figures as the training desk reads them: 課 × 週 in text, and what needs care."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.figure_sums import trend_text
from bot.core.figures import SectionReport, WardReport, WeekRow, rate_text, tenths
from bot.slack.blocks.base import Block, bold, context, header, inline, section

LINES_A_BLOCK = 12
MOST_LINES = 20
HIGH, MIDDLE = 800, 500  # tenths of a per cent
NO_SECTIONS = "まだ設問を配信していません。配信すると、ここに週ごとの人数が並びます。"
LEGEND = "週ごとの率（左が古い週）：◎ 80％以上　○ 50％以上　△ 50％未満　－ 対象が少ないか、いない"
MISSED_NOTE = (
    "直近13週（答えが5万件をこえる区では4週）に、区全体で30件以上の答えがあったテーマだけです。"
)
CARE = (
    ("止めている設問", "suspended"),
    ("確認の期限をすぎた知識", "overdue"),
    ("「分かりません」になった話題（直近3か月、3人以上）", "unknown"),
)


def ward_blocks(report: WardReport, weeks: int) -> list[Block]:
    """The ward: the sentence, each week, each section with its weeks, and what needs care."""
    newest = report.weeks[-weeks:]
    lines = [inline(_week_line(w)) for w in reversed(newest)]
    return [
        section([bold(report.total.sentence), inline(trend_text(report.weeks) or "")]),
        *([section([bold("区全体の週ごと"), *lines])] if lines else [section(NO_SECTIONS)]),
        *_map(report.sections, newest),
        *_missed(report),
        *_care(report),
    ]


def _week_line(row: WeekRow) -> str:
    still_open = "（受付中）" if row.open else ""
    late = f"、期限後受講{row.late}人" if row.late else ""
    begins = f"・{row.monday.month}月{row.monday.day}日の週{still_open}"
    return f"{begins}：{row.completed}／{row.members}人（{row.rate}）{late}"


def _map(sections: Sequence[SectionReport], weeks: Sequence[WeekRow]) -> list[Block]:
    """A line a section: its rate over the period, and a sign a week."""
    if not sections:
        return []
    lines = [inline(_section_line(s, weeks)) for s in sections]
    return [header("課ごと"), *_packed(lines), context(LEGEND)]


def _section_line(report: SectionReport, weeks: Sequence[WeekRow]) -> str:
    total = report.total
    rows = {row.week: row for row in report.weeks}
    signs = "".join(_sign(rows.get(w.week)) for w in weeks)
    excluded = f"、対象外{total.excluded}人" if total.excluded else ""
    counts = f"{total.completed}／{total.members}人（{total.rate}）{excluded}"
    return f"・{total.section_name}　{counts}　{signs}"


def _sign(row: WeekRow | None) -> str:
    if row is None or not row.members:
        return "－"
    rate = tenths(row.completed, row.members)
    return "◎" if rate >= HIGH else "○" if rate >= MIDDLE else "△"


def _missed(report: WardReport) -> list[Block]:
    lines = [
        inline(f"・{c.title}　{c.missed}／{c.n}件（{rate_text(c.missed, c.n)}）")
        for c in report.missed_concepts
    ]
    if not lines:
        return []
    return [section([bold("間違いの多いテーマ"), *lines]), context(MISSED_NOTE)]


def _care(report: WardReport) -> list[Block]:
    blocks = []
    for title, name in CARE:
        found: tuple[str, ...] = getattr(report, name)
        if found:
            blocks.append(_list(title, found))
    if report.unanswered:
        asked = [f"{topic}（{count}件）" for topic, count in report.unanswered]
        blocks.append(_list("「ちがう」と言われ、正しい先が分からなかった話題", asked))
    return blocks


def _list(title: str, names: Sequence[str]) -> Block:
    more = len(names) - MOST_LINES
    lines = [inline(f"・{name}") for name in names[:MOST_LINES]]
    return section([bold(title), *lines, f"ほか{more}件" if more > 0 else ""])


def _packed(lines: Iterable[str]) -> list[Block]:
    """Many lines in few blocks."""
    listed = list(lines)
    return [section(listed[i : i + LINES_A_BLOCK]) for i in range(0, len(listed), LINES_A_BLOCK)]
