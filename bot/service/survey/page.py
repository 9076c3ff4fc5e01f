"""What one person sees of the survey: whether they are asked, how far it is, what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.indicator.result import WaveResult
from bot.core.indicator.wave import WaveFault
from bot.core.people import Actor
from bot.core.permissions import Action, scopes
from bot.core.survey import PlannedWave, WaveState
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey.values import Refused, SurveyInvitation, WaveStatus


@dataclass(frozen=True, slots=True)
class Desk:
    """What can be done by whoever runs the survey: the next wave, and the one that is open."""

    coming: PlannedWave | None
    running: WaveStatus | None
    has_results: bool

    @property
    def has_paper(self) -> bool:
        """Whether anybody of the open wave answers on paper."""
        return self.running is not None and any(g.on_paper_most for g in self.running.groups)


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One person's page; ``waves`` are newest first, and None for who may not see them.

    ``result``: of one closed wave, for whom results are; never of an open one. ``closed`` are
    those to choose from, newest first. ``no_result``: why the chosen one cannot be shown.
    """

    asked: SurveyInvitation | Refused
    waves: tuple[WaveStatus, ...] | None = None
    result: WaveResult | None = None
    closed: tuple[WaveStatus, ...] = ()
    no_result: str = ""
    desk: Desk | None = None


def page_of(surveys: Surveys, actor: Actor, now: datetime, chosen: str = "") -> SurveyPage:
    """The page as the person's roles of today allow (NotPermitted for who is not listed).

    ``chosen``: the closed wave whose result is shown; else the newest.
    """
    asked = surveys.invitation(actor, now)
    waves = surveys.status(actor) if scopes(actor, Action.SEE_SURVEY) else None
    may_read = bool(scopes(actor, Action.SEE_SURVEY_RESULTS))
    closed = tuple(w for w in waves or () if may_read and w.state is WaveState.CLOSED)
    result, why_not = None, ""
    if closed:
        wave = next((w for w in closed if w.wave == chosen), closed[0])
        try:
            result = surveys.result(actor, wave.wave)
        except (CannotOpen, WaveFault) as error:
            why_not = str(error)
    return SurveyPage(asked, waves, result, closed, why_not, _desk(surveys, actor, now, waves))


def _desk(
    surveys: Surveys, actor: Actor, now: datetime, waves: tuple[WaveStatus, ...] | None
) -> Desk | None:
    if not scopes(actor, Action.RUN_SURVEY):
        return None
    running = next((w for w in waves or () if w.state is WaveState.OPEN), None)
    has_results = any(wave.state is WaveState.CLOSED for wave in waves or ())
    return Desk(None if running else surveys.coming(actor, now), running, has_results)
