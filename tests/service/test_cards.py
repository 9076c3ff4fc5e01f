"""Cards at a moment: what is open, where to go, and what the ward has to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.reader import read_knowledge
from bot.core.clock import TOKYO
from bot.core.duties import SafetyKind
from bot.core.knowledge import Grade, Knowledge
from bot.core.local import TRANSFER_MARK, Local, LocalArea, LocalDesk, OfficeHours
from bot.core.opening import Rule, Schedule
from bot.service.cards import DestinationCard, destination_card, duty_card, shown_contacts

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 24, 12, tzinfo=TOKYO)  # a Tuesday
NIGHT = NOON + timedelta(hours=12)
FRIDAY = datetime(2026, 11, 27, 18, tzinfo=TOKYO)
DAY = date(2026, 11, 22)
LATE = Schedule((Rule(9 * 60, 19 * 60, frozenset(range(5))),), text="平日 9:00〜19:00")


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    """The shipped content without the overlay that may lie beside it."""
    knowledge = read_knowledge(ROOT / "knowledge").value
    assert knowledge is not None
    return replace(knowledge, local=Local())


def card(knowledge: Knowledge, id_: str, now: datetime) -> DestinationCard:
    return destination_card(knowledge, knowledge.destinations[id_], now)


def with_entry(knowledge: Knowledge, entry: LocalDesk, **office: OfficeHours) -> Knowledge:
    return replace(knowledge, local=Local(entries={entry.id: entry}, **office))


@pytest.mark.parametrize(
    ("id_", "by_day", "by_night"),
    [
        ("community-welfare", True, False),  # the ward's own desk
        ("emergency", True, True),  # a line around the clock
        ("abuse-night-line", False, True),
        ("child-abuse-hotline", True, True),
        ("adult-guardianship", True, False),  # a desk as its own contact
        ("dv-support", True, False),  # its desk closes, though a line of the card answers
        ("community-care-center", None, None),
        ("tsunagaru-ba", None, None),
    ],
)
def test_a_card_says_whether_the_desk_itself_is_open(
    shipped: Knowledge, id_: str, by_day: bool | None, by_night: bool | None
) -> None:
    assert card(shipped, id_, NOON).opening.is_open is by_day
    assert card(shipped, id_, NIGHT).opening.is_open is by_night


def test_a_closed_desk_says_when_it_opens(shipped: Knowledge) -> None:
    opening = card(shipped, "community-welfare", FRIDAY).opening
    assert opening.next_open == datetime(2026, 11, 30, 9, tzinfo=TOKYO)


def test_a_friday_evening_of_the_counters_promises_no_consultation(shipped: Knowledge) -> None:
    knowledge = replace(shipped, local=Local(counters=OfficeHours(LATE, DAY)))
    assert card(knowledge, "community-welfare", FRIDAY).opening.is_open is False
    entry = LocalDesk("care-insurance", DAY, counter=True)
    knowledge = with_entry(shipped, entry, counters=OfficeHours(LATE, DAY))
    assert card(knowledge, "care-insurance", FRIDAY).opening.is_open is True


def test_the_hours_of_the_ward_go_before_those_of_a_contact(shipped: Knowledge) -> None:
    entry = LocalDesk("adult-guardianship", DAY, schedule=LATE)
    assert card(with_entry(shipped, entry), "adult-guardianship", FRIDAY).opening.is_open is True


def test_a_card_says_where_to_go(shipped: Knowledge) -> None:
    bare = card(shipped, "child-family", NOON)
    assert (bare.place, bare.section, bare.transfer_season, bare.areas) == ("", "", False, ())
    entry = LocalDesk("child-family", DAY, section="見本担当", place="3階 31番", extension="1234")
    told = card(with_entry(shipped, entry), "child-family", NOON)
    assert (told.place, told.section) == ("3階 31番・内線1234", "見本担当")


def test_from_april_a_card_asks_to_confirm_what_the_ward_entered(shipped: Knowledge) -> None:
    knowledge = with_entry(shipped, LocalDesk("child-family", DAY, place="3階"))
    march, april = (datetime(2027, m, d, 12, tzinfo=TOKYO) for m, d in ((3, 31), (4, 1)))
    assert not card(knowledge, "child-family", march).transfer_season
    assert card(knowledge, "child-family", april).transfer_season
    assert not card(knowledge, "child-guidance-center", april).transfer_season


def test_areas_come_with_their_contacts(shipped: Knowledge) -> None:
    area = LocalArea(
        "kita",
        "北",
        DAY,
        "community-care-center",
        towns=("一丁目",),
        schools=("北小",),
        contact_ids=("houkatsu-suminoe",),
    )
    knowledge = replace(shipped, local=Local(areas=(area,)))
    (shown,) = card(knowledge, "community-care-center", NOON).areas
    assert (shown.id, shown.name, shown.covers) == ("kita", "北", ("一丁目", "北小"))
    assert [c.contact.id for c in shown.contacts] == ["houkatsu-suminoe"]
    assert not shown.transfer_season
    assert card(knowledge, "dementia-team", NOON).areas == ()


def test_each_contact_says_whether_it_answers(shipped: Knowledge) -> None:
    shown = {c.contact.id: c.opening for c in card(shipped, "dv-support", NIGHT).contacts}
    assert shown["dv-plus"].is_open is True
    assert shown["dv-8008"].is_open is None
    assert shown["dv-city"].next_open == datetime(2026, 11, 25, 9, 30, tzinfo=TOKYO)


def test_by_night_a_duty_begins_with_a_line_that_answers(shipped: Knowledge) -> None:
    by_night = duty_card(shipped, SafetyKind.ELDER_ABUSE, NIGHT).contacts
    assert by_night[0].opening.is_open is True
    assert by_night[0].contact.id == "abuse-night-line"
    assert duty_card(shipped, SafetyKind.ELDER_ABUSE, NOON).contacts[-1].contact.id == (
        "abuse-night-line"
    )


def test_closed_contacts_come_after_open_ones_at_every_hour(shipped: Knowledge) -> None:
    plain = [c for c in shipped.contacts.values() if not c.after_hours]
    rank = {True: 0, None: 1, False: 2}
    for hour in range(168):
        shown = shown_contacts(plain, NOON + timedelta(hours=hour))
        ranks = [rank[c.opening.is_open] for c in shown]
        assert ranks == sorted(ranks)


def test_a_number_of_the_ward_is_marked_in_april(shipped: Knowledge) -> None:
    number = replace(shipped.contacts["kurashi-assist"], grade=Grade.WARD, seen="2026-11-22")
    april = datetime(2027, 4, 1, 12, tzinfo=TOKYO)
    assert [shown_contacts([number], now)[0].mark for now in (NOON, april)] == [
        "区で設定",
        TRANSFER_MARK,
    ]
