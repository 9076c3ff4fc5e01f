"""A wave as it is frozen at its opening: the questions, the groups, who is asked and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.indicator.groups import PAPER_TOGETHER, SectionSize, groups_with_paper
from bot.core.indicator.questions import usual_questions
from bot.core.indicator.wave import THRESHOLDS, ReportingGroup, WaveDefinition, WaveFault
from bot.core.indicator.wave_hash import canonical, definition_of, digest
from bot.core.office_calendar import at_tokyo, tokyo_day
from bot.core.people import EXCLUSION_LABELS, Member
from bot.core.retention import fiscal_year
from bot.core.survey import CLOSES, NAME, PlannedWave, SurveyPlan, WaveState
from bot.store import people, survey
from bot.store.engine import Tx


class CannotOpen(Exception):
    """The wave is not opened; the message says in Japanese what to do."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wave ready to be opened: as it is stored, and everybody who is asked."""

    definition: WaveDefinition
    wave: survey.Wave
    listed: tuple[survey.Listed, ...]


def prepare(tx: Tx, plan: SurveyPlan, wave_id: str, now: datetime) -> Prepared:
    """The wave as it stands on its reference day (CannotOpen, WaveFault)."""
    wave = plan.wave(wave_id)
    if wave is None:
        raise CannotOpen(f"「{wave_id}」という回は、アンケートの日程にありません。")
    _check_time(wave, now)
    year = fiscal_year(tokyo_day(now))
    counted = plan.counted_in(year)
    if counted is None:
        raise CannotOpen(f"{year}年度の結果とする回を、アンケートの日程に書いてください。")
    _check_others(tx, wave_id, year, counted.id)
    return as_of(tx, plan, wave, now)


def as_of(tx: Tx, plan: SurveyPlan, wave: PlannedWave, now: datetime) -> Prepared:
    """The wave as it would be frozen at ``now``, whether or not it may be opened (WaveFault)."""
    year = fiscal_year(tokyo_day(now))
    counted = plan.counted_in(year)
    listed, groups, left_out = _asked(tx, wave.reference_day)
    definition = WaveDefinition(
        id=wave.id,
        title=f"{NAME}（{year}年度・{wave.label}）",
        fiscal_year=year,
        moment=wave.label,
        opens=tokyo_day(now),
        closes=tokyo_day(wave.closes_at),
        denominator_date=wave.reference_day,
        asked=plan.asked,
        counted_wave="" if counted is None else counted.id,
        questions=usual_questions(four=plan.four, end_of_year=wave.counts),
        groups=groups,
        left_out=left_out,
    )
    closes_at = at_tokyo(definition.closes, CLOSES)
    stored = survey.Wave(
        wave=wave.id,
        definition=canonical(definition).decode(),
        digest=digest(definition),
        state=WaveState.OPEN,
        opens_at=now,
        closes_at=closes_at,
    )
    return Prepared(definition, stored, listed)


def frozen(wave: survey.Wave) -> WaveDefinition:
    """The definition of a stored wave (WaveFault when somebody changed it)."""
    definition = definition_of(wave.definition.encode())
    if digest(definition) != wave.digest:
        raise WaveFault(f"「{wave.wave}」の記録が、始めたときのものと違います。")
    return definition


def _check_time(wave: PlannedWave, now: datetime) -> None:
    if now >= wave.closes_at:
        raise CannotOpen(f"「{wave.id}」は、終わりの日を過ぎています。")
    if tokyo_day(now) < wave.reference_day:
        raise CannotOpen(f"「{wave.id}」は、基準日（{wave.reference_day}）になってから開けます。")


def _check_others(tx: Tx, wave_id: str, year: int, counted: str) -> None:
    for other in survey.waves(tx):
        if other.wave == wave_id:
            raise CannotOpen(f"「{wave_id}」は、もう開いたことがあります。")
        if other.state is WaveState.OPEN:
            raise CannotOpen(f"「{other.wave}」がまだ開いています。閉じてから開いてください。")
        before = frozen(other)
        if before.fiscal_year == year and before.counted_wave != counted:
            raise CannotOpen(
                f"{year}年度の結果とする回は、最初の回を開いたときに「{before.counted_wave}」と"
                "決まりました。変えられません。"
            )


def _asked(
    tx: Tx, day: date
) -> tuple[tuple[survey.Listed, ...], tuple[ReportingGroup, ...], tuple[tuple[str, int], ...]]:
    """Who is asked, in which groups, and how many are left out by reason.

    A group is also the one in which answers wait: a lot of ten that falls into several
    rows of a table would be several small lots.
    """
    excluded = people.excluded_on(tx, day)
    everybody = people.members(tx, day)
    members = [one for one in everybody if one.staff.staff_id not in excluded]
    sizes = Counter(one.section_id for one in members)
    paper = Counter(one.section_id for one in members if _on_paper(one))
    sections = [
        SectionSize(s.section_id, s.name, sizes[s.section_id], paper[s.section_id])
        for s in people.sections(tx)
        if sizes[s.section_id]
    ]
    whole = replace(THRESHOLDS, group_from=THRESHOLDS.pool_from)
    reasons = Counter(
        EXCLUSION_LABELS[excluded[one.staff.staff_id].reason]
        for one in everybody
        if one.staff.staff_id in excluded
    )
    groups, apart = groups_with_paper(sections, whole)
    group_of = {section: group.id for group in groups for section in group.sections}
    listed = tuple(
        survey.Listed(one.staff.staff_id, group_of[_counted_in(one, apart)], _on_paper(one))
        for one in members
    )
    return listed, groups, tuple(sorted(reasons.items()))


def _counted_in(one: Member, apart: Collection[str]) -> str:
    """The section with which somebody's answer is counted."""
    return PAPER_TOGETHER if _on_paper(one) and one.section_id in apart else one.section_id


def _on_paper(one: Member) -> bool:
    return one.staff.slack_user_id is None


def too_few_on_paper(definition: WaveDefinition) -> int:
    """How many people on paper can hand nothing in, because no lot can come together."""
    least = definition.thresholds.paper_lot
    return sum(group.paper for group in definition.groups if group.paper < least)
