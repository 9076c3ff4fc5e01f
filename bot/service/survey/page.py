"""What one person sees of the survey: whether they are asked, how far it is, what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.indicator.result import WaveResult
from bot.core.people import Actor
from bot.core.permissions import Action, scopes
from bot.service.survey.desk import Surveys
from bot.service.survey.values import Refused, SurveyInvitation, WaveStatus


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One person's page; ``waves`` are newest first, and None for who may not see them.

    ``result``: of the newest closed wave, for whom results are; never of an open one.
    """

    asked: SurveyInvitation | Refused
    waves: tuple[WaveStatus, ...] | None = None
    result: WaveResult | None = None

    @property
    def too_few(self) -> bool:
        """Whether so few answered in the whole ward that nothing of it is to be shown."""
        if self.result is None:
            return False
        return self.result.answered < self.result.definition.thresholds.shown_from


def page_of(surveys: Surveys, actor: Actor, now: datetime) -> SurveyPage:
    """The page as the person's roles of today allow (NotPermitted for who is not listed)."""
    asked = surveys.invitation(actor, now)
    waves = surveys.status(actor) if scopes(actor, Action.SEE_SURVEY) else None
    return SurveyPage(asked, waves, _newest_result(surveys, actor))


def _newest_result(surveys: Surveys, actor: Actor) -> WaveResult | None:
    if not scopes(actor, Action.SEE_SURVEY_RESULTS):
        return None
    closed = surveys.closed(actor)
    return surveys.result(actor, closed[-1]) if closed else None
