"""A wave from its opening to its close: who may answer, once, and what is counted of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core.indicator.suppression import Shown
from bot.core.people import Actor
from bot.core.permissions import NotPermitted
from bot.core.survey import WaveState
from bot.service.roster import OPERATOR
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey.values import Accepted, Refused, SurveyInvitation, Why
from bot.service.survey.words import TAKEN
from bot.store import survey
from bot.store.errors import StoreUnavailable
from bot.store.survey_file import SurveyFile
from tests.survey.conftest import PEOPLE
from tests.survey.wards import (
    CLOSES,
    DAY,
    HOUR,
    OPENS,
    WAVE,
    SurveyWard,
    actor,
    counted,
    expected,
    forms,
    hire,
    staff_id,
)


def test_a_wave_is_answered_closed_and_counted(ward: SurveyWard) -> None:
    ward.open()
    assert all(isinstance(ward.answer(n), Accepted) for n in range(100))
    status = ward.surveys.status(OPERATOR)[0]
    ward.owner._beat()
    status = ward.surveys.status(OPERATOR)[0]
    assert (status.people, status.answered, status.state) == (PEOPLE, 100, WaveState.OPEN)
    assert status.waiting >= 4 * 10, "ten of each group stay behind for the last lot"
    assert status.owner_alive
    ward.owner.close_wave(WAVE, CLOSES)
    result = ward.surveys.result(OPERATOR, WAVE)
    assert result.answered == 100
    assert dict(zip(result.definition.headline.options, result.counts[0], strict=True)) == (
        expected(ward.truth[:100])
    )
    assert sum(row.answered for row in result.rows) == 100
    assert {row.shown for row in result.rows} <= set(Shown)
    assert isinstance(ward.answer(110), Refused)


def test_what_was_chosen_is_in_nothing_that_comes_back(ward: SurveyWard) -> None:
    ward.open()
    assert ward.answer(3) == Accepted(TAKEN)
    assert ward.answer(3) == ward.surveys.answer(actor(3), WAVE, ward.truth[4], OPENS)
    again = ward.surveys.invitation(actor(3), OPENS)
    assert isinstance(again, Refused)
    assert again.why is Why.ALREADY


def test_the_promise_stands_first(ward: SurveyWard) -> None:
    ward.open()
    asked = ward.surveys.invitation(actor(1), OPENS)
    assert isinstance(asked, SurveyInvitation)
    assert asked.promise.first_line == (
        "人事評価とは関係ありません。だれが何を選んだかは記録しません。"
    )
    assert asked.questions[0].text == (
        "区民の相談に対して、適切な支援につなげられるように、"
        "課題に「気づく」ことを意識して行動できる。"
    )
    assert len(asked.questions) <= 5
    assert asked.again is None


def test_results_are_seen_after_the_close_only(ward: SurveyWard) -> None:
    ward.open()
    ward.answer(1)
    with pytest.raises(CannotOpen):
        ward.surveys.result(OPERATOR, WAVE)
    assert ward.surveys.closed(OPERATOR) == ()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, Why.INCOMPLETE),
        ({"q2": "そう思う"}, Why.INCOMPLETE),
        ({"q1": "たぶん"}, Why.INCOMPLETE),
        ({"q1": "そう思う", "q9": "はい"}, Why.INCOMPLETE),
    ],
)
def test_only_options_of_the_wave_count(ward: SurveyWard, form: dict[str, str], why: Why) -> None:
    ward.open()
    refused = ward.surveys.answer(actor(1), WAVE, form, OPENS)
    assert isinstance(refused, Refused)
    assert refused.why is why
    assert refused.keeps_choices
    assert isinstance(ward.surveys.answer(actor(1), WAVE, {"q1": "そう思う"}, OPENS), Accepted)


def test_who_is_not_on_the_list_or_on_paper_is_told(ward: SurveyWard) -> None:
    hire(ward.store, PEOPLE, on_paper=[7])
    ward.open()
    for number, why in ((7, Why.ON_PAPER), (PEOPLE + 5, Why.NOT_ASKED)):
        refused = ward.surveys.answer(actor(number), WAVE, ward.truth[0], OPENS)
        assert isinstance(refused, Refused)
        assert refused.why is why
    with pytest.raises(NotPermitted):
        ward.surveys.answer(Actor("U0STRANGER"), WAVE, ward.truth[0], OPENS)


def test_after_the_last_moment_nothing_is_taken(ward: SurveyWard) -> None:
    ward.open()
    late = ward.surveys.answer(actor(1), WAVE, ward.truth[1], CLOSES)
    assert isinstance(late, Refused)
    assert late.why is Why.NO_WAVE


def test_i4_300_people_submit_twice_at_once_and_count_once(
    ward: SurveyWard, library: object
) -> None:
    hire(ward.store, 300)
    ward.truth = forms(300)
    ward.open()
    start = threading.Barrier(24)

    def handed_in(number: int) -> None:
        """As a person does it: where the database is too busy, once more."""
        while True:
            try:
                ward.answer(number)
            except StoreUnavailable:
                continue
            return

    def submit(worker: int) -> None:
        start.wait()
        for turn in range(worker, 600, 24):
            handed_in(turn % 300)

    with ThreadPoolExecutor(24) as pool:
        list(pool.map(submit, range(24)))
    ward.owner.close_wave(WAVE, CLOSES)
    result = ward.surveys.result(OPERATOR, WAVE)
    assert (result.answered, result.counts[0]) == (
        300,
        tuple(expected(ward.truth)[o] for o in result.definition.headline.options),
    )


def test_the_clock_opens_and_closes(ward: SurveyWard) -> None:
    assert ward.surveys.take_ownership(ward.file, OPENS - DAY)
    plan = ward.surveys.plan
    ward.owner.tend(plan, OPENS - HOUR)
    assert not ward.surveys.is_open(OPENS - HOUR)
    ward.owner.tend(plan, OPENS)
    assert ward.surveys.is_open(OPENS)
    for number in range(40):
        ward.answer(number)
    ward.owner.tend(plan, CLOSES)
    ward.owner.tend(plan, CLOSES + DAY)
    assert ward.surveys.closed(OPERATOR) == (WAVE,)
    assert ward.surveys.result(OPERATOR, WAVE).answered == 40


def test_the_counted_wave_is_named_before_the_first_and_stays(ward: SurveyWard) -> None:
    ward.open()
    definition = ward.surveys.definition(OPERATOR, WAVE)
    assert (definition.counted_wave, definition.official) == ("r8-w2", False)
    assert definition.staff == PEOPLE
    with pytest.raises(CannotOpen, match="もう開いたことがあります"):
        ward.owner.open_wave(ward.surveys.plan, WAVE, OPENS)


def test_groups_are_those_in_which_answers_wait(ward: SurveyWard) -> None:
    ward.open()
    groups = ward.surveys.definition(OPERATOR, WAVE).groups
    assert all(group.people >= 30 for group in groups)
    assert len({group.pool for group in groups}) == len(groups)


def test_thirty_days_later_nobody_knows_who_has_answered(ward: SurveyWard) -> None:
    ward.open()
    ward.answer(1)
    ward.owner.close_wave(WAVE, CLOSES)
    ward.owner.tend(ward.surveys.plan, CLOSES + 29 * DAY)
    assert ward.owner._file.voted(WAVE) == {staff_id(1)}
    ward.owner.tend(ward.surveys.plan, CLOSES + 31 * DAY)
    assert ward.owner._file.voted(WAVE) == frozenset()
    with ward.store.read() as tx:
        assert survey.listed(tx, WAVE) == ()
    ward.owner.rest()
    assert staff_id(1).encode() not in ward.file.read_bytes()


def test_a_copy_is_made_after_the_close_only_and_without_names(
    ward: SurveyWard, tmp_path: Path
) -> None:
    ward.open()
    for number in range(60):
        ward.answer(number)
    assert ward.owner.copy(tmp_path / "copies") is None
    assert not (tmp_path / "copies").exists()
    ward.owner.close_wave(WAVE, CLOSES)
    copy = ward.owner.copy(tmp_path / "copies")
    assert copy is not None
    assert b"staff-" not in copy.read_bytes()
    assert ward.owner.copy(tmp_path / "copies") is None, "once a wave"
    taken = SurveyFile.take(copy)
    assert taken is not None
    assert counted(taken) == expected(ward.truth[:60])
    taken.release()


def test_a_planned_stop_counts_what_waits(ward: SurveyWard) -> None:
    ward.open()
    for number in range(33):
        ward.answer(number)
    assert ward.owner.rest() == 13, "two lots of the first section have left before"
    ward.surveys.owner = None
    stopped = ward.answer(50)
    assert isinstance(stopped, Refused)
    assert stopped.why is Why.NOT_NOW
    assert stopped.keeps_choices
    again = SurveyWard(ward.store, ward.elsewhere(), ward.file, ward.truth)
    assert again.surveys.take_ownership(ward.file, OPENS + HOUR)
    asked = again.surveys.invitation(actor(50), OPENS + HOUR)
    assert isinstance(asked, SurveyInvitation)
    assert asked.again is None, "nothing was lost"
    assert isinstance(again.answer(3), Refused)
    again.owner.close_wave(WAVE, CLOSES)
    assert again.surveys.result(OPERATOR, WAVE).answered == 33


def test_after_a_crash_who_is_not_counted_is_asked_again_and_told_why(ward: SurveyWard) -> None:
    ward.open()
    for number in range(25):
        ward.answer(number)
    counted_before = ward.owner._file.voted(WAVE)
    assert len(counted_before) == 10
    ward.die()
    again = SurveyWard(ward.store, Surveys(ward.store, ward.surveys._library), ward.file)
    assert again.surveys.take_ownership(ward.file, OPENS + DAY)
    lost = [n for n in range(25) if staff_id(n) not in counted_before]
    asked = again.surveys.invitation(actor(lost[0]), OPENS + DAY)
    assert isinstance(asked, SurveyInvitation)
    assert asked.again is not None
    for number in range(25):
        answered = again.surveys.answer(actor(number), WAVE, ward.truth[number], OPENS + DAY)
        assert isinstance(answered, Accepted) is (number in lost)
    again.owner.close_wave(WAVE, CLOSES)
    result = again.surveys.result(OPERATOR, WAVE)
    assert (result.answered, result.interrupted) == (25, True)
