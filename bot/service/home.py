"""App Home: everything one person sees when opening the app, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery import DeliveryState
from bot.core.learning.choices import CourseChoice
from bot.core.people import Actor
from bot.core.permissions import Action, scopes
from bot.service.cards import ShownContact
from bot.service.course_choices import CourseChoices
from bot.service.delivery import DeliveryDesk
from bot.service.editors import ContentHealth, Editors
from bot.service.referral import Referral
from bot.service.statistics import Figures, Statistics
from bot.service.survey.desk import Surveys
from bot.service.survey.values import Refused, SurveyInvitation, Why
from bot.service.training import DueQuestion, OwnRecord, Training


@dataclass(frozen=True, slots=True)
class HomeOverview:
    """One optional field per part; a part that is not the actor's is None.

    The front renders the fields in this order.
    """

    urgent: tuple[ShownContact, ...]
    due: DueQuestion | None
    progress: OwnRecord | None
    figures: Figures | None
    health: Mapping[DeliveryState, int] | None
    content: ContentHealth | None
    choice: CourseChoice | None  # how the person wants the course
    on_roster: bool
    may: frozenset[Action]  # what the person's roles of today allow at all
    survey: SurveyInvitation | Refused | None = None  # while a wave is open


class Home:
    """Gathers the parts a person's roles give them."""

    def __init__(
        self,
        referral: Referral,
        training: Training,
        statistics: Statistics,
        delivery: DeliveryDesk,
        editors: Editors,
        course_choices: CourseChoices,
        surveys: Surveys,
    ) -> None:
        self._referral = referral
        self._training = training
        self._statistics = statistics
        self._delivery = delivery
        self._editors = editors
        self._course_choices = course_choices
        self._surveys = surveys

    def overview(self, actor: Actor, now: datetime) -> HomeOverview:
        """The whole App Home of one person at one moment."""
        may = frozenset(action for action in Action if scopes(actor, action))
        trains = Action.TAKE_TRAINING in may
        own = Action.SEE_OWN_RECORD in may
        figures = Action.SEE_FIGURES in may
        health = Action.SEE_HEALTH in may
        content = Action.SEE_CONTENT_ERRORS in may
        return HomeOverview(
            urgent=self._referral.urgent(actor, now),
            due=self._training.due(actor, now) if trains else None,
            progress=self._training.record(actor, now) if own else None,
            figures=self._statistics.figures(actor, now) if figures else None,
            health=self._delivery.counts(actor) if health else None,
            content=self._editors.content_health(actor, now) if content else None,
            choice=self._course_choices.see(actor) if trains else None,
            on_roster=actor.staff is not None,
            may=may,
            survey=self._survey(actor, now) if Action.ANSWER_SURVEY in may else None,
        )

    def _survey(self, actor: Actor, now: datetime) -> SurveyInvitation | Refused | None:
        asked = self._surveys.invitation(actor, now)
        over = isinstance(asked, Refused) and asked.why is Why.NO_WAVE
        return None if over else asked
