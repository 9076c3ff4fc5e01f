"""L8: a changed cited fact suspends its questions within one tick and is told once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryState
from bot.core.permissions import NotPermitted
from bot.service.question_notices import FEW, SUSPENDED
from bot.service.question_standing import Standing
from bot.service.referral import Referral, UnknownEntry
from bot.store.engine import Store
from tests.support.service import (
    ADMIN,
    CLERK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HIRED,
    KNOWLEDGE_DIR,
    QUIZZES_DIR,
    TRAINER,
    SetClock,
    Someone,
    Ward,
    open_ward,
)

ENTRY = "community-welfare"  # owned by 保健福祉課, whose 課長 is HEAD
TODAY = date(2026, 11, 16)
# What the database does is shown by the first ones, and in tests/store.
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A copy of the shipped content to change."""
    shutil.copytree(KNOWLEDGE_DIR, tmp_path / "knowledge")
    shutil.copytree(QUIZZES_DIR, tmp_path / "quizzes")
    return tmp_path


@pytest.fixture
def changing(store: Store, folders: Path, referral: Referral, tmp_path: Path) -> Iterator[Ward]:
    """The ward over content that the test changes, its questions seen once."""
    library = Library.open(folders / "knowledge", folders / "quizzes")
    ward = open_ward(store, library, referral, SetClock(DUE), tmp_path / "data")
    ward.employ(EVERYBODY, HIRED)
    ward.service.editors.reload(DUE)
    return ward


def rewrite(ward: Ward, entry: str, before: str, after: str) -> None:
    """Change a text of an entry's file on disk."""
    file = ward.library.knowledge_dir / "destinations" / f"{entry}.yaml"
    held = file.read_text(encoding="utf-8")
    assert before in held
    file.write_text(held.replace(before, after, 1), encoding="utf-8")


def resting_on(ward: Ward, entry: str, field: str) -> frozenset[str]:
    """The questions that cite that very field."""
    questions = (q for c in ward.library.course.concepts.values() for q in c.questions)
    return frozenset(q.id for q in questions if (entry, field) in q.rests_on)


def messages(ward: Ward, kind: str) -> dict[str, list[str]]:
    """Who has been told by which occurrences of a kind."""
    with ward.store.read() as tx:
        rows = tx.exec_driver_sql(
            "SELECT occurrence_key, staff_id FROM delivery ORDER BY occurrence_key, staff_id"
        ).all()
    found: dict[str, list[str]] = {}
    for key, staff_id in rows:
        if key.startswith(kind):
            found.setdefault(key, []).append(staff_id)
    return found


def suspended(ward: Ward, day: date = TODAY) -> frozenset[str]:
    standing = ward.service.standing
    return frozenset(one.question.id for one in standing.resting(day))


def description(ward: Ward) -> str:
    return ward.library.knowledge.destinations[ENTRY].description


def change_description(ward: Ward, now: datetime = DUE) -> frozenset[str]:
    """Have the cited description say something else, and take it up."""
    rewrite(ward, ENTRY, description(ward), "別の説明です。")
    assert ward.service.editors.reload(now) == ()
    return resting_on(ward, ENTRY, "description")


def test_l8_a_changed_cited_field_suspends_and_tells_the_owner_once(changing: Ward) -> None:
    assert suspended(changing) == frozenset()
    citing = change_description(changing)
    assert citing
    assert suspended(changing) == citing
    (told,) = messages(changing, SUSPENDED).values()
    assert told == sorted({EDITOR.staff_id, HEAD.staff_id})
    for _ in range(3):
        changing.service.standing.look(DUE + timedelta(days=1))
        changing.service.editors.reload(DUE + timedelta(days=1))
    assert list(messages(changing, SUSPENDED).values()) == [told]


@ONE_ENGINE
def test_a_field_that_is_not_cited_suspends_nothing(changing: Ward) -> None:
    entry = changing.library.knowledge.destinations[ENTRY]
    cited = {
        f
        for c in changing.library.course.concepts.values()
        for q in c.questions
        for e, f in q.rests_on
        if e == ENTRY
    }
    assert "yomi" not in cited
    rewrite(changing, ENTRY, entry.yomi, entry.yomi + "まどぐち")
    changing.service.editors.reload(DUE)
    assert changing.library.knowledge.destinations[ENTRY].yomi != entry.yomi
    assert suspended(changing) == frozenset()


@ONE_ENGINE
def test_what_reads_as_before_lives_again_by_itself(changing: Ward) -> None:
    before = description(changing)
    change_description(changing)
    rewrite(changing, ENTRY, "別の説明です。", before)
    changing.service.editors.reload(DUE)
    assert suspended(changing) == frozenset()
    with changing.store.read() as tx:
        rows = tx.exec_driver_sql(
            "SELECT count(*) FROM question_standing WHERE suspended_on IS NOT NULL"
        )
        assert rows.scalar() == 0


