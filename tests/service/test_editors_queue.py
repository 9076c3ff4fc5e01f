"""Examples handed to the editors, without a name and without a resident."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.core.personal_data import PersonalDataKind
from bot.service.editors_queue import LONGEST, NotAnExample
from bot.service.referral import UnknownEntry
from tests.support.service import ADMIN, CLERK, DUE, EDITOR, STRANGER, SUPERVISOR, Ward

# The table of permissions is asked before the database, whichever that is.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

GENERAL = "学校に行けない子の親が夜の仕事をやめられず悩んでいる"
FIRST_OF_MARCH = datetime(2027, 3, 1, 10, tzinfo=TOKYO)


def send(ward: Ward, words: str = GENERAL, key: str = "V1") -> None:
    ward.service.editors_queue.send(ward.actor(CLERK), key, words, DUE)


def waiting(ward: Ward) -> list[str]:
    queue = ward.service.editors_queue.queue(ward.actor(EDITOR), DUE)
    assert queue.examples_in_all == len(queue.examples)
    return [one.text for one in queue.examples]


def test_an_example_reaches_the_editors_once(ward: Ward, second: Ward) -> None:
    send(ward)
    send(second)  # the same view, submitted again in another process
    assert waiting(ward) == [GENERAL]


def test_anybody_may_send_one(ward: Ward) -> None:
    ward.service.editors_queue.send(ward.actor(STRANGER), "V1", GENERAL, DUE)
    assert waiting(ward) == [GENERAL]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("山田太郎さんが家賃を払えず困っている", PersonalDataKind.NAME),
        ("家賃が払えない方、090-0000-1234に電話してほしい", PersonalDataKind.PHONE),
    ],
)
def test_personal_data_are_refused_and_not_kept(
    ward: Ward, words: str, kind: PersonalDataKind
) -> None:
    with pytest.raises(NotAnExample) as refused:
        send(ward, words)
    assert kind in refused.value.kinds
    assert waiting(ward) == []


@pytest.mark.parametrize("words", ["", "   ", "家賃", "あ" * (LONGEST + 1)])
def test_too_short_or_too_long_is_refused(ward: Ward, words: str) -> None:
    with pytest.raises(NotAnExample) as refused:
        send(ward, words)
    assert refused.value.kinds == ()


def test_nothing_tells_who_sent_it(ward: Ward) -> None:
    send(ward)
    with ward.store.read() as tx:
        [row] = tx.execute(text("SELECT * FROM suggestion")).mappings()
    assert dict(row) == {"id": row["id"], "text": GENERAL, "month": "2026-11"}


def test_an_editor_settles_one_and_only_once(ward: Ward) -> None:
    send(ward)
    service = ward.service.editors_queue
    [one] = service.queue(ward.actor(EDITOR), DUE).examples
    with pytest.raises(NotPermitted):
        service.settle(ward.actor(ADMIN), one.id)
    service.settle(ward.actor(EDITOR), one.id)
    assert waiting(ward) == []
    with pytest.raises(UnknownEntry):
        service.settle(ward.actor(EDITOR), one.id)


@on_one_engine
@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, STRANGER])
def test_only_the_keepers_of_the_content_see_the_list(ward: Ward, who: str) -> None:
    with pytest.raises(NotPermitted):
        ward.service.editors_queue.queue(ward.actor(who), DUE)


def test_overdue_entries_name_their_posts(ward: Ward) -> None:
    late = datetime(2030, 1, 4, 10, tzinfo=TOKYO)
    overdue = ward.service.editors_queue.queue(ward.actor(ADMIN), late).overdue
    assert overdue
    assert [e.since for e in overdue] == sorted(e.since for e in overdue)
    assert all(e.owner for e in overdue)


def test_the_digest_is_planned_once_a_month_and_only_when_something_waits(ward: Ward) -> None:
    plan = ward.service.editors_queue.ensure_due
    quiet = datetime(2026, 10, 1, 10, tzinfo=TOKYO)  # before any entry has its turn
    nothing = {"examples": 0, "overdue": 0, "resting": 0, "in_turn": 0}
    assert ward.service.editors_queue.digest(quiet) == nothing
    assert plan(quiet) == 0
    send(ward)
    assert plan(quiet - timedelta(minutes=1)) == 0
    assert plan(quiet) == 1
    assert plan(quiet + timedelta(hours=1)) == 0
    assert plan(FIRST_OF_MARCH) == 1
