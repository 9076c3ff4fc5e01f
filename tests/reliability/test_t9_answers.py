"""T9: many people answer at once and press again: one row each, the first answer counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import Library
from bot.store import training
from bot.store.engine import Store
from tests.reliability.answering import KEY, Request, answering, dispatch_by, small_library

PEOPLE, THREADS, REPLAYS = 100, 8, 3
FEW, PATIENCE = 24, 10.0


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """What is asked does not matter here."""
    return small_library(tmp_path_factory.mktemp("content"))


def test_one_row_each_however_often_it_is_sent(url: str, library: Library, tmp_path: Path) -> None:
    with answering(url, library, tmp_path, PEOPLE) as ward:
        requests = ward.requests()
        assert len(dispatch_by(THREADS, ward.app, requests)) == PEOPLE
        # On a very slow disk somebody may be told to press again: then nothing is kept.
        assert ward.rows() == (ward.slack.shown,) * 3
        for _ in range(REPLAYS):
            dispatch_by(THREADS, ward.app, requests)
        assert ward.rows() == (PEOPLE, PEOPLE, PEOPLE)
        before = stored(ward.store, ward.people[0].staff_id, ward.question)
        dispatch_by(THREADS, ward.app, ward.requests(choice=1))
        assert ward.rows() == (PEOPLE, PEOPLE, PEOPLE)
        assert stored(ward.store, ward.people[0].staff_id, ward.question) == before


def test_one_persons_presses_at_the_same_moment_count_once(
    url: str, library: Library, tmp_path: Path
) -> None:
    with answering(url, library, tmp_path, 1) as ward:
        (press,), (other,) = ward.requests(), ward.requests(choice=1)
        dispatch_by(THREADS, ward.app, [press, other] * 2 * THREADS)
        assert ward.rows() == (1, 1, 1)


def test_a_post_of_two_is_done_once_however_both_are_pressed(
    url: str, library: Library, tmp_path: Path
) -> None:
    with answering(url, library, tmp_path, FEW, questions=2) as ward:
        first, second = ward.requests(), ward.requests(number=1)
        dispatch_by(THREADS, ward.app, first * 2)  # again: a slow disk may refuse the first
        assert ward.rows() == (FEW, FEW, 0), "a week with an open question is not done"
        both = [press for pair in zip(first, second, strict=True) for press in pair]
        dispatch_by(THREADS, ward.app, both * 2)
        assert ward.rows() == (2 * FEW, FEW, FEW)


def test_l5_feedback_follows_every_answer_and_the_next_question_comes_with_it(
    url: str, library: Library, tmp_path: Path
) -> None:
    """Correctness at a small size; ``make bench-performance`` measures 300 in a minute."""
    with answering(url, library, tmp_path, FEW, questions=2) as ward:
        for number in range(2):
            took = dispatch_by(2, ward.app, ward.requests(number=number))
            assert max(took) < PATIENCE
        assert ward.slack.shown == 2 * FEW
        assert ward.rows() == (2 * FEW, FEW, FEW)


def stored(store: Store, staff_id: str, question: str) -> training.GivenAnswer | None:
    with store.read() as tx:
        return training.answer_of(tx, staff_id, KEY, question)


def test_a_request_that_is_not_acknowledged_is_not_passed_over(
    url: str, library: Library, tmp_path: Path
) -> None:
    with answering(url, library, tmp_path, 1) as ward:
        (press,) = ward.requests()
        forged = Request(f"{press.body}&x=1", press.headers)
        with pytest.raises(AssertionError):
            dispatch_by(1, ward.app, [forged])
        assert ward.rows() == (0, 0, 0)
