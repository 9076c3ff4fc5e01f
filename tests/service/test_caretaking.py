"""The installation looks after itself: copies by night, silence and failures told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryKind, DeliveryState, PlannedDelivery
from bot.core.learning.weeks import weekly_posts
from bot.core.retention import Terms
from bot.service.caretaking import EVERY, Caretaking, open_caretaking
from bot.service.notices import Notice
from bot.store import chores, deliveries, restore
from bot.store.errors import BackupFailed
from bot.store.tables import delivery, occurrence
from tests.support.service import ADMIN, CLERK, DAY, DUE, HOUR, KEY, MINUTE, WEEK, Ward

# What is decided here is decided on both engines alike; where rows meet, both are tried.
on_one_engine = pytest.mark.parametrize("engine_name", ["sqlite"])

NIGHT = datetime(2026, 11, 17, 2, 30, tzinfo=TOKYO)
COPIES = 2


@pytest.fixture
def caretaking(ward: Ward, library: Library, tmp_path: Path) -> Caretaking:
    return open_caretaking(ward.store, library, tmp_path / "copies", COPIES, Terms())


def _told(ward: Ward) -> list[tuple[str, str]]:
    """Who has been told what, as (notice, account)."""
    with ward.store.read() as tx:
        rows = tx.execute(delivery.select().order_by(delivery.c.occurrence_key)).all()
        found = [deliveries.get(tx, row.id) for row in rows]
    notices = [d for d in found if d is not None and d.kind is DeliveryKind.NOTICE]
    return [(d.payload["notice"], d.to or "") for d in notices]


def _made(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*"))


# ------------------------------------------------------------ nightly copies


def test_the_first_copy_is_made_at_once_and_then_every_night(
    caretaking: Caretaking, tmp_path: Path
) -> None:
    backups, folder = caretaking.backups, tmp_path / "copies"
    first = backups.make_if_due(DUE)
    assert first is not None
    assert backups.make_if_due(DUE + HOUR) is None
    assert backups.make_if_due(NIGHT - MINUTE) is None
    second = backups.make_if_due(NIGHT)
    assert second is not None
    assert backups.make_if_due(NIGHT + 12 * HOUR) is None
    late = backups.make_if_due(NIGHT + DAY + 7 * HOUR)  # nobody was there by night
    assert late is not None
    assert _made(folder) == [second.name, late.name], "the newest two are kept"
    restore.check_copy(late, into_sqlite=late.suffix == ".db")


def test_of_two_processes_one_makes_it(
    caretaking: Caretaking, second: Ward, library: Library, tmp_path: Path
) -> None:
    other = open_caretaking(second.store, library, tmp_path / "copies", COPIES, Terms())
    with second.store.write() as tx:
        assert chores.take(tx, chores.BACKUP, DUE, DUE + 10 * MINUTE)
    assert caretaking.backups.make_if_due(DUE) is None
    assert caretaking.backups.make_if_due(DUE + 10 * MINUTE) is not None
    assert other.backups.make_if_due(DUE + 11 * MINUTE) is None


@on_one_engine
def test_a_copy_that_fails_is_tried_again_and_told_when_overdue(
    caretaking: Caretaking, ward: Ward, tmp_path: Path
) -> None:
    caretaking.watch.look(DUE)
    (tmp_path / "copies").write_text("in the way", encoding="utf-8")
    with pytest.raises(BackupFailed):
        caretaking.backups.make_if_due(DUE)
    assert caretaking.backups.make_if_due(DUE + 29 * MINUTE) is None
    with pytest.raises(BackupFailed):
        caretaking.backups.make_if_due(DUE + 30 * MINUTE)
    caretaking.watch.look(DUE + 36 * HOUR)
    assert (Notice.BACKUP_OVERDUE, ADMIN.account) not in _told(ward)
    for hours in (37, 40, 60):
        caretaking.watch.look(DUE + hours * HOUR)
    assert _told(ward).count((Notice.BACKUP_OVERDUE, ADMIN.account)) == 1
    (tmp_path / "copies").unlink()
    assert caretaking.backups.make_if_due(DUE + 61 * HOUR) is not None
    assert caretaking.backups.overdue_since(DUE + 62 * HOUR) is None


@on_one_engine
def test_where_somebody_else_makes_copies_none_is_made_or_missed(
    ward: Ward, library: Library, tmp_path: Path
) -> None:
    nobody = open_caretaking(ward.store, library, tmp_path / "copies", 0, Terms())
    assert nobody.backups.make_if_due(DUE) is None
    assert nobody.backups.overdue_since(DUE + 9 * DAY) is None
    assert not (tmp_path / "copies").exists()


# ------------------------------------------------------------ what is told


def test_a_silence_in_office_hours_is_told_once_by_whoever_notices(
    caretaking: Caretaking, ward: Ward
) -> None:
    caretaking.watch.beat(DUE)
    caretaking.watch.look(DUE + 30 * MINUTE)
    assert Notice.SCHEDULER_STOPPED not in dict(_told(ward))
    caretaking.watch.look(DUE + 31 * MINUTE)
    caretaking.watch.look(DUE + 50 * MINUTE)
    caretaking.watch.beat(DUE + HOUR)
    caretaking.watch.look(DUE + HOUR + MINUTE)
    assert _told(ward).count((Notice.SCHEDULER_STOPPED, ADMIN.account)) == 1


@on_one_engine
def test_a_night_without_the_bot_is_no_silence(caretaking: Caretaking, ward: Ward) -> None:
    evening = datetime(2026, 11, 20, 17, 10, tzinfo=TOKYO)  # Friday; Monday is a holiday
    caretaking.watch.beat(evening)
    caretaking.watch.beat(datetime(2026, 11, 24, 9, 5, tzinfo=TOKYO))
    assert Notice.SCHEDULER_STOPPED not in dict(_told(ward))


@on_one_engine
def test_a_failing_delivery_is_told_once_for_its_occurrence(
    caretaking: Caretaking, ward: Ward
) -> None:
    _kill(ward, KEY)
    for minutes in range(3):
        caretaking.watch.look(DUE + minutes * MINUTE)
    assert _told(ward).count((Notice.DELIVERY_FAILING, ADMIN.account)) == 1


@on_one_engine
def test_a_notice_that_fails_is_not_told_by_another_notice(
    caretaking: Caretaking, ward: Ward
) -> None:
    _kill(ward, KEY)
    caretaking.watch.look(DUE)
    with ward.store.write() as tx:
        tx.execute(delivery.update().values(state=DeliveryState.DEAD))
    caretaking.watch.look(DUE + MINUTE)
    assert [n for n, _ in _told(ward)].count(Notice.DELIVERY_FAILING) == 1


def _kill(ward: Ward, key: str) -> None:
    post = weekly_posts(WEEK)[0]
    assert post.key == key
    with ward.store.write() as tx:
        deliveries.plan(tx, post, [PlannedDelivery(CLERK.staff_id, {"questions": "q"})])
        tx.execute(delivery.update().values(state=DeliveryState.DEAD))


@on_one_engine
@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 16, 8, 59, tzinfo=TOKYO), False),
        (datetime(2026, 11, 16, 9, tzinfo=TOKYO), True),
        (datetime(2026, 11, 17, 9, tzinfo=TOKYO), False),
        (datetime(2026, 11, 23, 9, tzinfo=TOKYO), False),  # Monday, a holiday
        (datetime(2026, 11, 24, 9, tzinfo=TOKYO), True),
    ],
)
def test_missing_duty_contacts_are_told_at_the_beginning_of_the_week(
    caretaking: Caretaking, ward: Ward, moment: datetime, told: bool
) -> None:
    """As shipped, the ward's own numbers are empty."""
    for _ in range(2):
        caretaking.watch.look(moment)
    assert _told(ward).count((Notice.DUTY_CONTACTS, ADMIN.account)) == int(told)


