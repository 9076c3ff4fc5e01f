"""資料: who gets which file, names only of the own section and logged, and gone after a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.delivery import DeliveryKind
from bot.core.figures import OTHERS_ID, WARD_ID
from bot.core.people import Actor
from bot.core.period import first_half, whole_year
from bot.core.permissions import NotPermitted
from bot.reports.orders import FileKind, MadeFile, Order
from bot.service.report_child import ReportFailed, ReportMaker
from bot.service.report_files import AGAIN, NAMES_STAY, STUCK, NothingWished, ReportFiles, Wish
from bot.store import deliveries
from tests.reports.samples import section
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    HOUR,
    MINUTE,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
    Ward,
)

# The figures in the files are asked of both databases in test_statistics.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

YEAR = whole_year(2026)
KINDS = (FileKind.PAPER, FileKind.SHEET)
OWN = Wish(DESK, YEAR, KINDS)
WHOLE = Wish(WARD_ID, YEAR, KINDS)
NOBODY = (CLERK, NURSE, EDITOR, ADMIN, STRANGER)


class Orders(ReportMaker):
    """Takes orders down and gives each kind back as its own name; draws nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Order] = []

    def make(self, orders: Sequence[Order]) -> list[list[MadeFile]]:
        self.taken.extend(orders)
        return [[MadeFile(str(kind), b"") for kind in order.kinds] for order in orders]


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def files(ward: Ward, orders: Orders) -> ReportFiles:
    return ReportFiles(ward.store, ward.service.statistics, orders)


def looks(ward: Ward, who: Someone) -> list[str]:
    """What somebody is told of lists with them on it."""
    return [look.what for look in ward.service.audit.looks_at_me(ward.actor(who))]


# ------------------------------------------------------------ who gets which


def test_a_supervisor_gets_the_own_section(ward: Ward, files: ReportFiles, orders: Orders) -> None:
    made = files.make(ward.actor(SUPERVISOR), OWN, DUE)
    assert [file.name for file in made] == ["pdf", "xlsx"]
    (order,) = orders.taken
    assert order.report.total.section_name == DESK
    assert order.report.period == YEAR
    assert order.names is None


@pytest.mark.parametrize("who", [TRAINER, COUNTER])
@pytest.mark.parametrize("bundle", [False, True])
def test_the_training_desk_gets_the_ward(
    ward: Ward, files: ReportFiles, orders: Orders, who: Someone, *, bundle: bool
) -> None:
    files.make(ward.actor(who), replace(WHOLE, bundle=bundle), DUE)
    (order,) = orders.taken
    assert order.report.total.members == len(EVERYBODY)
    assert order.bundle is bundle


def test_small_sections_stay_together_where_the_ward_is_seen(
    ward: Ward, files: ReportFiles, orders: Orders
) -> None:
    desk = ward.actor(TRAINER)
    assert [s.section_id for s in files.choices(desk, DUE).sections] == [OTHERS_ID]
    files.make(desk, replace(OWN, section_id=OTHERS_ID), DUE)
    assert orders.taken[0].report.total.section_id == OTHERS_ID
    with pytest.raises(NotPermitted):
        files.make(desk, OWN, DUE)


@pytest.mark.parametrize(
    ("who", "wish"),
    [
        (SUPERVISOR, replace(OWN, section_id=HEALTH)),
        (SUPERVISOR, WHOLE),
        (SUPERVISOR, replace(WHOLE, bundle=True)),
        (SUPERVISOR, replace(OWN, section_id=HEALTH, with_names=True)),
        (SUPERVISOR, replace(OWN, section_id=OTHERS_ID)),
        (SUPERVISOR, replace(OWN, section_id="ない課")),
        (SUPERVISOR, replace(WHOLE, with_names=True)),
        (TRAINER, replace(WHOLE, with_names=True)),
        (TRAINER, replace(WHOLE, with_names=True, bundle=True)),
        (TRAINER, replace(OWN, with_names=True)),
        (COUNTER, replace(OWN, section_id=OTHERS_ID, with_names=True)),
        *((who, wish) for who in NOBODY for wish in (OWN, WHOLE, replace(OWN, with_names=True))),
    ],
)
def test_nobody_gets_more_and_nothing_is_made_or_logged(
    ward: Ward, files: ReportFiles, orders: Orders, who: Someone | str, wish: Wish
) -> None:
    with pytest.raises(NotPermitted):
        files.make(ward.actor(who), wish, DUE)
    assert orders.taken == []
    assert looks(ward, CLERK) == looks(ward, NURSE) == []


@pytest.mark.parametrize("who", NOBODY)
def test_who_may_have_nothing_is_offered_nothing(
    ward: Ward, files: ReportFiles, who: Someone | str
) -> None:
    with pytest.raises(NotPermitted):
        files.choices(ward.actor(who), DUE)


def test_the_choices_are_those_in_reach(ward: Ward, files: ReportFiles) -> None:
    own = files.choices(ward.actor(SUPERVISOR), DUE)
    assert [s.name for s in own.sections] == [DESK]
    assert own.named == {own.sections[0].section_id}
    assert not own.ward
    assert own.periods[:2] == (YEAR, first_half(2026))
    desk = files.choices(ward.actor(TRAINER), DUE)
    assert desk.ward
    assert desk.named == frozenset()


