"""After an outage: what is overdue is spread, and who waited in vain gets one apology."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.core.clock import TOKYO
from bot.core.delivery import Delivery, DeliveryKind, DeliveryState
from bot.core.learning.weeks import weekly_posts
from bot.service.notices import Notice, Notices
from bot.service.recovery import Recovery
from bot.service.sending_words import lines
from bot.store import chores, deliveries
from bot.store.tables import delivery, waiting
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EVERYBODY,
    HOUR,
    KEY,
    MINUTE,
    NURSE,
    STRANGER,
    WEEK,
    Someone,
    Ward,
)

on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])
CROWD = tuple(Someone(f"T9{n:02d}", f"職員{n}", CLERK.section) for n in range(60))
ALL = len(EVERYBODY) + len(CROWD)
QUARTER = 15 * MINUTE
BEFORE, BACK = DUE - HOUR, DUE + HOUR  # Monday 9:00 and 11:00
TUESDAY_CLOSES = datetime(2026, 11, 17, 17, tzinfo=TOKYO)


class Lost(ConnectionError):
    """The way to Slack is cut."""


def _tick(ward: Ward, now: datetime) -> None:
    with ward.store.write() as tx:
        chores.note(tx, chores.TICK, now)


def _return(ward: Ward, now: datetime) -> tuple[int, int]:
    """What a process does before it sends anything."""
    ward.service.delivery.ensure_due(now)
    return Recovery(ward.store).catch_up(now)


def _sent_at(ward: Ward, now: datetime) -> list[Delivery]:
    """What goes out when a worker comes round at that moment."""
    sent: list[Delivery] = []
    while batch := ward.service.delivery.claim(now):
        sent += batch
    return sent


def _overdue(ward: Ward) -> Ward:
    """The bot stood still from nine to eleven; the post was due at ten."""
    ward.employ([*EVERYBODY, *CROWD], DUE - 7 * 24 * HOUR)
    _tick(ward, BEFORE)
    return ward


# ------------------------------------------------------------ what is overdue


def test_what_is_overdue_goes_out_over_two_business_days(ward: Ward) -> None:
    assert _return(_overdue(ward), BACK) == (ALL, 0)
    rounds = [len(_sent_at(ward, BACK + n * QUARTER)) for n in range(4 * 30)]
    assert sum(rounds) == ALL
    assert max(rounds) < ALL / 4, "no burst"
    monday, night, tuesday = sum(rounds[:24]), sum(rounds[24:88]), sum(rounds[88:])
    assert monday > 0
    assert night == 0, "from five in the afternoon till nine in the morning"
    assert tuesday > 0


def test_of_two_processes_that_return_one_spreads(ward: Ward, second: Ward) -> None:
    assert _return(_overdue(ward), BACK) == (ALL, 0)
    before = _due_moments(ward)
    assert _return(second, BACK + MINUTE) == (0, 0)
    assert _due_moments(ward) == before


@on_one_engine
def test_a_short_silence_changes_nothing(ward: Ward) -> None:
    _overdue(ward)
    _tick(ward, DUE + 45 * MINUTE)
    assert _return(ward, BACK) == (0, 0)
    assert len(_sent_at(ward, BACK)) == ALL


@on_one_engine
def test_a_night_is_no_outage(ward: Ward) -> None:
    _overdue(ward)
    evening = datetime(2026, 11, 16, 17, 20, tzinfo=TOKYO)
    _tick(ward, evening)
    assert _return(ward, evening + 16 * HOUR) == (0, 0)


@on_one_engine
def test_a_first_start_is_no_return(ward: Ward) -> None:
    ward.employ([*EVERYBODY, *CROWD], DUE - 7 * 24 * HOUR)
    assert _return(ward, BACK) == (0, 0)


@on_one_engine
def test_nothing_is_put_off_until_it_has_expired(ward: Ward) -> None:
    """Back two hours before the post expires, and nobody is left without."""
    post = weekly_posts(WEEK)[0]
    tuesday = post.expires_at - 2 * HOUR
    assert _return(_overdue(ward), tuesday) == (ALL, 0)
    assert max(_due_moments(ward)) < post.expires_at
    sent = [_sent_at(ward, tuesday + minutes * MINUTE) for minutes in range(0, 120, 5)]
    assert sum(map(len, sent)) == ALL
    assert max(map(len, sent)) < ALL / 3


@on_one_engine
def test_an_outage_that_goes_on_spreads_again_what_became_due_in_it(ward: Ward) -> None:
    """Slack cannot be reached: the process runs, but its rounds do not count."""
    _return(_overdue(ward), BACK)
    later = BACK + 3 * HOUR
    due = sum(moment <= later for moment in _due_moments(ward))
    assert 0 < due < ALL
    assert _return(ward, later) == (due, 0)
    assert len(_sent_at(ward, later)) < due / 2


@on_one_engine
def test_the_question_stands_in_the_home_all_the_while(ward: Ward) -> None:
    _return(_overdue(ward), BACK)
    assert ward.due(CLERK, BACK).occurrence_key == KEY


@on_one_engine
def test_an_operator_sees_until_when_it_goes_on(ward: Ward) -> None:
    _return(_overdue(ward), BACK)
    shown = next(s for s in ward.service.sendings.recent(ward.actor(ADMIN), BACK) if s.key == KEY)
    assert shown.spread_until is not None
    assert DUE + 24 * HOUR < shown.spread_until < TUESDAY_CLOSES
    assert "11月17日 16:" in "".join(lines(shown))


@on_one_engine
def test_notices_are_not_put_off(ward: Ward) -> None:
    """Those who can mend it hear of the outage at once."""
    _overdue(ward)
    assert Notices(ward.store).tell(Notice.SCHEDULER_STOPPED, "1", BACK - MINUTE)
    _return(ward, BACK)
    sent = _sent_at(ward, BACK)
    assert [d.to for d in sent if d.kind is DeliveryKind.NOTICE] == [ADMIN.account]


def _due_moments(ward: Ward) -> list[datetime]:
    with ward.store.read() as tx:
        mine = delivery.select().where(delivery.c.occurrence_key == KEY)
        rows = tx.execute(mine.order_by(delivery.c.id)).all()
    return [row.due_at for row in rows]


# ------------------------------------------------------------ who waited in vain


def _ask(ward: Ward, who: Someone | str, event_id: str, now: datetime, *, lost: bool) -> None:
    """Somebody writes; where it is ``lost``, the answer cannot be posted."""

    def post() -> None:
        if lost:
            raise Lost

    actor = ward.actor(who, now)
    with ward.service.inbox.once(event_id, now, actor, (Lost,)) as first:
        assert first
        post()


def _lose(ward: Ward, who: Someone | str, event_id: str, now: datetime) -> None:
    with pytest.raises(Lost):
        _ask(ward, who, event_id, now, lost=True)


def _apologies(ward: Ward) -> Sequence[str]:
    """To whom an apology is owed or was sent."""
    with ward.store.read() as tx:
        found = [deliveries.get(tx, row.id) for row in tx.execute(delivery.select())]
    return sorted(d.to or "" for d in found if d and d.kind is DeliveryKind.APOLOGY)


def _rows(ward: Ward) -> int:
    with ward.store.read() as tx:
        return len(tx.execute(waiting.select()).all())


def test_each_who_waited_gets_one_apology_and_is_forgotten(ward: Ward, second: Ward) -> None:
    _lose(ward, CLERK, "Ev1", BEFORE)
    _lose(ward, CLERK, "Ev2", BEFORE + 5 * MINUTE)
    _lose(ward, NURSE, "Ev3", BEFORE + 5 * MINUTE)
    assert Recovery(second.store).catch_up(BACK) == (0, 2)
    assert Recovery(ward.store).catch_up(BACK) == (0, 0)
    assert _apologies(ward) == sorted([CLERK.account, NURSE.account])
    assert _rows(ward) == 0, "who waited is not known any longer"
    sent = [d for n in range(4 * 30) for d in _sent_at(ward, BACK + n * QUARTER)]
    assert sorted(d.to or "" for d in sent) == _apologies(ward)


@on_one_engine
def test_who_was_answered_waits_for_nothing(ward: Ward) -> None:
    _ask(ward, CLERK, "Ev1", BEFORE, lost=False)
    assert _rows(ward) == 0
    assert Recovery(ward.store).catch_up(BACK) == (0, 0)


@on_one_engine
def test_an_answer_makes_up_for_what_was_lost_before(ward: Ward) -> None:
    _lose(ward, CLERK, "Ev1", BEFORE)
    _ask(ward, CLERK, "Ev2", BEFORE + MINUTE, lost=False)
    assert (_rows(ward), Recovery(ward.store).catch_up(BACK)) == (0, (0, 0))


@on_one_engine
def test_a_failure_that_could_be_told_leaves_nobody_waiting(ward: Ward) -> None:
    with pytest.raises(ValueError, match="too long"):
        _fail(ward)
    assert _rows(ward) == 0


def _fail(ward: Ward) -> None:
    with ward.service.inbox.once("Ev1", BEFORE, ward.actor(CLERK), (Lost,)):
        raise ValueError("too long")


@on_one_engine
def test_a_second_delivery_of_the_event_can_still_answer(ward: Ward) -> None:
    """Slack repeats an event for five minutes: whoever takes it up ends the waiting."""
    _lose(ward, CLERK, "Ev1", BEFORE)
    _ask(ward, CLERK, "Ev1", BEFORE + 5 * MINUTE, lost=False)
    assert _rows(ward) == 0


@on_one_engine
def test_half_an_hour_of_office_time_is_not_yet_in_vain(ward: Ward) -> None:
    _lose(ward, CLERK, "Ev1", BEFORE)
    assert Recovery(ward.store).catch_up(BEFORE + 30 * MINUTE) == (0, 0)
    assert Recovery(ward.store).catch_up(BEFORE + 31 * MINUTE) == (0, 1)


@on_one_engine
def test_whoever_writes_again_in_the_same_outage_gets_no_second_one(ward: Ward) -> None:
    _lose(ward, CLERK, "Ev1", BEFORE)
    assert Recovery(ward.store).catch_up(BACK) == (0, 1)
    _lose(ward, CLERK, "Ev2", BACK)
    assert Recovery(ward.store).catch_up(BACK + HOUR) == (0, 0)
    assert _rows(ward) == 0
    assert _apologies(ward) == [CLERK.account]


@on_one_engine
def test_the_next_outage_is_another_one(ward: Ward) -> None:
    _lose(ward, CLERK, "Ev1", BEFORE)
    Recovery(ward.store).catch_up(BACK)
    with ward.store.write() as tx:
        tx.execute(delivery.update().values(state=DeliveryState.SENT))
    _lose(ward, CLERK, "Ev2", BACK + HOUR)
    assert Recovery(ward.store).catch_up(BACK + 2 * HOUR) == (0, 1)


@on_one_engine
def test_of_strangers_nothing_is_remembered(ward: Ward) -> None:
    """Whoever is not on the roster may ask, but there is nobody to be kept in mind."""
    _lose(ward, STRANGER, "Ev1", BEFORE)
    assert _rows(ward) == 0


@on_one_engine
def test_an_apology_keeps_office_hours(ward: Ward) -> None:
    night = datetime(2026, 11, 16, 20, tzinfo=TOKYO)
    _lose(ward, CLERK, "Ev1", BEFORE)
    assert Recovery(ward.store).catch_up(night) == (0, 1)
    assert _sent_at(ward, night) == []
    later = (night + n * QUARTER for n in range(1, 4 * 60))
    assert [d.to for moment in later for d in _sent_at(ward, moment)] == [CLERK.account]
