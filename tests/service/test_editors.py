"""Content that changes on disk: taken up when good, told once when not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import Delivery, DeliveryKind
from bot.core.permissions import NotPermitted
from bot.service.editors import Editors
from bot.store.engine import Store, StoreUnavailable
from tests.content.conftest import Desk
from tests.support.service import (
    ADMIN,
    CLERK,
    DAY,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    MINUTE,
    STRANGER,
    TRAINER,
    Someone,
    Ward,
)

GLOSSARY = "knowledge/glossary.yaml"
TOLD = {EDITOR.account, ADMIN.account}
GOOD, BAD = "yomi: つながるば", "yomi: 場"
MISTAKE = f"{GLOSSARY}:2: よみ（yomi）の『場』は使えません。ひらがなで書いてください"


def _open(store: Store, desk: Desk) -> Editors:
    return Editors(store, Library.open(desk.knowledge_dir, desk.quizzes_dir))


@pytest.fixture
def editors(ward: Ward, desk: Desk) -> Editors:
    return _open(ward.store, desk)


def _reload(editors: Editors, now: datetime = DUE) -> list[str]:
    return [str(mistake) for mistake in editors.reload(now)]


def _notices(ward: Ward, now: datetime = DUE) -> Sequence[Delivery]:
    claim = ward.service.delivery.claim
    return tuple(chain.from_iterable(iter(lambda: claim(now), ())))


def test_nothing_changed_nothing_told(editors: Editors, ward: Ward) -> None:
    assert _reload(editors) == []
    assert _notices(ward) == ()


def test_a_good_change_is_taken_up_silently(editors: Editors, ward: Ward, desk: Desk) -> None:
    before = editors.content_health(ward.actor(EDITOR), DUE)
    desk.replace(GLOSSARY, "支援を調整する場", "役割を分ける場所")
    assert _reload(editors) == []
    after = editors.content_health(ward.actor(EDITOR), DUE)
    assert after.version != before.version
    assert (after.errors, _notices(ward)) == ((), ())


def test_with_a_mistake_the_last_good_content_stays(
    editors: Editors, ward: Ward, desk: Desk
) -> None:
    before = editors.content_health(ward.actor(EDITOR), DUE)
    desk.replace(GLOSSARY, GOOD, BAD)
    assert _reload(editors) == [MISTAKE]
    health = editors.content_health(ward.actor(ADMIN), DUE)
    assert [str(e) for e in health.errors] == [MISTAKE]
    assert (health.version, health.destinations, health.questions) == (
        before.version,
        before.destinations,
        before.questions,
    )
    desk.replace(GLOSSARY, BAD, GOOD)
    assert _reload(editors) == []
    assert editors.content_health(ward.actor(ADMIN), DUE).errors == ()


def test_editors_and_administrators_are_told_once(editors: Editors, ward: Ward, desk: Desk) -> None:
    desk.replace(GLOSSARY, GOOD, BAD)
    assert [_reload(editors, DUE + n * MINUTE) for n in range(3)] == [[MISTAKE], [], []]
    notices = _notices(ward)
    assert {notice.to for notice in notices} == TOLD
    for notice in notices:
        assert notice.kind is DeliveryKind.NOTICE
        assert notice.payload == {"notice": "content_errors"}
        assert (notice.due_at, notice.expires_at) == (DUE, DUE + DAY)


def test_another_mistake_is_told_again(editors: Editors, ward: Ward, desk: Desk) -> None:
    desk.replace(GLOSSARY, GOOD, BAD)
    _reload(editors)
    desk.replace(GLOSSARY, BAD, "yomi: 場所")
    assert len(_reload(editors)) == 1
    assert len(_notices(ward)) == 2 * len(TOLD)


def test_two_processes_tell_of_the_same_mistake_once(
    editors: Editors, ward: Ward, second: Ward, desk: Desk
) -> None:
    other = _open(second.store, desk)
    desk.replace(GLOSSARY, GOOD, BAD)
    assert (_reload(editors), _reload(other, DUE + MINUTE)) == ([MISTAKE], [MISTAKE])
    assert len(_notices(ward, DUE + MINUTE)) == len(TOLD)


def _take_away(store: Store) -> None:
    """To SQLite a missing table is an unusable database (to PostgreSQL a wrong program)."""
    with store.write() as tx:
        tx.exec_driver_sql("ALTER TABLE occurrence RENAME TO away")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_while_the_store_is_away_the_telling_waits(
    editors: Editors, ward: Ward, desk: Desk
) -> None:
    _take_away(ward.store)
    desk.replace(GLOSSARY, GOOD, BAD)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            editors.reload(DUE)
    with ward.store.write() as tx:
        tx.exec_driver_sql("ALTER TABLE away RENAME TO occurrence")
    assert [_reload(editors), _reload(editors)] == [[MISTAKE], []]
    assert len(_notices(ward)) == len(TOLD)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_mistake_put_right_before_the_store_came_back_is_not_told(
    editors: Editors, ward: Ward, desk: Desk
) -> None:
    _take_away(ward.store)
    desk.replace(GLOSSARY, GOOD, BAD)
    with pytest.raises(StoreUnavailable):
        editors.reload(DUE)
    desk.replace(GLOSSARY, BAD, GOOD)
    assert _reload(editors) == []


# ------------------------------------------------------------ whom, and who may look


def test_without_an_editor_the_administrators_are_told(ward: Ward) -> None:
    editors = ward.service.editors
    assert {s.slack_user_id for s in editors.to_tell(DUE)} == TOLD
    ward.employ([who for who in EVERYBODY if who is not EDITOR], DUE)
    assert [s.staff_id for s in editors.to_tell(DUE)] == [ADMIN.staff_id]
    ward.employ([CLERK], DUE + DAY)
    assert editors.to_tell(DUE + DAY) == ()


@pytest.mark.parametrize("who", [CLERK, HEAD, TRAINER, STRANGER])
def test_only_editors_and_administrators_see_the_state(ward: Ward, who: Someone | str) -> None:
    with pytest.raises(NotPermitted):
        ward.service.editors.content_health(ward.actor(who), DUE)


def test_entries_past_their_review_are_named(editors: Editors, ward: Ward) -> None:
    """Both entries of the small set are to be looked at again after 1 March 2027."""
    last_day = datetime(2027, 3, 1, 23, 59, tzinfo=TOKYO)
    actor = ward.actor(EDITOR)
    assert editors.content_health(actor, last_day).overdue == ()
    overdue = editors.content_health(actor, last_day + MINUTE).overdue
    assert overdue == ("警察・消防", "警察・消防")


def test_the_shipped_content_is_counted(ward: Ward) -> None:
    health = ward.service.editors.content_health(ward.actor(EDITOR), DUE)
    assert health.destinations == len(ward.library.knowledge.destinations)
    assert health.questions == len(ward.library.course.questions)
    assert health.version == ward.library.knowledge.version
