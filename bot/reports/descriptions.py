"""The alternative text of each chart: the figures in sentences, for whoever hears them.

It loads no drawing library, so that the bot itself may ask.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.figures import SectionReport, WardReport, WeekRow
from bot.reports.wording import NO_WEEKS

LONGEST = 1000  # what Slack takes as a file's alternative text
_WEEKS, _SECTIONS = 6, 12


def section_text(report: SectionReport) -> str:
    """What the section's chart shows."""
    opening = f"{report.total.section_name}の週ごとの受講の棒グラフ（{report.period.label}）。"
    weeks = [week for week in report.weeks if week.members]
    return _fitted([opening, f"{report.total.sentence}。", *_weeks(weeks)])


def ward_text(report: WardReport) -> str:
    """What the ward's heat-map shows."""
    opening = f"課と週ごとの受講の率を、色の濃さと数字で表した図（{report.period.label}）。"
    total = report.total
    sections = [f"{r.total.section_name} {r.total.rate}" for r in report.sections]
    listed = [f"課ごとの期間の受講済は、{'、'.join(sections[:_SECTIONS])}。"] if sections else []
    if len(sections) > _SECTIONS:
        listed.append(f"ほか{len(sections) - _SECTIONS}課。")
    weeks = [week for week in report.weeks if week.members]
    return _fitted([opening, f"{total.sentence}。", *listed, *_weeks(weeks)])


def _weeks(weeks: Sequence[WeekRow]) -> list[str]:
    """The newest weeks in numbers, and between which rates all of them lie."""
    if not weeks:
        return [NO_WEEKS]
    newest = "、".join(
        f"{w.monday.month}月{w.monday.day}日の週は対象{w.members}人のうち{w.completed}人（{w.rate}）"
        for w in weeks[-_WEEKS:]
    )
    lowest = min(weeks, key=lambda w: w.completed / w.members)
    highest = max(weeks, key=lambda w: w.completed / w.members)
    said = [f"新しい{min(len(weeks), _WEEKS)}週の受講済は、{newest}。"]
    if len(weeks) > 1:
        said.append(f"全{len(weeks)}週では{lowest.rate}から{highest.rate}の間です。")
    return said


def _fitted(sentences: Sequence[str]) -> str:
    """As many whole sentences as a screen reader gets."""
    text = ""
    for sentence in sentences:
        if len(text) + len(sentence) > LONGEST:
            break
        text += sentence
    return text or sentences[0][:LONGEST]