@on_one_engine
def test_notices_wait_for_office_hours(caretaking: Caretaking, ward: Ward) -> None:
    _kill(ward, KEY)
    caretaking.watch.look(DUE + 14 * HOUR)
    with ward.store.read() as tx:
        rows = tx.execute(occurrence.select().where(occurrence.c.kind == "notice")).all()
    assert [(row.opens, row.closes, row.business_days) for row in rows] == [(540, 1020, True)]


@on_one_engine
def test_without_an_administrator_it_is_told_when_there_is_one(
    caretaking: Caretaking, ward: Ward
) -> None:
    ward.employ([CLERK], DUE)
    _kill(ward, KEY)
    caretaking.watch.look(DUE)
    assert _told(ward) == []
    ward.employ([CLERK, ADMIN], DUE)
    caretaking.watch.look(DUE + MINUTE)
    assert (Notice.DELIVERY_FAILING, ADMIN.account) in _told(ward)


# ------------------------------------------------------------ forgetting


def test_ageing_is_done_once_a_day_and_follows_the_terms(
    posted: Ward, library: Library, tmp_path: Path
) -> None:
    posted.finish(CLERK)
    caretaking = open_caretaking(posted.store, library, tmp_path, COPIES, Terms(14, 13, 5))
    assert _aged(caretaking, DUE) == {}
    assert caretaking.forget_if_due(DUE + EVERY - MINUTE) is None
    year = timedelta(days=366)
    assert _aged(caretaking, DUE + 2 * year)["deliveries"] > 0
    assert "answers" not in _aged(caretaking, DUE + 5 * year)
    late = datetime(2032, 4, 1, 0, 30, tzinfo=TOKYO)
    assert _aged(caretaking, late - HOUR) == {}
    gone = _aged(caretaking, late + DAY)
    assert (gone["answers"], gone["completions"]) == (3, 1)


def _aged(caretaking: Caretaking, now: datetime) -> Mapping[str, int]:
    done = caretaking.forget_if_due(now)
    assert done is not None
    return {name: n for name in done.__slots__ if (n := getattr(done, name))}


def test_health_tells_what_stands_in_the_way(caretaking: Caretaking, ward: Ward) -> None:
    health = caretaking.health
    assert ["まだ動いていません" in p for p in health.problems(DUE)] == [True]
    caretaking.watch.beat(DUE)
    assert health.problems(DUE + 2 * MINUTE) == ()
    (late,) = health.problems(DUE + 10 * MINUTE)
    assert "10分前から止まっています" in late
    _kill(ward, KEY)
    caretaking.watch.beat(DUE + 11 * MINUTE)
    (dead,) = health.problems(DUE + 11 * MINUTE)
    assert "1件" in dead
    assert health.problems(DUE + 6 * DAY)[-1] != dead, "it is over, nobody needs it any more"
    figures = health.standing(DUE + 11 * MINUTE)
    assert (figures.dead_now, figures.tick_age, figures.backup_age) == (1, 0, None)
