"""What is asked of the survey's owner by another process: written as a row, carried out, told.

The owner says in the row what became of it; whoever asked waits, takes the row away, and
says so when nobody is there to carry it out. The row of a press stays for a day, so that the
same press, delivered again to whichever process, is told the same and changes nothing.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.core.indicator.wave import WaveFault
from bot.core.survey import RequestState, SurveyPlan
from bot.service.survey.opening import CannotOpen, too_few_on_paper
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.paper import PaperLot
from bot.service.survey.words import NO_OWNER, TOO_FEW_ON_PAPER
from bot.store import survey
from bot.store.engine import Store
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

OPEN, CLOSE, PAPER, ANSWERED = "open", "close", "paper", "answered"
WAIT_SECONDS = 15.0
_PAUSE_SECONDS = 0.1
_STRANGE = "依頼の内容を読み取れません。"

Details = Mapping[str, Any]


def new_name() -> str:
    """A name of chance for a press: 32 characters."""
    return uuid4().hex


def ask(
    store: Store, what: str, details: Details, now: datetime, seconds: float, press: str = ""
) -> str:
    """Have the owner do something and give its answer; once for all presses of one name.

    CannotOpen with the owner's reason, or when no owner takes it up within ``seconds``. What
    nobody waits for any more is not asked: Ctrl+C takes it back, too.
    """
    with store.write() as tx:
        name = survey.ask(tx, what, json.dumps(details, ensure_ascii=False), now, press)
    try:
        _wait(store, name, time.monotonic() + seconds)
    finally:
        held = _taken_back(store, name, press)
    if held is None or held.state is RequestState.WAITING:
        raise CannotOpen(NO_OWNER)
    if held.state is RequestState.REFUSED:
        raise CannotOpen(held.answer)
    return held.answer


def _wait(store: Store, name: str, deadline: float) -> None:
    """Until it is answered, or until that moment of the monotonic clock."""
    while True:
        with store.read() as tx:
            held = survey.request(tx, name)
        if held is None or held.state is not RequestState.WAITING or time.monotonic() > deadline:
            return
        time.sleep(_PAUSE_SECONDS)


def _taken_back(store: Store, name: str, press: str) -> survey.Request | None:
    """How it stands at the end; only what a press asked for stays, and only once answered."""
    with store.write() as tx:
        held = survey.request(tx, name)
        if not press or held is None or held.state is RequestState.WAITING:
            survey.drop_request(tx, name)
    return held


def carry_out(store: Store, owner: SurveyOwner, plan: SurveyPlan, now: datetime) -> int:
    """Do what is asked of the owner; how many requests. One that rests leaves them."""
    if owner.resting:
        return 0
    with store.read() as tx:
        waiting = survey.requests(tx)
    for request in waiting:
        state, answer = _answer(owner, plan, request, now)
        with store.write() as tx:
            survey.answer_request(tx, request.id, state, answer)
    return len(waiting)


def _answer(
    owner: SurveyOwner, plan: SurveyPlan, request: survey.Request, now: datetime
) -> tuple[RequestState, str]:
    try:
        details = json.loads(request.details)
        work = _WORK[request.what]
        return RequestState.DONE, work(owner, plan, details, now)
    except (CannotOpen, WaveFault, StoreError) as error:
        return RequestState.REFUSED, str(error)
    except (KeyError, TypeError, ValueError, AttributeError):
        log.error("survey: a request that cannot be read")
        return RequestState.REFUSED, _STRANGE


def _open(owner: SurveyOwner, plan: SurveyPlan, details: Details, now: datetime) -> str:
    definition = owner.open_wave(plan, details["wave"], now, details.get("seen"))
    few = too_few_on_paper(definition)
    remark = TOO_FEW_ON_PAPER.format(few) if few else ""
    return f"「{definition.title}」を開きました。対象は{definition.staff}人です。{remark}"


def _close(owner: SurveyOwner, plan: SurveyPlan, details: Details, now: datetime) -> str:
    definition = owner.definition(details["wave"])
    owner.close_wave(definition.id, now)
    return f"「{definition.title}」を閉じました。"


def _paper(owner: SurveyOwner, plan: SurveyPlan, details: Details, now: datetime) -> str:
    lot = PaperLot(details["group"], int(details["people"]), details["options"])
    left = owner.count_paper(details["wave"], lot, details.get("seen"))
    return f"用紙{lot.people}枚を足しました。このまとまりで、まだの用紙は{left}枚です。"


def _answered(owner: SurveyOwner, plan: SurveyPlan, details: Details, now: datetime) -> str:
    return json.dumps(owner.waves_of(details["staff"]))


_WORK: Mapping[str, Callable[[SurveyOwner, SurveyPlan, Details, datetime], str]] = {
    OPEN: _open,
    CLOSE: _close,
    PAPER: _paper,
    ANSWERED: _answered,
}