def test_another_process_sees_it_and_tells_nobody_again(
    changing: Ward, folders: Path, referral: Referral, tmp_path: Path
) -> None:
    citing = change_description(changing)
    library = Library.open(folders / "knowledge", folders / "quizzes")
    other = open_ward(changing.store, library, referral, SetClock(DUE), tmp_path / "other")
    other.service.editors.reload(DUE)
    assert suspended(other) == citing
    assert len(messages(changing, SUSPENDED)) == 1


@ONE_ENGINE
def test_an_editor_confirms_and_it_is_asked_again(changing: Ward) -> None:
    citing = sorted(change_description(changing))
    standing = changing.service.standing
    standing.confirm(changing.actor(EDITOR), citing[0], DUE)
    assert suspended(changing) == set(citing[1:])
    changing.service.standing.look(DUE)
    assert suspended(changing) == set(citing[1:])
    rewrite(changing, ENTRY, "別の説明です。", "さらに別の説明です。")
    changing.service.editors.reload(DUE)
    assert suspended(changing) == set(citing)
    assert len(messages(changing, SUSPENDED)) == 2


@ONE_ENGINE
@pytest.mark.parametrize("who", [CLERK, HEAD, TRAINER])
def test_only_who_keeps_the_content_confirms(changing: Ward, who: Someone) -> None:
    citing = sorted(change_description(changing))
    with pytest.raises(NotPermitted):
        changing.service.standing.confirm(changing.actor(who), citing[0], DUE)


@ONE_ENGINE
def test_what_is_no_question_cannot_be_confirmed(changing: Ward) -> None:
    with pytest.raises(UnknownEntry):
        changing.service.standing.confirm(changing.actor(ADMIN), "no-such-question", DUE)


@ONE_ENGINE
def test_few_left_of_a_required_concept_is_told_once_and_goes_on(changing: Ward) -> None:
    """Everything about the destinations of one concept changes."""
    concept = changing.library.course.concepts["arrears-as-sign"]
    assert concept.required
    for entry in sorted({e for q in concept.questions for e, _ in q.rests_on}):
        file = changing.library.knowledge_dir / "destinations" / f"{entry}.yaml"
        if file.exists():
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("。", "（変更）。"), encoding="utf-8")
    assert changing.service.editors.reload(DUE) == ()
    few = changing.service.standing.few(TODAY)
    assert concept.id in {c.id for c in few}
    told = messages(changing, FEW)
    assert list(told.values()) == [sorted({EDITOR.staff_id, TRAINER.staff_id})] * len(few)
    changing.service.standing.look(DUE + timedelta(days=2))
    assert messages(changing, FEW) == told
    assert len(changing.service.standing.usable_on(TODAY)) > 50


@ONE_ENGINE
def test_overdue_goes_on_for_sixty_days_and_then_rests_until_renewed(changing: Ward) -> None:
    entry = changing.library.knowledge.destinations["community-care-center"]
    assert entry.review_after == date(2026, 12, 7)
    standing, citing = (
        changing.service.standing,
        sorted(
            q.id
            for c in changing.library.course.concepts.values()
            for q in c.questions
            if entry.id in {e for e, _ in q.rests_on}
        ),
    )
    last = entry.review_after + timedelta(days=60)
    assert not any(standing.needs_review(q, entry.review_after) for q in citing)
    assert all(standing.needs_review(q, last) for q in citing)
    assert all(standing.usable(q, last) for q in citing)
    assert not any(standing.usable(q, last + timedelta(days=1)) for q in citing)
    now = datetime(2027, 2, 10, 10, tzinfo=TOKYO)
    assert now.date() > last
    changing.service.renewal.renew(changing.actor(EDITOR, now), entry.id, now)
    assert all(standing.usable(q, now.date()) for q in citing)


@ONE_ENGINE
def test_no_week_is_ever_empty_however_old_everything_is(changing: Ward) -> None:
    far = date(2030, 1, 1)
    standing = changing.service.standing
    assert len(standing.usable_on(far)) == len(standing.usable_on(TODAY))
    change_description(changing)
    assert standing.usable_on(far) == standing.usable_on(TODAY)


@ONE_ENGINE
def test_a_notice_is_sent_like_any_other(changing: Ward) -> None:
    change_description(changing)
    assert changing.states(None) == {DeliveryState.QUEUED: 2}


@ONE_ENGINE
def test_a_fresh_look_of_its_own_needs_no_tick(store: Store, library: Library) -> None:
    standing = Standing(store, library)
    ids = [q.id for c in library.course.concepts.values() for q in c.questions]
    assert standing.usable_on(TODAY) == set(ids)
