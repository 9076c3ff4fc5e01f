"""Completion figures as staff with the right to see them read them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.clock import TOKYO
from bot.service.statistics import Figures, SectionFigures, WeekFigure
from bot.slack.blocks.base import Block, Reply, bold, context, header, inline, section

DEFINITION = (
    "受講済：週の設問に、次の月曜9時までに答えた人。正解・不正解は問いません。"
    "期限後受講：そのあとに答えた人。率は受講済÷対象です。"
)
NO_WEEKS = "まだ設問を配信していません。配信すると、ここに週ごとの人数が並びます。"
MOST_SECTIONS = 40


def rate(figure: WeekFigure) -> str:
    """受講済÷対象 in per cent with one decimal; 「－」 where nobody counts."""
    if figure.members == 0:
        return "－"
    return f"{100 * figure.completed / figure.members:.1f}％"


def headline(name: str, figure: WeekFigure) -> str:
    """The one sentence that a supervisor copies."""
    return (
        f"{name}　対象{figure.members}人／受講済{figure.completed}人（{rate(figure)}）／"
        f"未受講{figure.not_completed}人／期限後受講{figure.late}人／対象外{figure.excluded}人"
    )


def figures_blocks(figures: Figures) -> list[Block]:
    """All figures in the actor's reach, the ward first."""
    local = figures.as_of.astimezone(TOKYO)
    blocks = [header(f"受講の状況（{local.month}月{local.day}日 {local:%H:%M}現在）")]
    if figures.ward is not None:
        blocks += _unit("区全体", figures.ward)
    for entry in figures.sections[:MOST_SECTIONS]:
        blocks += _section_unit(entry)
    hidden = len(figures.sections) - MOST_SECTIONS
    if hidden > 0:
        blocks.append(context(inline(f"ほか{hidden}課は表示を省いています。")))
    blocks.append(context(inline(DEFINITION)))
    return blocks


def _section_unit(entry: SectionFigures) -> Iterable[Block]:
    return _unit(entry.section.name, entry.weeks)


def _unit(name: str, weeks: tuple[WeekFigure, ...]) -> list[Block]:
    if not weeks:
        return [section([bold(name), NO_WEEKS])]
    lines = [inline(f"・{_week_label(w)}：{_counts(w)}") for w in weeks]
    return [section([bold(headline(name, weeks[0])), *lines])]


def _counts(figure: WeekFigure) -> str:
    late = f"、期限後受講{figure.late}人" if figure.late else ""
    return f"{figure.completed}／{figure.members}人（{rate(figure)}）{late}"


def _week_label(figure: WeekFigure) -> str:
    label = f"{figure.monday.month}月{figure.monday.day}日の週"
    return f"{label}（受付中）" if figure.open else label


def figures_reply(figures: Figures) -> Reply:
    """The figures as an answer to 「集計」."""
    return Reply("受講の状況です", tuple(figures_blocks(figures)), "集計")
