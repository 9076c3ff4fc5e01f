"""The ward's figures on A4: the sentence, heat-maps 課 × 週, sections, and what needs care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.figures import LEAST_ANSWERS, SectionReport, WardReport, rate_text
from bot.reports.descriptions import ward_text
from bot.reports.flow import BOLD, SMALL, Column, Flow
from bot.reports.section_pdf import weeks_table
from bot.reports.wording import TITLE, day_text, notes, span_text

HeatMaps = Sequence[tuple[bytes, float]]
"""Pictures of the heat-map, each with its height divided by its width."""

_SECTIONS = (
    Column("課", 68),
    Column("対象", 22, figures=True),
    Column("受講済", 22, figures=True),
    Column("率", 22, figures=True),
    Column("未受講", 22, figures=True),
    Column("対象外", 22, figures=True),
)
_MISSED = (
    Column("テーマ", 102),
    Column("回答", 24, figures=True),
    Column("正解でない", 28, figures=True),
    Column("率", 24, figures=True),
)
_NONE = "ありません。"
_TOO_FEW = f"回答が{LEAST_ANSWERS}件以上のテーマは、まだありません。"


def ward_pdf(report: WardReport, heat_maps: HeatMaps) -> bytes:
    """Several A4 pages, without any name."""
    footer = f"{TITLE}　{report.total.section_name}　{day_text(report.as_of)}時点"
    flow = Flow(f"{TITLE}　{report.total.section_name}", report.as_of, footer)
    flow.sentence(span_text(report), SMALL)
    flow.sentence(report.total.sentence, BOLD)
    for number, (picture, shape) in enumerate(heat_maps):
        description = ward_text(report) if number == 0 else "前の図の続きの週です。"
        flow.picture(picture, shape, description)
    flow.heading("課ごとの人数")
    flow.table(_SECTIONS, map(_section, report.sections))
    flow.heading("週ごとの人数")
    weeks_table(flow, report.weeks)
    _missed(flow, report)
    _care(flow, report)
    flow.heading("言葉の意味")
    flow.items([*notes(report), *_time(report)], SMALL)
    return flow.finished()


def _section(report: SectionReport) -> Sequence[str]:
    total = report.total
    counts = (total.not_completed, total.excluded)
    first = (total.section_name, str(total.members), str(total.completed), total.rate)
    return (*first, *map(str, counts))


def _missed(flow: Flow, report: WardReport) -> None:
    flow.heading(f"間違えやすいテーマ（回答{LEAST_ANSWERS}件以上、区全体）")
    if not report.missed_concepts:
        flow.sentence(_TOO_FEW)
        return
    rows = (
        (m.title, str(m.n), str(m.missed), rate_text(m.missed, m.n)) for m in report.missed_concepts
    )
    flow.table(_MISSED, rows)


def _care(flow: Flow, report: WardReport) -> None:
    topics = [f"{topic}（{count}回）" for topic, count in report.unanswered]
    for heading, texts in (
        ("止めている設問", report.suspended),
        ("見直しの期限をすぎた知識", report.overdue),
        ("「分かりません」になった話題（直近3か月、3人以上）", report.unknown),
        ("「ちがう」と言われ、正しい先が分からなかった話題", topics),
    ):
        flow.heading(heading)
        if texts:
            flow.items(texts)
        else:
            flow.sentence(_NONE)


def _time(report: WardReport) -> Iterator[str]:
    time = report.time
    if time is not None:
        yield (
            f"受講にかかった時間の見込み：1人あたり平均{time.minutes_a_head}分、"
            f"区全体で{time.hours_in_all}時間（1問{time.seconds_each}秒で計算。"
            "一人ひとりの時間は測っていません）。"
        )
