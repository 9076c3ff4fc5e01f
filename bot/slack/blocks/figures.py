"""Completion figures as staff with the right to see them read them: one section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.figure_sums import trend_text
from bot.core.figures import SectionReport, WeekRow
from bot.core.period import Period, PeriodFault, code_of, period_of, usual_periods
from bot.reports.wording import OPEN_NOTE, notes
from bot.service.referral import UnknownEntry
from bot.service.statistics import Figures
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    header,
    inline,
    option,
    plain,
    section,
    select,
)
from bot.slack.blocks.figures_ward import ward_blocks

ACTION = "figures"
PERIOD, DATES = f"{ACTION}:period", f"{ACTION}:dates"
COPY, NAMES, REMIND = f"{ACTION}:copy", f"{ACTION}:names", f"{ACTION}:remind"
MAKE = "report_make"
TITLE = "受講の状況"
NO_WEEKS = "まだ設問を配信していません。配信すると、ここに週ごとの人数が並びます。"
NO_SECTION = "担当する課が名簿にありません。管理者に確かめてください。"
WEEKS_SHOWN = 8
SECTIONS_SHOWN = 5
REMIND_TITLE = "お知らせを送りますか"
REMIND_TEXT = (
    "この課で、まだ受講済でない方のうち、いま答えられる設問のある方に、同じ文のお知らせを送ります。"
    "1人に1日1通、7日で3通までです。"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a button speaks of: a period, a section and, for names, which list."""

    period: Period
    section_id: str = ""
    kind: str = ""

    def packed(self) -> str:
        """As a button carries it; ids only."""
        return f"{code_of(self.period)}|{self.kind}|{self.section_id}"


def unpacked(value: str) -> Chosen:
    """What a button carried; UnknownEntry for anything else."""
    code, _, rest = value.partition("|")
    kind, _, section_id = rest.partition("|")
    try:
        return Chosen(period_of(code), section_id, kind)
    except PeriodFault as error:
        raise UnknownEntry from error


def figures_reply(figures: Figures) -> Reply:
    """The figures as an answer to 「集計」."""
    return Reply(f"{TITLE}です", tuple(figures_blocks(figures)), "集計")


def figures_blocks(figures: Figures, weeks: int = WEEKS_SHOWN) -> list[Block]:
    """Everything in the actor's reach: the sections they lead, then the ward."""
    day = figures.as_of
    blocks = [header(f"{TITLE}（{figures.period.label}・{day.month}月{day.day}日現在）")]
    for report in figures.own[:SECTIONS_SHOWN]:
        blocks += section_blocks(report, weeks)
    if figures.ward is not None:
        blocks += ward_blocks(figures.ward, weeks)
        chosen = Chosen(figures.period, figures.ward.total.section_id)
        blocks.append(actions([_copy_button(chosen), _make_button(chosen)]))
    elif not figures.own:
        blocks.append(section(NO_SECTION))
    blocks.append(_periods(figures))
    beside = figures.ward or (figures.own[0] if figures.own else None)
    if beside is None:
        return blocks
    # Here an open week is called so where it stands.
    return [*blocks, context(*(inline(note) for note in notes(beside) if note != OPEN_NOTE))]


def section_blocks(report: SectionReport, weeks: int = WEEKS_SHOWN) -> list[Block]:
    """One's own section: the sentence, what can be done, and week by week."""
    chosen = Chosen(report.period, report.total.section_id)
    lines = [inline(week_line(w)) for w in reversed(report.weeks[-weeks:])]
    buttons = [
        _copy_button(chosen),
        button("名前を見る", NAMES, chosen.packed()),
        _remind_button(chosen),
        _make_button(chosen),
    ]
    return [
        section([bold(report.total.sentence), inline(trend_text(report.weeks) or "")]),
        actions(buttons),
        section([bold("週ごと"), *lines] if lines else NO_WEEKS),
    ]


def week_line(row: WeekRow) -> str:
    """「・11月16日の週（受付中）：12／48人（25.0％）、未受講36人」."""
    still_open = "（受付中）" if row.open else ""
    extra = [
        f"期限後受講{row.late}人" if row.late else "",
        f"対象外{row.excluded}人" if row.excluded else "",
        f"未受講{row.not_completed}人",
    ]
    begins = f"・{row.monday.month}月{row.monday.day}日の週{still_open}"
    counts = f"{row.completed}／{row.members}人（{row.rate}）"
    return f"{begins}：{'、'.join([counts, *filter(None, extra)])}"


def _copy_button(chosen: Chosen) -> Block:
    return button("文をコピー", COPY, chosen.packed())


def _make_button(chosen: Chosen) -> Block:
    return button("資料を作る", MAKE, chosen.packed())


def _remind_button(chosen: Chosen) -> Block:
    ask = {
        "title": plain(REMIND_TITLE, 100),
        "text": plain(REMIND_TEXT, 300),
        "confirm": plain("送る", 30),
        "deny": plain("やめる", 30),
    }
    return {**button("お知らせを送る", REMIND, chosen.packed()), "confirm": ask}


def _periods(figures: Figures) -> Block:
    chosen: Sequence[Period] = usual_periods(figures.as_of)
    if figures.period not in chosen:
        chosen = (figures.period, *chosen)
    options = [option(p.label, code_of(p)) for p in chosen]
    menu = select("期間をえらぶ", PERIOD, options)
    menu["initial_option"] = next(o for o in options if o["value"] == code_of(figures.period))
    return actions([menu, button("日付でえらぶ", DATES)])
