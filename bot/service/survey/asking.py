"""Who is asked in a wave, and in which words; whether anybody is there to take an answer."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Actor
from bot.service.survey.holding import ALIVE
from bot.service.survey.opening import frozen
from bot.service.survey.values import Refused, SurveyInvitation, Why
from bot.service.survey.words import AGAIN, PROMISE, REFUSALS, UNSURE
from bot.store import survey
from bot.store.engine import Tx


def invitation_of(wave: survey.Wave, *, sure: bool = True) -> SurveyInvitation:
    """A wave as everybody is asked it; ``sure``: the process knows who has answered."""
    definition = frozen(wave)
    return SurveyInvitation(
        wave=wave.wave,
        title=definition.title,
        promise=PROMISE,
        questions=definition.questions,
        closes_at=wave.closes_at,
        again=AGAIN if wave.interrupted_on else None,
        unsure=None if sure else UNSURE,
    )


def why_not(tx: Tx, wave: survey.Wave, actor: Actor) -> Why | None:
    """Why somebody is not asked in Slack; None for who is."""
    listed = survey.listed_one(tx, wave.wave, staff_id_of(actor))
    if listed is None:
        return Why.NOT_ASKED
    return Why.ON_PAPER if listed.on_paper else None


def staff_id_of(actor: Actor) -> str:
    """The id under which the person stands on the lists; empty for nobody known."""
    return "" if actor.staff is None else actor.staff.staff_id


def refused(why: Why) -> Refused:
    """The refusal in words."""
    return Refused(why, REFUSALS[why])


def is_alive(told: survey.Owner | None, wall: datetime) -> bool:
    """Whether the owner that told last is at work."""
    if told is None:
        return False
    return bool(told.public_key) and wall - told.beat_at < ALIVE
