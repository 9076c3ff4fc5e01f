"""Of which waves it is noted that somebody has answered them: for who asks what is kept of them.

It is kept until thirty days after a wave's close, in survey.db and nowhere else, and says that
they answered, never what. The file belongs to its owner: it is read here where nobody has it,
else the owner is asked.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.service.survey import requests
from bot.service.survey.opening import CannotOpen
from bot.store import survey
from bot.store.engine import Store
from bot.store.errors import StoreUnavailable
from bot.store.survey_file import SurveyFile


def waves_answered(
    store: Store,
    file: Path,
    actor: Actor,
    staff_id: str,
    now: datetime,
    seconds: float = requests.WAIT_SECONDS,
) -> tuple[str, ...] | None:
    """The waves by id (administrators); None when neither the file nor its owner can be asked."""
    require(actor, Action.CHANGE_ROSTER)
    with store.read() as tx:
        if survey.owner(tx) is None:
            return ()  # no wave was ever opened
    try:
        held = SurveyFile.take(file) if file.exists() else None
    except StoreUnavailable:
        return None
    if held is None:
        return _asked(store, staff_id, now, seconds)
    try:
        return held.waves_of(staff_id)
    finally:
        held.release()


def _asked(store: Store, staff_id: str, now: datetime, seconds: float) -> tuple[str, ...] | None:
    try:
        answer = requests.ask(store, requests.ANSWERED, {"staff": staff_id}, now, seconds)
    except CannotOpen:
        return None
    return tuple(json.loads(answer))
