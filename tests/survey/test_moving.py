"""survey.db beside a database that is copied, put back or moved, and beside a wave given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.delivery import DeliveryState
from bot.core.indicator.wave import WaveFault
from bot.core.survey import WaveState
from bot.service.roster import OPERATOR
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.values import Accepted, Refused, Why
from bot.store import deliveries, move, restore, survey
from bot.store.engine import Store, Tx
from bot.store.survey_file import SurveyFile
from bot.store.wall import RealTime
from tests.store.conftest import _empty as empty_database
from tests.survey.wards import (
    CLOSES,
    DAY,
    HOUR,
    OPENS,
    WAVE,
    SurveyWard,
    counted,
    expected,
    staff_id,
)

ANSWERING = 60


@pytest.fixture
def engine_name() -> str:
    """The tests choose the engines themselves."""
    return "sqlite"


@contextmanager
def over(ward: SurveyWard, url: str, now: datetime = OPENS + DAY) -> Iterator[SurveyWard]:
    """The same survey.db with whatever database is there now, and its new owner."""
    store = Store.open(url)
    try:
        again = SurveyWard(store, Surveys(store, ward.surveys._library), ward.file, ward.truth)
        assert again.surveys.take_ownership(ward.file, now)
        yield again
        again.owner.rest()
    finally:
        store.close()


def put_back(url: str, copy: Path, aside: Path) -> None:
    """As `restore` does it while the bot is stopped."""
    store = Store.open(url)
    try:
        restore.put_back(store, copy, aside)
    finally:
        store.close()


def test_a_copy_from_the_middle_of_a_wave_costs_nobody_anything(
    ward: SurveyWard, url: str, tmp_path: Path
) -> None:
    """Its messages stand as they stood; survey.db knows better who has answered."""
    ward.open()
    ward.store.backup(tmp_path / "copy.db")
    assert b"chosen" not in (tmp_path / "copy.db").read_bytes()
    for number in range(ANSWERING):
        ward.answer(number)
    ward.owner.rest()
    ward.store.close()
    put_back(url, tmp_path / "copy.db", tmp_path / "aside.db")
    with over(ward, url) as again:
        with again.store.read() as tx:
            last = deliveries.of_person(tx, staff_id(7), f"survey/{WAVE}/last")
        assert last is not None
        assert last.state is DeliveryState.CANCELLED, "who is counted is not reminded again"
        refused = again.answer(7)
        assert isinstance(refused, Refused)
        assert refused.why is Why.ALREADY
        assert isinstance(again.answer(100), Accepted)
        again.owner.close_wave(WAVE, CLOSES)
        assert again.surveys.result(OPERATOR, WAVE).answered == ANSWERING + 1


def test_a_copy_from_before_the_wave_does_not_mix_two_rosters(
    ward: SurveyWard, url: str, tmp_path: Path
) -> None:
    assert ward.surveys.take_ownership(ward.file, OPENS - DAY)
    ward.store.backup(tmp_path / "copy.db")
    ward.owner.open_wave(ward.surveys.plan, WAVE, OPENS)
    ward.answer(1)
    ward.owner.rest()
    ward.store.close()
    put_back(url, tmp_path / "copy.db", tmp_path / "aside.db")
    with over(ward, url) as again:
        with pytest.raises(CannotOpen, match="前に開いた"):
            again.owner.open_wave(again.surveys.plan, WAVE, OPENS + DAY)
        again.owner.tend(again.surveys.plan, OPENS + DAY)
        assert again.surveys.status(OPERATOR) == (), "nor by the clock"


def test_a_wave_of_the_same_name_but_not_the_same_is_not_counted_on(ward: SurveyWard) -> None:
    ward.open()
    with closing(ward.owner._file._connection.cursor()) as cursor:
        cursor.execute("UPDATE wave SET hash = 'another'")
    ward.die()
    with pytest.raises(WaveFault, match="前に開いた"):
        SurveyOwner.take(ward.store, ward.file, OPENS + DAY)
    free = SurveyFile.take(ward.file)
    assert free is not None, "and whoever could not use the file has let it go"
    free.release()


def test_the_database_moves_to_postgresql_in_the_middle_of_a_wave(
    ward: SurveyWard, postgres_database: str
) -> None:
    ward.open()
    for number in range(ANSWERING):
        ward.answer(number)
    ward.owner.rest()
    try:
        target = Store.open(postgres_database)
        move.move(ward.store, target)
        target.close()
        with over(ward, postgres_database) as again:
            assert isinstance(again.answer(7), Refused)
            assert all(isinstance(again.answer(n), Accepted) for n in range(ANSWERING, 90))
            again.owner.close_wave(WAVE, CLOSES)
            result = again.surveys.result(OPERATOR, WAVE)
            assert result.answered == 90
            assert counted(again.owner._file) == expected(ward.truth[:90])
            with again.store.read() as tx:
                names = tx.exec_driver_sql("SELECT tablename FROM pg_tables").scalars().all()
            assert not {"voted", "part", "chosen"}.intersection(names), "survey.db stays SQLite"
    finally:
        empty_database(postgres_database)


def test_a_wave_that_was_given_up_is_forgotten_and_copies_are_made_again(
    ward: SurveyWard, tmp_path: Path
) -> None:
    ward.open()
    for number in range(40):
        ward.answer(number)
    ward.die()
    real = RealTime()

    def later(tx: Tx) -> datetime:
        return real(tx) + timedelta(minutes=5)

    Surveys(ward.store, ward.surveys._library, later).void(OPERATOR, WAVE)
    owner = SurveyOwner.take(ward.store, ward.file, OPENS + HOUR, later)
    assert owner is not None
    with ward.store.read() as tx:
        assert [wave.state for wave in survey.waves(tx)] == [WaveState.VOID]
    owner.rest()
    with closing(sqlite3.connect(ward.file)) as db:
        for table in ("wave", "chosen", "part", "on_paper", "voted"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    assert b"staff-" not in ward.file.read_bytes()