WISHES = st.builds(
    Wish,
    section_id=st.sampled_from([DESK, HEALTH, WARD_ID, OTHERS_ID, "ない課"]),
    period=st.sampled_from([YEAR, first_half(2026)]),
    kinds=st.sampled_from([(), KINDS, tuple(FileKind)]),
    with_names=st.booleans(),
    bundle=st.booleans(),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.sampled_from([*EVERYBODY, STRANGER]), wish=WISHES)
def test_names_go_to_the_sections_own_supervisor_only(
    ward: Ward, files: ReportFiles, orders: Orders, who: Someone | str, wish: Wish
) -> None:
    """Whatever is asked for by whomever: a list of names holds the asker's own section."""
    orders.taken.clear()
    try:
        files.make(ward.actor(who), wish, DUE)
    except (NotPermitted, NothingWished):
        assert orders.taken == []
        return
    (order,) = orders.taken
    if order.names is not None:
        assert who in {SUPERVISOR, HEAD}
        assert isinstance(who, Someone)
        assert order.names.section.name == who.section == order.report.total.section_name
        own = {other.name for other in EVERYBODY if other.section == who.section}
        assert set(order.names.names) <= own
    assert (order.names is not None) is wish.with_names


def test_no_kind_is_no_wish(ward: Ward, files: ReportFiles) -> None:
    with pytest.raises(NothingWished):
        files.make(ward.actor(SUPERVISOR), replace(OWN, kinds=()), DUE)


def test_a_role_that_ended_before_its_turn_gets_nothing(ward: Ward, files: ReportFiles) -> None:
    """Whoever waits in the queue is asked for their roles again."""
    actor: Actor = ward.actor(SUPERVISOR)
    files.check(actor, OWN)
    with pytest.raises(NotPermitted):
        files.make(replace(actor, memberships=()), OWN, DUE)


# ------------------------------------------------------------ names


def test_names_are_those_who_have_not_completed_and_every_one_is_told(
    ward: Ward, files: ReportFiles, orders: Orders
) -> None:
    files.make(ward.actor(SUPERVISOR), replace(OWN, with_names=True), DUE)
    listed = orders.taken[0].names
    assert listed is not None
    assert listed.names == tuple(sorted((CLERK.name, SUPERVISOR.name)))
    assert listed.as_of == DUE.date()
    told = f"{DESK}の未受講の方の一覧（お名前入りの資料）"
    assert looks(ward, CLERK) == looks(ward, SUPERVISOR) == [told]
    assert looks(ward, NURSE) == []


def test_a_file_without_names_is_nobodys_to_be_told(ward: Ward, files: ReportFiles) -> None:
    files.make(ward.actor(SUPERVISOR), OWN, DUE)
    assert looks(ward, CLERK) == []


def test_the_log_has_it_even_where_the_file_could_not_be_made(ward: Ward) -> None:
    broken = ReportFiles(ward.store, ward.service.statistics, ReportMaker(("/no/such/program",)))
    with pytest.raises(ReportFailed):
        broken.make(ward.actor(SUPERVISOR), replace(OWN, with_names=True), DUE)
    assert len(looks(ward, CLERK)) == 1


def test_the_monthly_picture_shows_the_newest_weeks(files: ReportFiles, orders: Orders) -> None:
    picture = files.picture(section(number=20))
    assert picture.name == "png"
    assert (orders.taken[0].kinds, orders.taken[0].latest) == ((FileKind.PICTURE,), 8)


# ------------------------------------------------------------ gone after a day


def test_a_file_is_to_be_deleted_after_a_day_also_by_another_process(
    ward: Ward, second: Ward, files: ReportFiles
) -> None:
    files.note_named("F1", DUE)
    other = second.service.report_files
    assert list(other.to_delete(DUE + NAMES_STAY - MINUTE)) == []
    assert list(other.to_delete(DUE + NAMES_STAY)) == ["F1"]
    assert list(files.to_delete(DUE + NAMES_STAY)) == [], "one process has it in hand"
    assert list(files.to_delete(DUE + NAMES_STAY + AGAIN)) == ["F1"], "and it is tried again"
    files.deleted("F1")
    assert list(files.to_delete(DUE + 2 * NAMES_STAY)) == []


def test_what_another_process_takes_meanwhile_is_left_to_it(
    ward: Ward, second: Ward, files: ReportFiles
) -> None:
    late = DUE + NAMES_STAY
    for name in ("F1", "F2"):
        files.note_named(name, DUE)
    mine = files.to_delete(late)
    assert next(mine) == "F1"
    assert list(second.service.report_files.to_delete(late)) == ["F2"]
    assert list(mine) == []


@pytest.mark.parametrize(("late", "told"), [(STUCK - HOUR, 0), (STUCK + HOUR, 1)])
def test_the_administrators_are_told_once_a_day_of_what_will_not_go(
    ward: Ward, files: ReportFiles, late: timedelta, told: int
) -> None:
    files.note_named("F1", DUE)
    now = DUE + NAMES_STAY + late
    files.tell_if_stuck(now)
    files.tell_if_stuck(now + MINUTE)
    with ward.store.read() as tx:
        notices = deliveries.open_for(tx, ADMIN.staff_id, DeliveryKind.NOTICE, now + DAY)
    assert len(notices) == told
    assert all(n.payload == {"notice": "named_file_stays"} for n in notices)
