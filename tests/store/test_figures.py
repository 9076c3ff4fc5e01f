"""What is counted by the database: on both engines the same, and for one person what is theirs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.core.budget import COUNTED
from bot.core.delivery import DeliveryKind, Occurrence, OccurrenceState, PlannedDelivery
from bot.core.period import Rule
from bot.store import deliveries, figures, ledger, occurrences, pushes, training
from bot.store.engine import Store
from bot.store.figures import Asked, Marked, Standing, Waiting, Year
from bot.store.tables import taken
from tests.store.samples import HOUR, NOW, QUIZ, WEEK, claim, hire, plan_quiz

START, MIDDLE, END = date(2026, 4, 1), date(2026, 7, 1), date(2026, 11, 16)
RULE = Rule(("a", "b"))


def _took(store: Store, staff_id: str, *concepts: str, day: date = MIDDLE) -> None:
    with store.write() as tx:
        for concept in concepts:
            figures.note_taken(tx, staff_id, concept, day)


def _standing(store: Store, start: date = START, end: date = END, rule: Rule = RULE) -> Standing:
    with store.read() as tx:
        (found,) = figures.standings(tx, Asked(END, start, end, rule), None)
    return found


@pytest.fixture
def staffed(store: Store) -> Store:
    """Three people of one section."""
    with store.write() as tx:
        hire(tx, 3)
    return store


def test_completed_are_those_with_every_concept(staffed: Store) -> None:
    _took(staffed, "s0001", "a", "b", "c")
    _took(staffed, "s0002", "a", "c")
    _took(staffed, "s0002", "a", day=END)
    assert _standing(staffed) == Standing("welfare", 3, 1, 0)
    _took(staffed, "s0002", "b", day=END)
    assert _standing(staffed).completed == 2


@pytest.mark.parametrize(
    ("start", "end", "completed"),
    [(MIDDLE, MIDDLE, 1), (MIDDLE + timedelta(1), END, 0), (START, MIDDLE - timedelta(1), 0)],
)
def test_both_ends_of_the_period_belong_to_it(
    staffed: Store, start: date, end: date, completed: int
) -> None:
    _took(staffed, "s0001", "a", "b")
    assert _standing(staffed, start, end).completed == completed


def test_the_same_concept_on_the_same_day_is_one_row(staffed: Store) -> None:
    _took(staffed, "s0001", "a")
    _took(staffed, "s0001", "a")
    assert _standing(staffed, rule=Rule(("a",))).completed == 1


def test_no_concepts_no_completion(staffed: Store) -> None:
    assert _standing(staffed, rule=Rule(())).completed == 0


def test_only_the_sections_asked_for(staffed: Store) -> None:
    asked = Asked(END, START, END, RULE)
    with staffed.read() as tx:
        assert figures.standings(tx, asked, frozenset({"tax"})) == ()
        assert figures.standings(tx, asked, frozenset()) == ()
        assert figures.names(tx, asked, "tax") == ()
        assert [p.name for p in figures.names(tx, asked, "welfare")] == ["職員1", "職員2", "職員3"]


def test_a_year_opens_once(staffed: Store) -> None:
    with staffed.write() as tx:
        assert figures.year_of(tx, 2026) is None
        assert figures.open_year(tx, 2026, Year(RULE, 30)) == Year(RULE, 30)
        assert figures.open_year(tx, 2026, Year(Rule(("z",)), 99)) == Year(RULE, 30)


def test_who_waits_in_an_open_week(store: Store) -> None:
    plan_quiz(store, 3)
    with store.write() as tx:
        training.complete(tx, "s0001", WEEK, "welfare", training.CompletionState.COMPLETED, NOW)
    with store.read() as tx:
        assert figures.waiting(tx, WEEK, END, None) == (Waiting("welfare", 2, 0),)
        assert figures.waiting(tx, WEEK, END, frozenset({"tax"})) == ()


def test_answers_are_counted_by_question_within_the_time(store: Store) -> None:
    plan_quiz(store, 3)
    with store.write() as tx:
        for number, right in ((1, True), (2, False), (3, False)):
            at = NOW + HOUR * number
            training.answer_once(tx, QUIZ.key, f"s000{number}", "a-1", 0, True, right, at)
    with store.read() as tx:
        assert figures.marked(tx, NOW, NOW + HOUR * 3) == (Marked("a-1", 2, 1),)
        assert figures.answers_between(tx, NOW + HOUR, NOW + HOUR * 4) == 3


# ------------------------------------------------------------ what was sent unasked


def test_an_open_question_is_one_that_was_given_and_not_answered(store: Store) -> None:
    plan_quiz(store, 3)
    everybody, since = ["s0001", "s0002", "s0003", "nobody"], NOW - HOUR
    with store.write() as tx:
        training.answer_once(tx, QUIZ.key, "s0001", "a-1", 0, True, True, NOW)
    with store.read() as tx:
        assert pushes.with_open_question(tx, everybody, NOW, since) == {"s0002", "s0003"}
        assert pushes.with_open_question(tx, everybody, NOW - HOUR, since) == frozenset()
        assert pushes.with_open_question(tx, everybody, NOW + HOUR, NOW + HOUR) == frozenset()
        resting = pushes.with_open_question(tx, everybody, NOW, since, "a-1".__ne__)
        assert resting == frozenset()
    with store.write() as tx:
        occurrences.change(tx, QUIZ.key, (OccurrenceState.ACTIVE,), OccurrenceState.CANCELLED)
        ledger.cancel_stale(tx, NOW)
    with store.read() as tx:
        assert pushes.with_open_question(tx, everybody, NOW, since) == frozenset()


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (training.CompletionState.COMPLETED, False),
        (training.CompletionState.COMPLETED_LATE, False),
        (training.CompletionState.NOT_COMPLETED, True),
    ],
)
def test_a_week_that_is_done_asks_nothing_more(
    store: Store, state: training.CompletionState, waits: bool
) -> None:
    """By 集合, or by answers that were erased: nothing of it is left to remind of."""
    plan_quiz(store, 1)
    with store.write() as tx:
        training.complete(tx, "s0001", WEEK, "welfare", state, NOW)
    with store.read() as tx:
        found = pushes.with_open_question(tx, ["s0001"], NOW, NOW - HOUR)
    assert found == ({"s0001"} if waits else frozenset())


def test_what_waits_counts_for_its_day_and_until_it_expires(store: Store) -> None:
    plan_quiz(store, 2)
    (first, _) = claim(store)
    with store.write() as tx:
        ledger.mark_sent(tx, first.delivery_id, "D1", "1.0")
    tomorrow = NOW + timedelta(days=1)
    with store.read() as tx:
        days = pushes.pushed_days(tx, ["s0001", "s0002"], NOW - timedelta(days=7), tomorrow)
        nobody = pushes.pushed_days(tx, [first.staff_id], tomorrow, tomorrow)
    other = "s0002" if first.staff_id == "s0001" else "s0001"
    assert days[first.staff_id] == {END}
    assert days[other] == {END + timedelta(days=n) for n in range(5)}
    assert nobody == {}


@pytest.mark.parametrize("kind", DeliveryKind)
def test_only_what_the_budget_counts(staffed: Store, kind: DeliveryKind) -> None:
    due = Occurrence(f"{kind}/x", kind, NOW, NOW + HOUR)
    with staffed.write() as tx:
        deliveries.plan(tx, due, [PlannedDelivery("s0001")])
        days = pushes.pushed_days(tx, ["s0001"], NOW - HOUR, NOW)
    assert bool(days) == (kind in COUNTED)


def test_who_is_noted_as_done_is_counted_as_before_and_can_be_opened_again(staffed: Store) -> None:
    _took(staffed, "s0001", "a", "b")
    _took(staffed, "s0002", "a")
    asked = Asked(END, START, END, RULE, 2026)

    def completed() -> int:
        with staffed.read() as tx:
            return figures.standings(tx, asked, None)[0].completed

    assert completed() == _standing(staffed).completed == 1
    with staffed.write() as tx:
        assert list(figures.newly_completed(tx, asked)) == ["s0001"]
        figures.note_completed(tx, 2026, ["s0001"], END)
        assert list(figures.newly_completed(tx, asked)) == []
    assert completed() == 1
    with staffed.write() as tx:
        tx.execute(taken.delete())
    assert completed() == 1, "who is noted is not looked for"
    assert _standing(staffed).completed == 0
    with staffed.write() as tx:
        figures.count_again(tx, "s0001", END)
    assert completed() == 0


def test_who_was_done_later_is_not_done_in_an_earlier_period(staffed: Store) -> None:
    with staffed.write() as tx:
        figures.note_completed(tx, 2026, ["s0001"], END)
    before = END - timedelta(1)
    with staffed.read() as tx:
        (found,) = figures.standings(tx, Asked(before, START, before, RULE, 2026), None)
    assert found.completed == 0
