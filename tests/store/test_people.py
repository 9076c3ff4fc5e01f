"""Reading the roster on a day, and taking over a new one with its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.people import Actor, Member, Membership, Role, Section, Staff
from bot.store import people
from bot.store.engine import Duplicate, Store, Tx
from tests.store.samples import DAY, SECTIONS, TAX, WELFARE, employed, hire, person

LATER = DAY + timedelta(days=90)
BEFORE = LATER - timedelta(days=1)


def _where(tx: Tx, day: date) -> Mapping[str, str]:
    return {m.staff.staff_id: m.section_id for m in people.members(tx, day)}


def test_an_actor_has_the_roles_of_that_day(store: Store) -> None:
    chief = Membership("welfare", Role.SUPERVISOR, DAY, LATER)
    held = [("s0001", employed()), ("s0001", chief)]
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(1)], held, DAY)
        on_first_day = people.actor(tx, "U0001", DAY)
        assert people.actor(tx, "U0001", LATER).roles == {Role.STAFF}
        assert people.actor(tx, "U0001", DAY - timedelta(days=1)) == Actor("U0001", person(1))
    assert on_first_day == Actor("U0001", person(1), (employed(), chief))
    assert on_first_day.section_id == "welfare"


def test_somebody_unknown_is_an_actor_without_staff(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 1)
        assert people.actor(tx, "U9999", DAY) == Actor("U9999")


def test_people_and_sections_are_found(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 1)
        assert people.staff_by_id(tx, "s0001") == person(1)
        assert people.staff_by_id(tx, "s0002") is None
        assert people.sections(tx) == (TAX, WELFARE)
        assert people.section(tx, "tax") == TAX
        assert people.section(tx, "none") is None


def test_members_are_counted_once_in_the_section_held_longest(store: Store) -> None:
    second_post = employed("tax", DAY + timedelta(days=1))
    held = [("s0001", second_post), ("s0001", employed()), ("s0002", employed("tax"))]
    held.append(("s0003", Membership("tax", Role.TRAINING_OFFICER, DAY)))
    day = DAY + timedelta(days=1)
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(n) for n in (1, 2, 3)], held, day)
        expected = (Member(person(2), "tax"), Member(person(1), "welfare"))
        assert people.members(tx, day) == expected
        assert people.members(tx, day, "tax") == expected[:1]
        assert people.members(tx, day, "welfare") == expected[1:]
        assert people.members(tx, day, "none") == ()


def test_holders_of_a_role_on_a_day(store: Store) -> None:
    officer = Membership("tax", Role.TRAINING_OFFICER, DAY, LATER)
    held = [(f"s000{n}", officer) for n in (2, 1)]
    held.append(("s0001", Membership("welfare", Role.TRAINING_OFFICER, DAY)))
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(1), person(2)], held, DAY)
        assert people.holders(tx, Role.TRAINING_OFFICER, DAY) == (person(1), person(2))
        assert people.holders(tx, Role.TRAINING_OFFICER, LATER) == (person(1),)
        assert people.holders(tx, Role.STAFF, DAY) == ()


def test_a_slack_account_belongs_to_one_person(store: Store) -> None:
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(1, slack=False), person(2)], [], DAY)
        people.link_slack(tx, "s0001", "U0001")
        assert people.actor(tx, "U0001", DAY).staff == person(1)
    with pytest.raises(Duplicate), store.write() as tx:
        people.link_slack(tx, "s0001", "U0002")


def test_a_transfer_ends_one_membership_and_begins_another(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 3)
        moved = [("s0001", employed()), ("s0002", employed("tax", LATER))]
        people.replace_roster(tx, SECTIONS, [person(1), person(2)], moved, LATER)
        before, after = _where(tx, BEFORE), _where(tx, LATER)
        assert people.staff_by_id(tx, "s0003") == person(3), "who left is not deleted"
        assert people.actor(tx, "U0001", LATER).memberships == (employed(),)
    assert before == dict.fromkeys(("s0001", "s0002", "s0003"), "welfare")
    assert after == {"s0001": "welfare", "s0002": "tax"}


def test_the_same_roster_again_changes_nothing(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 2)
        hire(tx, 2, LATER)
        again = [(p, employed(since=LATER)) for p in ("s0001", "s0002")]
        people.replace_roster(tx, SECTIONS, [person(1), person(2)], again, LATER)
        assert people.actor(tx, "U0001", LATER).memberships == (employed(),)
        assert _where(tx, DAY) == {"s0001": "welfare", "s0002": "welfare"}


def test_a_mistake_of_the_same_day_can_be_put_right(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 2)
        hire(tx, 1, LATER)
        assert "s0002" not in _where(tx, LATER)
        hire(tx, 2, LATER)
        assert people.actor(tx, "U0002", LATER).memberships == (employed(),)


def test_an_absence_stays_in_the_history(store: Store) -> None:
    back = LATER + timedelta(days=90)
    with store.write() as tx:
        hire(tx, 2)
        hire(tx, 1, LATER)
        hire(tx, 2, back)
        seen = {day: "s0002" in _where(tx, day) for day in (BEFORE, LATER, back)}
    assert seen == {BEFORE: True, LATER: False, back: True}


def test_a_known_end_is_taken_over_and_can_be_put_off(store: Store) -> None:
    with store.write() as tx:
        hire(tx, 1)
        for end in (LATER, None, LATER):
            held = [("s0001", Membership("welfare", Role.STAFF, DAY, end))]
            people.replace_roster(tx, SECTIONS, [person(1)], held, DAY)
            assert ("s0001" in _where(tx, LATER)) == (end is None)


def test_a_coming_transfer_can_be_entered_before(store: Store) -> None:
    held = [
        ("s0001", Membership("welfare", Role.STAFF, DAY, LATER)),
        ("s0001", employed("tax", LATER)),
    ]
    with store.write() as tx:
        hire(tx, 1)
        for _ in range(2):
            people.replace_roster(tx, SECTIONS, [person(1)], held, DAY)
        assert _where(tx, BEFORE) == {"s0001": "welfare"}
        assert _where(tx, LATER) == {"s0001": "tax"}


def test_names_follow_the_roster_and_what_it_omits_stays(store: Store) -> None:
    renamed = Staff("s0001", "職員一")
    with store.write() as tx:
        hire(tx, 1)
        new_name = Section("welfare", "保健福祉課")
        people.replace_roster(tx, [new_name], [renamed], [("s0001", employed())], LATER)
        assert people.staff_by_id(tx, "s0001") == Staff("s0001", "職員一", "U0001", "s1@example.jp")
        assert people.sections(tx) == (TAX, new_name)


def test_ids_can_be_swapped_and_move_from_people_who_left(store: Store) -> None:
    swapped = [Staff("s0001", "a", "U0002", "s2@example.jp")]
    swapped += [Staff("s0002", "b", "U0001", "s1@example.jp"), Staff("s0004", "d", "U0003")]
    with store.write() as tx:
        hire(tx, 3)
        people.replace_roster(tx, SECTIONS, swapped, [], LATER)
        assert [people.staff_by_id(tx, p.staff_id) for p in swapped] == swapped
        assert people.staff_by_id(tx, "s0003") == Staff("s0003", "職員3", None, "s3@example.jp")


@pytest.mark.parametrize(
    "second",
    [
        Staff("s0001", "b"),
        Staff("s0002", "b", "U0001"),
        Staff("s0002", "b", None, "s1@example.jp"),
    ],
)
def test_a_roster_that_repeats_an_id_is_refused_whole(store: Store, second: Staff) -> None:
    with store.write() as tx:
        hire(tx, 1)
    with pytest.raises(Duplicate), store.write() as tx:
        people.replace_roster(tx, SECTIONS, [person(1), second, person(5)], [], LATER)
    with store.read() as tx:
        assert people.staff_by_id(tx, "s0005") is None
        assert _where(tx, LATER) == {"s0001": "welfare"}


PLACES = st.dictionaries(
    st.sampled_from(["s0001", "s0002", "s0003"]), st.sampled_from(["welfare", "tax"])
)


@given(rosters=st.lists(st.tuples(st.integers(1, 3), PLACES, st.booleans()), max_size=6))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_day_is_remembered_as_its_roster_said(
    store: Store, rosters: list[tuple[int, dict[str, str], bool]]
) -> None:
    """Rosters of later days never change what earlier days looked like."""
    day, expected = DAY, dict[date, dict[str, str]]()
    everybody = [person(n) for n in (1, 2, 3)]
    with store.write() as tx:
        tx.exec_driver_sql("DELETE FROM membership")
        for gap, places, original_dates in rosters:
            day += timedelta(days=gap)
            since = DAY if original_dates and not expected else day
            held = [(who, employed(where, since)) for who, where in places.items()]
            people.replace_roster(tx, SECTIONS, everybody, held, day)
            expected[day] = places
        assert {day: _where(tx, day) for day in expected} == expected
