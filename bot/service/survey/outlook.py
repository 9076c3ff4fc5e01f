"""The next wave before it is opened: everything that will be frozen, or why it cannot be yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.indicator.wave import WaveDefinition, WaveFault
from bot.core.survey import PlannedWave, SurveyPlan
from bot.service.survey.opening import CannotOpen, Prepared, as_of, prepare
from bot.service.survey.requests import new_name
from bot.service.survey.values import Press
from bot.store import survey
from bot.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Outlook:
    """A wave of the plan that was never opened.

    ``definition``: as it would be frozen now, on the first day of the plan where it cannot be
    opened yet; None when there is nothing to freeze. ``why_not``: why it cannot be opened now,
    empty when it can. ``press``: the press that opens exactly this.
    """

    planned: PlannedWave
    definition: WaveDefinition | None
    why_not: str
    press: Press


def next_wave(tx: Tx, plan: SurveyPlan, now: datetime) -> PlannedWave | None:
    """The first wave of the plan that was never opened and is not over."""
    known = {wave.wave for wave in survey.waves(tx)}
    return next((w for w in plan.waves if w.id not in known and now < w.closes_at), None)


def outlook(tx: Tx, plan: SurveyPlan, now: datetime) -> Outlook | None:
    """The next wave; None where the plan has no more."""
    planned = next_wave(tx, plan, now)
    if planned is None:
        return None
    why_not = ""
    try:
        ready: Prepared | None = prepare(tx, plan, planned.id, now)
    except (CannotOpen, WaveFault) as error:
        why_not, ready = str(error), _by_the_plan(tx, plan, planned, now)
    seen = ready.wave.digest if ready else ""
    return Outlook(planned, ready.definition if ready else None, why_not, Press(new_name(), seen))


def _by_the_plan(tx: Tx, plan: SurveyPlan, planned: PlannedWave, now: datetime) -> Prepared | None:
    """As it would be on the first day of the plan, by the roster of today."""
    try:
        return as_of(tx, plan, planned, max(now, planned.opens_at))
    except WaveFault:
        return None
