"""What is still missing before the ward goes live."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.duties import DutyToReport, SafetyKind
from bot.core.go_live import AREA_DESK, Gap, duties_without_contact, gaps, thin
from bot.core.knowledge import Contact, Destination, DestinationKind, Grade, Knowledge
from bot.core.local import NOT_SET, Local, LocalArea, LocalDesk, OfficeHours
from bot.core.opening import COUNTER_HOURS
from tests.referral.small import destination

DAY, NEXT_YEAR = date(2026, 11, 22), date(2027, 4, 1)
TOLD = ("一", "二", "三")
NUMBER = Contact("n", "n", ("110",), Grade.V1, None, None)
SILENT = Contact("s", "s", (), Grade.V1, None, None)


def _desk(id_: str, **changes: object) -> Destination:
    base = replace(destination(id_, id_, id_, *TOLD), owner="係", deputy="副係")
    return replace(base, **changes)  # type: ignore[arg-type]


def _knowledge(*desks: Destination, local: Local) -> Knowledge:
    return Knowledge(
        "v",
        destinations={d.id: d for d in desks},
        contacts={"n": NUMBER, "s": SILENT},
        local=local,
    )


HOURS = OfficeHours(COUNTER_HOURS, DAY)
READY = Local(HOURS, HOURS)
FULL = LocalDesk("ward", DAY, section="担当", place="3階", extension="12")


def test_nothing_is_missing_once_all_is_entered() -> None:
    local = replace(READY, entries={"ward": FULL})
    desks = (_desk("ward", ward_desk=True), _desk("line", contact_ids=("n",)))
    assert gaps(_knowledge(*desks, local=local), DAY) == ()


def test_what_is_missing_once_for_all() -> None:
    care = _desk(AREA_DESK, contact_ids=("n",))
    assert [gap.what for gap in gaps(_knowledge(care, local=Local()), DAY)] == [
        "相談の窓口が開いている時間（desks）",
        "証明・届出などの窓口が開いている時間（counters）",
        "地域包括支援センターの受け持ちの地域（areas）",
    ]
    area = LocalArea("a", "北", DAY, AREA_DESK)
    assert gaps(_knowledge(care, local=replace(READY, areas=(area,))), DAY) == ()


def _duty(kind: SafetyKind, *desks: str) -> DutyToReport:
    return DutyToReport(kind, kind.value, "", (), (), (), desks, (), (), DAY, DAY, ())


def test_duties_whose_ward_desk_has_no_number_by_day() -> None:
    """One desk with a number is enough; a duty without a desk in the ward has 119 and 110."""
    duties = (
        _duty(SafetyKind.DV, "ward", "line"),
        _duty(SafetyKind.CHILD_ABUSE, "ward", "numbered"),
        _duty(SafetyKind.LIFE_DANGER, "line"),
    )
    desks = (
        _desk("ward", ward_desk=True),
        _desk("numbered", ward_desk=True, contact_ids=("n",)),
        _desk("line", contact_ids=("n",)),
    )
    knowledge = replace(_knowledge(*desks, local=READY), duties={d.kind: d for d in duties})
    assert [d.kind for d in duties_without_contact(knowledge)] == [SafetyKind.DV]
    entered = replace(knowledge, local=replace(READY, entries={"ward": FULL}))
    assert duties_without_contact(entered) == ()


def test_hours_that_nobody_confirmed_are_missing() -> None:
    local = Local(OfficeHours(COUNTER_HOURS), HOURS)
    assert gaps(_knowledge(local=local), DAY) == (
        Gap("証明・届出などの窓口が開いている時間（counters）"),
    )


def test_a_desk_of_the_ward_needs_a_number_a_place_and_a_section() -> None:
    desk = _desk("ward", ward_desk=True, contact_ids=("s",))
    assert gaps(_knowledge(desk, local=READY), DAY) == (
        Gap("区の窓口の内線か電話番号", ("ward",)),
        Gap("区の窓口の階・窓口番号", ("ward",)),
        Gap("区の窓口の担当の名前", ("ward",)),
    )


def test_other_desks_need_a_number_and_meetings_do_not() -> None:
    desks = (
        _desk("quiet", contact_ids=("s",)),
        _desk("meeting", kind=DestinationKind.CONFERENCE),
    )
    assert gaps(_knowledge(*desks, local=READY), DAY) == (
        Gap("電話番号が分からないつなぎ先", ("quiet",)),
    )


def test_posts_that_are_not_named_are_missing() -> None:
    desks = (
        _desk("one", contact_ids=("n",), owner=NOT_SET, deputy=None),
        _desk("two", contact_ids=("n",), deputy=NOT_SET),
    )
    assert gaps(_knowledge(*desks, local=READY), DAY) == (
        Gap("担当（owner）", ("one",)),
        Gap("副担当（deputy）", ("one", "two")),
    )


def test_in_april_everything_entered_before_is_listed() -> None:
    area = LocalArea("a", "北", DAY, "ward")
    local = replace(READY, entries={"ward": FULL}, areas=(area,))
    knowledge = _knowledge(_desk("ward", ward_desk=True), local=local)
    assert gaps(knowledge, DAY) == ()
    assert gaps(knowledge, NEXT_YEAR) == (
        Gap(
            "4月1日より前に確かめたままの値",
            ("窓口の時間", "相談の窓口の時間", "ward", "北"),
        ),
    )


def test_cards_with_few_utterances_are_named() -> None:
    few = replace(_desk("few"), examples=TOLD[:2])
    assert thin(_knowledge(few, _desk("enough"), local=READY)) == ("few",)
