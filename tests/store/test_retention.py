"""What has aged out goes, what is younger stays, and figures outlive people as counts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.core.certificate import CertificateKind
from bot.core.learning.choices import PausedBy
from bot.core.learning.weeks import CompletionState
from bot.core.people import Exclusion, ExclusionReason
from bot.core.retention import Terms, kept
from bot.core.survey import WaveState
from bot.store import (
    accounts,
    audit,
    certificates,
    courses,
    deliveries,
    feedback,
    figures,
    gatherings,
    learning,
    people,
    retention,
    survey,
    training,
    waiting,
)
from bot.store.certificates import Issued
from bot.store.engine import Store
from bot.store.gatherings import Gathering
from bot.store.roster_now import save_exclusions
from bot.store.tables import metadata
from tests.store.samples import (
    DAY,
    HOUR,
    NOW,
    QUIZ,
    SECTIONS,
    WEEK,
    employed,
    learned,
    person,
    plan_quiz,
)

DONE = CompletionState.COMPLETED
STAY_WITHOUT_NAME = ("certificate", "gathering")


def _count(store: Store, table: str) -> int:
    with store.read() as tx:
        wanted = select(func.count()).select_from(metadata.tables[table])
        return int(tx.execute(wanted).scalar_one())


def _taken(store: Store, number: int) -> None:
    """That many people got, answered and completed this week's question."""
    plan_quiz(store, number)
    with store.write() as tx:
        for n in range(1, number + 1):
            staff_id = person(n).staff_id
            training.answer_once(tx, QUIZ.key, staff_id, "q-1", 0, True, True, NOW)
            training.complete(tx, staff_id, WEEK, "welfare", DONE, NOW)
            feedback.tell_once(tx, staff_id, "note")
            figures.note_taken(tx, staff_id, "c-1", DAY)
            figures.note_completed(tx, 2026, [staff_id], DAY)
            learning.keep(tx, staff_id, learned("c-1"))
            courses.pause(tx, [staff_id], DAY, PausedBy.SELF)
            waiting.begin(tx, f"Ev{n}", staff_id, NOW)
            accounts.close(tx, staff_id, NOW)
            accounts.note_published(tx, person(n), "v1")
            certificates.issue(
                tx, Issued(f"n{n}", staff_id, 2026, CertificateKind.TAKEN, DAY, None)
            )
            talk = Gathering(f"g{n}", "welfare", DAY, ("c-2",), NOW, 0)
            gatherings.begin(tx, talk, staff_id)
            gatherings.add(tx, talk, staff_id, None, WEEK)
        everybody = [person(n).staff_id for n in range(1, number + 1)]
        wave = survey.Wave("w1", "{}", "0", WaveState.CLOSED, NOW, NOW)
        survey.open_wave(tx, wave, [survey.Listed(who, "g", on_paper=False) for who in everybody])
        away = Exclusion(ExclusionReason.SECONDED, DAY)
        save_exclusions(tx, [(staff_id, away) for staff_id in everybody], DAY)
        audit.append(tx, None, "list", everybody, "2026-11", NOW)


def test_answers_age_out_in_pieces(store: Store) -> None:
    _taken(store, 3)
    with store.write() as tx:
        assert retention.forget_answers(tx, NOW) == 0
        assert retention.forget_answers(tx, NOW + HOUR) == 3
        assert retention.forget_answers(tx, NOW + HOUR) == 0


def test_deliveries_and_their_occurrence_age_out_but_not_under_an_answer(store: Store) -> None:
    _taken(store, 2)
    later = NOW + HOUR
    with store.write() as tx:
        assert retention.forget_deliveries(tx, NOW) == 0
        assert retention.forget_occurrences(tx, later) == 0, "deliveries refer to it"
        assert retention.forget_deliveries(tx, later) == 2
        assert retention.forget_occurrences(tx, later) == 0, "answers refer to it"
        assert deliveries.has_occurrence(tx, QUIZ.key)
        assert retention.forget_answers(tx, later) == 2
        assert retention.forget_occurrences(tx, later) == 1
    assert _count(store, "occurrence") == 0


