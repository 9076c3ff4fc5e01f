"""I10: three reminders to who has not answered; none after an answer, within the budget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.core.budget import MOST_IN_WINDOW, WINDOW
from bot.core.clock import TOKYO
from bot.core.delivery import DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.core.office_calendar import at_tokyo, is_business_day, tokyo_day
from bot.core.people import ExclusionReason
from bot.core.survey import Reminder, reminder_days
from bot.service.roster import OPERATOR
from bot.service.survey.values import Accepted
from bot.store import deliveries, ledger, survey_messages
from bot.store.errors import StoreUnavailable
from bot.store.tables import exclusion, membership
from tests.survey.wards import CLOSES, DAY, HOUR, OPENS, SurveyWard, actor, hire, staff_id

PEOPLE = 40
LAST = CLOSES.date()


@pytest.fixture
def engine_name() -> str:
    """The statements are the same on both, and tests/survey/test_answering.py uses both."""
    return "sqlite"


@pytest.fixture
def small(ward: SurveyWard) -> SurveyWard:
    """Forty people, two of them on paper."""
    hire(ward.store, PEOPLE, on_paper=[38, 39])
    return ward


def send(ward: SurveyWard, now: datetime) -> Iterator[tuple[str, str]]:
    """Send what is due: to whom, and of which occurrence."""
    with ward.store.write() as tx:
        keys = ledger.open_keys(tx, now)
        for one in ledger.claim(tx, keys, now, now, now + HOUR, 1000) if keys else ():
            ledger.mark_sent(tx, one.delivery_id, "D", "1.0")
            yield one.staff_id, one.occurrence_key


def play(ward: SurveyWard, answers: dict[int, date]) -> dict[str, list[tuple[date, str]]]:
    """Play the wave hour by hour; who got what on which day."""
    got: dict[str, list[tuple[date, str]]] = {}
    for now in looks(CLOSES + DAY):
        ward.owner.tend(ward.surveys.plan, now)
        for number, day in answers.items():
            if (tokyo_day(now), now.astimezone(TOKYO).hour) == (day, 9):
                assert isinstance(
                    ward.surveys.answer(actor(number), "r8-w1", ward.truth[number], now), Accepted
                )
        ward.owner.step()
        for person, key in send(ward, now):
            name = key.split("/")[2] if key.startswith("survey") else "quiz"
            got.setdefault(person, []).append((tokyo_day(now), name))
    return got


def looks(end: datetime) -> Iterator[datetime]:
    """Some hours of each day until then."""
    day = OPENS.date()
    while day < end.date():
        yield from (at_tokyo(day, hour) for hour in (9, 10, 11, 14, 17))
        day += timedelta(days=1)


def test_i10_reminders_on_day_3_day_7_and_the_last_day(small: SurveyWard) -> None:
    small.open()
    answers = {0: date(2026, 9, 2), 1: date(2026, 9, 7), 2: date(2026, 9, 9), 3: LAST}
    got = play(small, answers)
    days = {
        "invitation": date(2026, 9, 1),
        "day3": date(2026, 9, 4),
        "day7": date(2026, 9, 8),
        "last": LAST,
    }
    silent = [(day, name) for name, day in days.items()]
    assert got[staff_id(10)] == silent
    assert got[staff_id(0)] == silent[:1], "nothing after an answer"
    assert got[staff_id(1)] == silent[:2]
    assert got[staff_id(2)] == silent[:3]
    assert got[staff_id(3)] == silent[:3], "also on the last day itself"
    assert staff_id(38) not in got, "who is on paper is not written to"
    assert set(got) == {staff_id(n) for n in range(38)}


def test_i10_an_answer_in_another_process_ends_them_too(small: SurveyWard) -> None:
    """It is sealed there; the owner takes it and calls off what was planned, within a step."""
    small.open()
    play_until(small, OPENS + 2 * HOUR)
    small.elsewhere().answer(actor(5), "r8-w1", small.truth[5], OPENS + 2 * HOUR)
    small.owner.step()
    got = play(small, {})
    assert staff_id(5) not in got
    assert got[staff_id(6)][-1] == (LAST, "last")


def test_i10_who_has_left_or_is_on_leave_is_not_asked_and_stays_in_the_denominator(
    small: SurveyWard,
) -> None:
    small.open()
    play_until(small, OPENS + 2 * HOUR)
    gone, away, back = staff_id(7), staff_id(8), staff_id(9)
    with small.store.write() as tx:
        leaves = membership.c.staff_id == gone
        tx.execute(membership.update().where(leaves).values(valid_until=OPENS.date() + DAY))
        since, reason = OPENS.date() + DAY, ExclusionReason.NOT_WORKING
        for who, until in ((away, None), (back, OPENS.date() + 10 * DAY)):
            leave = {"staff_id": who, "reason": reason, "valid_from": since, "valid_until": until}
            tx.execute(exclusion.insert().values(leave))
    got = play(small, {})
    assert gone not in got
    assert away not in got
    assert [name for _, name in got[back]] == ["last"], "back by then"
    assert small.surveys.definition(OPERATOR, "r8-w1").staff == PEOPLE


@pytest.mark.parametrize("how", ["a crash", "a planned stop"])
def test_i4_i10_who_is_counted_is_not_reminded_by_the_next_process(
    small: SurveyWard, how: str
) -> None:
    """Neither where the process ended between counting and calling off."""
    small.open()
    play_until(small, OPENS + 2 * HOUR)
    for number in range(20):
        small.answer(number)  # no step: nothing is called off
    if how == "a crash":
        small.die()
    else:
        small.owner.rest()
    again = SurveyWard(small.store, small.elsewhere(), small.file, small.truth)
    assert again.surveys.take_ownership(small.file, OPENS + 3 * HOUR)
    counted = again.owner._file.voted("r8-w1")
    assert len(counted) == (10 if how == "a crash" else 20)
    got = play(again, {})
    assert counted.isdisjoint(got)
    assert set(got) == {staff_id(n) for n in range(38)} - counted


def test_what_could_not_be_called_off_is_called_off_later(
    small: SurveyWard, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.open()
    small.answer(4)
    with monkeypatch.context() as broken:

        def away(*_: object) -> None:
            raise StoreUnavailable("away")

        broken.setattr(survey_messages, "call_off", away)
        with pytest.raises(StoreUnavailable):
            small.owner.step()
    small.owner.step()
    with small.store.read() as tx:
        last = deliveries.of_person(tx, staff_id(4), "survey/r8-w1/last")
    assert last is not None
    assert last.state is DeliveryState.CANCELLED


def test_the_budget_holds_with_two_posts_a_week(small: SurveyWard) -> None:
    """Two quiz posts a week are there first: a reminder moves by a day or two, or is left out."""
    posts = [date(2026, 8, 31), date(2026, 9, 2), date(2026, 9, 7), date(2026, 9, 9)]
    posts += [date(2026, 9, 14), date(2026, 9, 16)]
    everybody = [PlannedDelivery(staff_id(n)) for n in range(38)]
    with small.store.write() as tx:
        for day in posts:
            due = Occurrence(f"quiz/{day}", DeliveryKind.QUIZ, at_tokyo(day, 10), at_tokyo(day, 17))
            deliveries.plan(tx, due, everybody)
    for _ in send(small, at_tokyo(posts[0], 10)):
        pass
    small.open()
    got = play(small, {})
    for person, messages in got.items():
        surveys = [day for day, name in messages if name in {r.value for r in Reminder}]
        days = [posts[0], *(day for day, _ in messages)]
        assert len(set(days)) == len(days), f"{person}: one a day"
        for day in days:
            window = [d for d in days if day <= d < day + WINDOW]
            assert len(window) <= MOST_IN_WINDOW, person
        assert surveys[-1] == LAST, "the place of the last day's is kept"
        assert len(surveys) >= 3


def test_after_a_crash_those_not_counted_are_asked_again(small: SurveyWard) -> None:
    small.open()
    play_until(small, OPENS + 2 * HOUR)
    for number in range(5):
        small.answer(number)
    small.owner.step()
    with small.store.read() as tx:
        last = deliveries.of_person(tx, staff_id(2), "survey/r8-w1/last")
    assert last is not None
    assert last.state is DeliveryState.CANCELLED
    small.die()
    crash = OPENS + 10 * DAY  # after day 7
    again = SurveyWard(small.store, small.elsewhere(), small.file, small.truth)
    assert again.surveys.take_ownership(small.file, crash)
    again.owner.tend(again.surveys.plan, crash)
    got = dict(send(again, crash + HOUR))
    assert set(got) == {staff_id(n) for n in range(38)}
    assert all("again-2026-09-11" in key for key in got.values())
    with small.store.read() as tx:
        last = deliveries.of_person(tx, staff_id(2), "survey/r8-w1/last")
    assert last is not None
    assert last.state is DeliveryState.QUEUED, "the last day's message stands again"


def play_until(ward: SurveyWard, end: datetime) -> None:
    """What goes out until then."""
    now = OPENS
    while now <= end:
        ward.owner.tend(ward.surveys.plan, now)
        for _ in send(ward, now):
            pass
        now += HOUR


def test_closing_early_calls_everything_off(small: SurveyWard) -> None:
    small.open()
    small.owner.close_wave("r8-w1", OPENS + DAY)
    with small.store.read() as tx:
        last = deliveries.of_person(tx, staff_id(2), "survey/r8-w1/last")
    assert last is not None
    assert last.state is DeliveryState.CANCELLED


@pytest.mark.parametrize("opens", [date(2026, 4, 1) + timedelta(days=n) for n in range(0, 364, 13)])
def test_reminder_days_are_business_days_in_order_and_before_the_last(opens: date) -> None:
    closes = opens + timedelta(days=14)
    days = reminder_days(opens, closes)
    assert list(days.values()) == sorted(days.values())
    assert all(
        is_business_day(day)
        for reminder, day in days.items()
        if reminder in {Reminder.THIRD_DAY, Reminder.SEVENTH_DAY}
    )
    assert days[Reminder.LAST_DAY] == closes
    assert len(set(days.values())) == len(days)
