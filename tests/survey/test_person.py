"""What is kept of one person about the survey: given out, erased, and never counted twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.person import export_person
from bot.config import read_config
from bot.core.permissions import NotPermitted
from bot.core.retention import Terms
from bot.service.retention import Retention
from bot.service.roster import OPERATOR
from bot.service.survey.noted import waves_answered
from bot.service.survey.values import Accepted, Refused, Why
from bot.store import marker, survey
from tests.survey.conftest import PEOPLE
from tests.survey.wards import (
    CLOSES,
    HOUR,
    OPENS,
    WAVE,
    SurveyWard,
    actor,
    counted,
    expected,
    hire,
    staff_id,
)

SOON = 0.3


@pytest.fixture
def answered(ward: SurveyWard) -> SurveyWard:
    """A wave in which the first section has answered; at least ten of them are counted."""
    ward.open()
    for number in range(30):
        ward.answer(number)
    return ward


def noted(ward: SurveyWard, number: int, seconds: float = SOON) -> tuple[str, ...] | None:
    return waves_answered(ward.store, ward.file, OPERATOR, staff_id(number), OPENS, seconds)


def a_counted_one(ward: SurveyWard) -> int:
    return int(min(ward.owner._file.voted(WAVE)).removeprefix("staff-"))


@contextmanager
def owner_at_work(ward: SurveyWard) -> Iterator[None]:
    """The owner carries out what is asked of it, as it does twice a second."""
    done = threading.Event()

    def work() -> None:
        while not done.wait(0.05):
            ward.surveys.carry_out(OPENS)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        done.set()
        worker.join()


def test_that_somebody_has_answered_is_given_out_while_it_is_kept(answered: SurveyWard) -> None:
    number = a_counted_one(answered)
    with owner_at_work(answered):
        assert noted(answered, number, 10) == (WAVE,)
        assert noted(answered, 40, 10) == ()
    with answered.store.read() as tx:
        rows = tx.exec_driver_sql("SELECT * FROM survey_request").all()
    assert rows == [], "whoever asked has taken the answer away"
    assert noted(answered, number) is None, "nobody is there to be asked"
    answered.owner.rest()
    assert noted(answered, number) == (WAVE,), "the file is free"
    with pytest.raises(NotPermitted):
        waves_answered(answered.store, answered.file, actor(3), staff_id(number), OPENS)


def test_before_any_wave_there_is_nothing(ward: SurveyWard) -> None:
    assert noted(ward, 1) == ()


def test_the_command_writes_it_down(
    answered: SurveyWard, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = a_counted_one(answered)
    answered.owner.rest()
    with answered.store.write() as tx:
        marker.set_kind(tx, "live")
    environ = {"DATABASE_URL": url, "DATA_DIR": str(answered.file.parent)}
    for who, waves in ((number, [{"wave": WAVE}]), (40, [])):
        file = tmp_path / f"{who}.json"
        assert export_person(read_config(environ, tmp_path), staff_id(who), file) == 0
        parts = {p["表"]: p["行"] for p in json.loads(file.read_text("utf-8"))["残しているもの"]}
        assert parts["survey.db"] == waves
        assert [row["wave"] for row in parts["survey_listed"]] == [WAVE]
        assert not any(option in file.read_text("utf-8") for option in expected(answered.truth))


def test_who_is_erased_during_a_wave_counts_once_and_leaves_nothing(answered: SurveyWard) -> None:
    number = a_counted_one(answered)
    Retention(answered.store, Terms()).erase(OPERATOR, staff_id(number))
    hire(answered.store, PEOPLE)  # the list still had them, so that they are back
    again = answered.answer(number)
    assert isinstance(again, Refused)
    assert again.why is Why.NOT_ASKED
    assert staff_id(number) in answered.owner._file.voted(WAVE), "until the close, for that reason"
    answered.owner.rest()
    later = SurveyWard(answered.store, answered.elsewhere(), answered.file, answered.truth)
    assert later.surveys.take_ownership(answered.file, OPENS + HOUR)
    refused = later.answer(number)
    assert isinstance(refused, Refused)
    assert isinstance(later.answer(60), Accepted)
    status = later.surveys.status(OPERATOR)[0]
    later.owner._beat()
    status = later.surveys.status(OPERATOR)[0]
    assert (status.answered, status.people) == (31, PEOPLE), "counted they stay"
    later.owner.close_wave(WAVE, CLOSES)
    later.owner.tend(later.surveys.plan, CLOSES + HOUR)
    assert staff_id(number) not in later.owner._file.voted(WAVE)
    assert len(later.owner._file.voted(WAVE)) == 30
    assert counted(later.owner._file) == expected([*answered.truth[:30], answered.truth[60]])
    later.owner.rest()
    assert staff_id(number).encode() not in answered.file.read_bytes()
    with answered.store.read() as tx:
        assert survey.listed_one(tx, WAVE, staff_id(number)) is None