def test_team_talks_age_out_with_who_took_part(store: Store) -> None:
    _taken(store, 2)
    with store.write() as tx:
        assert retention.forget_gatherings(tx, DAY) == 0
        assert [retention.forget_gatherings(tx, NOW.date()) for _ in range(3)] == [2, 2, 0]
    assert _count(store, "gathering") == _count(store, "gathering_person") == 0


def test_an_erased_person_leaves_a_number_and_a_talk_of_nobody(store: Store) -> None:
    _taken(store, 2)
    with store.write() as tx:
        retention.erase_person(tx, "s0001")
        found = certificates.find(tx, "n1")
        assert found is not None
        assert (found.staff_id, found.year) == (None, 2026)
        assert certificates.held_by(tx, "s0002") != ()
    assert _count(store, "gathering") == 2
    assert _count(store, "gathering_person") == 1


def test_a_postponed_delivery_ages_with_its_occurrence(store: Store) -> None:
    plan_quiz(store, 1)
    with store.write() as tx:
        postponed = metadata.tables["delivery"].update()
        tx.execute(postponed.values(due_at=NOW + timedelta(days=2)))
        assert retention.forget_deliveries(tx, NOW + HOUR) == 1


def test_old_weeks_become_counts_and_the_figures_stay(store: Store) -> None:
    _taken(store, 3)
    with store.read() as tx:
        before = training.completion_counts(tx, WEEK, WEEK, None)
        nothing = training.completion_counts(tx, WEEK, WEEK, frozenset())
    with store.write() as tx:
        assert retention.sum_up_completions(tx, WEEK) == 0
        assert retention.sum_up_completions(tx, "2026-W48") == 3
        assert retention.sum_up_completions(tx, "2026-W48") == 0
    assert _count(store, "completion") == 0
    with store.read() as tx:
        assert training.completion_counts(tx, WEEK, WEEK, None) == before
        assert training.completion_counts(tx, WEEK, WEEK, frozenset()) == nothing == ()


def test_an_erased_person_leaves_counts_only(store: Store) -> None:
    _taken(store, 3)
    with store.read() as tx:
        before = training.completion_counts(tx, WEEK, WEEK, None)
        rows = retention.rows_of_person(tx, "s0002")
    empty = [table for table, found in rows.items() if not found]
    assert empty == [], "the sample has rows of the person everywhere"
    with store.write() as tx:
        erased = retention.erase_person(tx, "s0002")
    assert erased == {table: len(found) for table, found in rows.items()}
    with store.read() as tx:
        assert retention.rows_of_person(tx, "s0002") == {}
        assert training.completion_counts(tx, WEEK, WEEK, None) == before
        assert people.staff_by_id(tx, "s0001") is not None
    for table in rows:
        left = 3 if table in STAY_WITHOUT_NAME else 2
        assert _count(store, table) == left * len(rows[table]), table
    assert _count(store, "completion_total") == 1


def test_two_erased_people_add_up(store: Store) -> None:
    _taken(store, 3)
    for number in (1, 2):
        with store.write() as tx:
            retention.erase_person(tx, person(number).staff_id)
    with store.read() as tx:
        (week,) = training.completion_counts(tx, WEEK, WEEK, None)
    assert (week.count, _count(store, "completion"), _count(store, "completion_total")) == (3, 1, 1)


def test_erasing_nobody_changes_nothing(store: Store) -> None:
    _taken(store, 1)
    with store.write() as tx:
        assert set(retention.erase_person(tx, "nobody").values()) == {0}
    assert _count(store, "staff") == 1


def test_people_who_left_long_ago_are_found(store: Store) -> None:
    staff = [person(n) for n in (1, 2)]
    with store.write() as tx:
        people.replace_roster(tx, SECTIONS, staff, [(p.staff_id, employed()) for p in staff], DAY)
        gone = NOW.date()
        people.replace_roster(tx, SECTIONS, staff[:1], [("s0001", employed())], gone)
        assert retention.left_before(tx, gone) == ()
        assert retention.left_before(tx, gone + timedelta(days=1)) == ("s0002",)


def test_every_table_has_a_term() -> None:
    named = [table for row in kept(Terms()) for table in row.tables]
    assert sorted(named) == sorted(metadata.tables)
