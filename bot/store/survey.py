"""The survey beside its counters: what was asked and of whom, its owner, sealed answers.

Everything here may be known to whoever can read the database: no row says what anybody
chose, and who has answered stands in survey.db only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, and_, delete, func, select, update

from bot.core.survey import RequestState, WaveState
from bot.store.engine import Tx
from bot.store.sql import insert_into, insert_new, serialise
from bot.store.tables import (
    sealed_answer,
    survey_listed,
    survey_owner,
    survey_request,
    survey_wave,
)

_OWNER = "owner"
MOST_SEALED = 500


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave as everybody may know it; ``counts`` only of a closed one.

    ``interrupted_on``: the last day on which its owner died while answers may have waited.
    """

    wave: str
    definition: str
    digest: str
    state: WaveState
    opens_at: datetime
    closes_at: datetime
    interrupted_on: date | None = None
    announced: bool = False
    counts: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who is asked in a wave: in Slack, or on paper."""

    staff_id: str
    group: str
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Which file is the survey's, and the key its owner made; ``beat_at`` in real time.

    ``progress``: how many have answered by then. Without a key it has ended as it should.
    """

    file_id: str
    public_key: str
    beat_at: datetime
    progress: str = "{}"


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the owner, and its answer."""

    id: str
    what: str
    details: str
    state: RequestState
    answer: str


def open_wave(tx: Tx, wave: Wave, listed: Iterable[Listed]) -> bool:
    """Make a wave known with its lists; whether it was new."""
    row = asdict(wave)
    row["hash"] = row.pop("digest")
    if not insert_new(tx, survey_wave, [row]):
        return False
    people = [
        {"wave": wave.wave, "staff_id": p.staff_id, "grp": p.group, "on_paper": p.on_paper}
        for p in sorted(listed, key=lambda p: p.staff_id)
    ]
    insert_new(tx, survey_listed, people)
    return True


def waves(tx: Tx, state: WaveState | None = None) -> tuple[Wave, ...]:
    """The waves in order of time; all, or those in one state."""
    wanted = select(survey_wave).order_by(survey_wave.c.opens_at, survey_wave.c.wave)
    if state is not None:
        wanted = wanted.where(survey_wave.c.state == state)
    return tuple(_wave(row) for row in tx.execute(wanted))


def wave(tx: Tx, wave_id: str) -> Wave | None:
    """The wave of that id."""
    row = tx.execute(select(survey_wave).where(survey_wave.c.wave == wave_id)).first()
    return None if row is None else _wave(row)


def end_wave(tx: Tx, wave_id: str, state: WaveState, counts: str | None = None) -> None:
    """A wave is over: closed with its counters, or void."""
    _change(tx, wave_id, state=state, counts=counts)


def note_interrupted(tx: Tx, wave_id: str, day: date) -> None:
    """Answers to the wave may have been lost before they were counted."""
    _change(tx, wave_id, interrupted_on=day)


def note_announced(tx: Tx, wave_id: str) -> None:
    """Hash, number and wording of the wave stand in the channel."""
    _change(tx, wave_id, announced=True)


def listed_one(tx: Tx, wave_id: str, staff_id: str) -> Listed | None:
    """How one person is asked in a wave; None for somebody who is not."""
    mine = and_(survey_listed.c.wave == wave_id, survey_listed.c.staff_id == staff_id)
    row = tx.execute(select(survey_listed).where(mine)).first()
    return None if row is None else Listed(row.staff_id, row.grp, row.on_paper)


def listed(tx: Tx, wave_id: str) -> tuple[Listed, ...]:
    """Everybody who is asked in a wave."""
    wanted = select(survey_listed).where(survey_listed.c.wave == wave_id)
    rows = tx.execute(wanted.order_by(survey_listed.c.staff_id))
    return tuple(Listed(row.staff_id, row.grp, row.on_paper) for row in rows)


def forget_listed(tx: Tx, wave_id: str) -> int:
    """Forget who was asked in a wave; how many."""
    return tx.execute(delete(survey_listed).where(survey_listed.c.wave == wave_id)).rowcount


def one_at_a_time(tx: Tx) -> None:
    """Until the transaction ends nobody else becomes the owner, or opens or ends a wave."""
    serialise(tx, "survey")


def owner(tx: Tx) -> Owner | None:
    """The survey's owner as it last told; None before the first."""
    row = tx.execute(select(survey_owner).where(survey_owner.c.key == _OWNER)).first()
    if row is None:
        return None
    return Owner(row.file_id, row.public_key, row.beat_at, row.progress)


def note_owner(tx: Tx, told: Owner) -> None:
    """The owner tells its file, its key and that it is at work."""
    values = {
        "file_id": told.file_id,
        "public_key": told.public_key,
        "beat_at": told.beat_at,
        "progress": told.progress,
    }
    statement = insert_into(tx, survey_owner).values({"key": _OWNER, **values})
    tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))


def put_sealed(tx: Tx, sealed: str) -> None:
    """Leave a sealed answer for the owner, under a name of chance."""
    tx.execute(sealed_answer.insert().values(id=uuid4().hex, sealed=sealed))


def take_sealed(tx: Tx) -> tuple[str, ...]:
    """Take and delete the sealed answers, in the order of their names of chance."""
    some = select(sealed_answer.c.id).order_by(sealed_answer.c.id).limit(MOST_SEALED)
    ids = tx.execute(some).scalars().all()
    if not ids:
        return ()
    gone = delete(sealed_answer).where(sealed_answer.c.id.in_(ids))
    rows = tx.execute(gone.returning(sealed_answer.c.id, sealed_answer.c.sealed)).all()
    return tuple(row.sealed for row in sorted(rows, key=lambda row: row.id))


def sealed_waiting(tx: Tx) -> int:
    """How many sealed answers lie there."""
    return tx.execute(select(func.count()).select_from(sealed_answer)).scalar_one()


def ask(tx: Tx, what: str, details: str, at: datetime, name: str = "") -> str:
    """Ask something of the owner; the id of the request.

    Under a ``name`` that was used before, it is the request that was made then.
    """
    name = name or uuid4().hex
    row = {"id": name, "what": what, "details": details, "answer": "", "at": at}
    insert_new(tx, survey_request, [{**row, "state": RequestState.WAITING}])
    return name


def requests(tx: Tx) -> tuple[Request, ...]:
    """What waits for the owner, oldest first."""
    waiting = select(survey_request).where(survey_request.c.state == RequestState.WAITING)
    rows = tx.execute(waiting.order_by(survey_request.c.at, survey_request.c.id))
    return tuple(_request(row) for row in rows)


def request(tx: Tx, request_id: str) -> Request | None:
    """A request, in whatever state."""
    row = tx.execute(select(survey_request).where(survey_request.c.id == request_id)).first()
    return None if row is None else _request(row)


def answer_request(tx: Tx, request_id: str, state: RequestState, answer: str) -> None:
    """The owner has carried it out, or says why not; what was asked is forgotten."""
    mine = survey_request.c.id == request_id
    told = {"state": state, "answer": answer, "details": "{}"}
    tx.execute(update(survey_request).where(mine).values(told))


def drop_request(tx: Tx, request_id: str) -> bool:
    """Take a request back, or away after its answer was read; whether it was there."""
    return tx.execute(delete(survey_request).where(survey_request.c.id == request_id)).rowcount == 1


def forget_requests(tx: Tx, before: datetime) -> int:
    """Delete requests that whoever asked has not taken away; how many."""
    return tx.execute(delete(survey_request).where(survey_request.c.at < before)).rowcount


def _change(tx: Tx, wave_id: str, **values: object) -> None:
    tx.execute(update(survey_wave).where(survey_wave.c.wave == wave_id).values(**values))


def _wave(row: Row[Any]) -> Wave:
    held = row._asdict()
    return Wave(digest=held.pop("hash"), state=WaveState(held.pop("state")), **held)


def _request(row: Row[Any]) -> Request:
    return Request(row.id, row.what, row.details, RequestState(row.state), row.answer)
