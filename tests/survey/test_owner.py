"""One owner among several processes: the lock, the key, the requests, and what the others do."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.indicator.groups import PAPER_TOGETHER
from bot.core.indicator.wave import WaveFault
from bot.core.people import ExclusionReason
from bot.core.survey import SurveyPlan, WaveState
from bot.jobs.surveyor import Surveyor
from bot.service.roster import OPERATOR
from bot.service.survey.counts import reduced
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.paper import PaperLot, read_table, template
from bot.service.survey.sealing import LENGTH, Carried, Opener, seal
from bot.service.survey.values import Accepted, Refused, Why
from bot.service.survey.words import NO_OWNER
from bot.store import people, survey
from bot.store.engine import Store, Tx
from bot.store.survey_file import SurveyFile
from bot.store.tables import exclusion, membership
from bot.store.wall import RealTime
from tests.support.service import SetClock
from tests.survey.wards import (
    CLOSES,
    DAY,
    HIRED,
    HOUR,
    OPENS,
    OPTIONS,
    WAVE,
    SurveyWard,
    actor,
    expected,
    hire,
    section_of,
    staff_id,
)

ROOT = Path(__file__).parents[2]
AT_ONCE = 0.3
TAKE = """
import sys
from pathlib import Path
from bot.store.survey_file import SurveyFile
print(SurveyFile.take(Path(sys.argv[1])) is not None)
"""


def taken_by_another_process(file: Path) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", TAKE, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip() == "True"


def test_one_process_has_the_file(tmp_path: Path) -> None:
    file = tmp_path / "survey.db"
    owner = SurveyFile.take(file)
    assert owner is not None
    assert SurveyFile.take(file) is None
    assert not taken_by_another_process(file)
    owner.release()
    assert taken_by_another_process(file)


def test_the_file_is_private_and_set_as_it_must_be(tmp_path: Path) -> None:
    file = tmp_path / "new" / "survey.db"
    owner = SurveyFile.take(file)
    assert owner is not None
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    held = {
        name: owner._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "secure_delete", "synchronous", "locking_mode")
    }
    assert held == {
        "journal_mode": "delete",
        "secure_delete": 1,
        "synchronous": 2,
        "locking_mode": "exclusive",
    }
    owner.release()


def test_another_process_seals_and_the_owner_takes(ward: SurveyWard) -> None:
    ward.open()
    web = ward.elsewhere()
    for number in range(45):
        assert isinstance(web.answer(actor(number), WAVE, ward.truth[number], OPENS), Accepted)
    web.answer(actor(3), WAVE, ward.truth[4], OPENS)  # a second device
    with ward.store.read() as tx:
        assert survey.sealed_waiting(tx) == 46
    ward.owner.step()
    with ward.store.read() as tx:
        assert survey.sealed_waiting(tx) == 0
    ward.owner.close_wave(WAVE, CLOSES)
    result = web.result(OPERATOR, WAVE)
    assert result.answered == 45
    options = result.definition.headline.options
    total = dict(zip(options, result.counts[0], strict=True))
    first, second = expected(ward.truth[:45]), ward.truth[4]["q1"]
    other = {**first}
    other[ward.truth[3]["q1"]] -= 1
    other[second] = other.get(second, 0) + 1
    # Of two answers of one person either may come first: their names are of chance.
    assert {o: n for o, n in total.items() if n} in (
        {o: n for o, n in first.items() if n},
        {o: n for o, n in other.items() if n},
    )


def test_without_a_live_owner_nothing_is_taken_and_choices_stay(ward: SurveyWard) -> None:
    ward.open()
    web = ward.elsewhere()
    ward.die()
    still = web.answer(actor(1), WAVE, ward.truth[1], OPENS)
    assert isinstance(still, Accepted), "for a few seconds nobody knows that the owner is dead"
    real = RealTime()
    late = Surveys(ward.store, web._library, lambda tx: real(tx) + timedelta(seconds=30))
    refused = late.answer(actor(2), WAVE, ward.truth[2], OPENS)
    assert isinstance(refused, Refused)
    assert refused.why is Why.NOT_NOW
    assert refused.text == "いま受け付けられません。少しおいてもう一度お願いします"
    assert refused.keeps_choices


def test_what_was_sealed_for_a_dead_owner_is_asked_again(ward: SurveyWard) -> None:
    ward.open()
    ward.elsewhere().answer(actor(1), WAVE, ward.truth[1], OPENS)
    ward.die()
    again = SurveyWard(ward.store, ward.elsewhere(), ward.file, ward.truth)
    assert again.surveys.take_ownership(ward.file, OPENS + HOUR)
    again.owner.step()
    assert isinstance(again.answer(1), Accepted), "nobody has counted the first one"
    assert again.owner.has_answered(WAVE, staff_id(1))


def test_after_a_farewell_nobody_seals_for_the_old_key(ward: SurveyWard) -> None:
    ward.open()
    web = ward.elsewhere()
    ward.owner.rest()
    refused = web.answer(actor(1), WAVE, ward.truth[1], OPENS)
    assert isinstance(refused, Refused)
    assert refused.why is Why.NOT_NOW


def test_two_machines_do_not_both_count(ward: SurveyWard, tmp_path: Path) -> None:
    ward.open()
    other = tmp_path / "other-machine" / "survey.db"
    assert SurveyOwner.take(ward.store, other, OPENS) is None
    ward.die()
    real = RealTime()
    much_later = SurveyOwner.take(
        ward.store, other, OPENS, lambda tx: real(tx) + timedelta(hours=1)
    )
    assert much_later is None, "an open wave is counted where it was opened"


def test_a_lost_file_ends_the_wave_by_an_operators_word(ward: SurveyWard, tmp_path: Path) -> None:
    ward.open()
    with pytest.raises(CannotOpen, match="動いています"):
        ward.surveys.void(OPERATOR, WAVE)
    ward.die()
    real = RealTime()

    def later(tx: Tx) -> datetime:
        return real(tx) + timedelta(minutes=5)

    Surveys(ward.store, ward.surveys._library, later).void(OPERATOR, WAVE)
    other = SurveyOwner.take(ward.store, tmp_path / "other" / "survey.db", OPENS, later)
    assert other is not None
    assert ward.surveys.status(OPERATOR)[0].state is WaveState.VOID
    other.tend(SurveyPlan(), CLOSES + 31 * DAY)
    with ward.store.read() as tx:
        assert survey.listed(tx, WAVE) == ()
    other.rest()


def test_who_lost_the_survey_to_another_machine_gives_up(ward: SurveyWard, tmp_path: Path) -> None:
    """A machine that slept while no wave was open finds that another one took over."""
    assert ward.surveys.take_ownership(ward.file, OPENS - DAY)
    real = RealTime()
    later = SurveyOwner.take(
        ward.store, tmp_path / "b" / "survey.db", OPENS, lambda tx: real(tx) + timedelta(minutes=5)
    )
    assert later is not None
    with pytest.raises(CannotOpen, match="ほかの機械"):
        ward.owner.open_wave(ward.surveys.plan, WAVE, OPENS)
    ward.owner.rest()
    with ward.store.read() as tx:
        told = survey.owner(tx)
    assert told is not None
    assert told.public_key, "the farewell of the one is not the other's"
    later.open_wave(ward.surveys.plan, WAVE, OPENS)
    later.rest()


def test_a_crash_between_the_two_databases_is_made_good(ward: SurveyWard) -> None:
    ward.open()
    for number in range(12):
        ward.answer(number)
    ward.owner._ballot.finish(WAVE)
    kept = reduced(ward.owner._file.counted(WAVE), ward.surveys.definition(OPERATOR, WAVE))
    ward.owner._file.close_wave(WAVE, CLOSES.date(), kept)
    ward.die()
    again = SurveyWard(ward.store, ward.elsewhere(), ward.file)
    assert again.surveys.take_ownership(ward.file, CLOSES + HOUR)
    assert again.surveys.result(OPERATOR, WAVE).answered == 12


def test_an_opening_known_only_to_the_main_database_is_made_good(ward: SurveyWard) -> None:
    ward.open()
    ward.owner._file._connection.execute("DELETE FROM wave")
    ward.die()
    again = SurveyWard(ward.store, ward.elsewhere(), ward.file, ward.truth)
    assert again.surveys.take_ownership(ward.file, OPENS + HOUR)
    assert isinstance(again.answer(1), Accepted)


# ------------------------------------------------------------ requests


def running(ward: SurveyWard, clock: SetClock) -> Surveyor:
    surveyor = Surveyor(ward.surveys, clock, ward.file, None)
    surveyor.start()
    return surveyor


def test_commands_are_carried_out_by_the_owner(ward: SurveyWard) -> None:
    clock = SetClock(OPENS - HOUR)
    surveyor = running(ward, clock)
    try:
        command = ward.elsewhere()
        assert "開きました" in command.open(OPERATOR, WAVE, clock.now(), 20)
        with pytest.raises(CannotOpen, match="もう開いたことがあります"):
            command.open(OPERATOR, WAVE, clock.now(), 20)
        for number in range(30):
            ward.answer(number, clock.now())
        assert "閉じました" in command.close(OPERATOR, WAVE, clock.now(), 20)
        assert command.result(OPERATOR, WAVE).answered == 30
    finally:
        surveyor.stop()
    with ward.store.read() as tx:
        assert survey.requests(tx) == ()


def test_a_command_says_when_nobody_is_there(ward: SurveyWard) -> None:
    with pytest.raises(CannotOpen) as said:
        ward.surveys.open(OPERATOR, WAVE, OPENS, AT_ONCE)
    assert str(said.value) == NO_OWNER
    with ward.store.read() as tx:
        assert survey.requests(tx) == (), "it is not carried out later, when nobody expects it"


def test_a_stop_counts_what_waits_and_the_next_process_takes_over(ward: SurveyWard) -> None:
    clock = SetClock(OPENS)
    surveyor = running(ward, clock)
    try:
        opened = _until(lambda: isinstance(ward.answer(5), Accepted))
        assert opened, "the clock opens the wave, and a moment later it takes answers"
        surveyor.stop()
    finally:
        surveyor.stop()
    second = SurveyWard(ward.store, ward.elsewhere(), ward.file, ward.truth)
    next_one = Surveyor(second.surveys, clock, ward.file, None)
    next_one.start()
    try:
        assert isinstance(second.answer(5), Refused)
        assert isinstance(second.answer(6), Accepted)
    finally:
        next_one.stop()


def _until(true: Callable[[], bool], seconds: float = 20) -> bool:
    event, deadline = threading.Event(), seconds
    while not true():
        event.wait(0.05)
        deadline -= 0.05
        if deadline < 0:
            return False
    return True


# ------------------------------------------------------------ sealing


def test_all_sealed_answers_are_of_one_length_and_only_the_owner_reads_them() -> None:
    owner, other = Opener(), Opener()
    short = Carried("w", "s", {"q1": "はい"})
    long = Carried("w" * 60, "s" * 64, {f"q{n}": OPTIONS[2] for n in range(5)})
    sealed = [seal(owner.public_key, one) for one in (short, long, short)]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == 3, "the same answer never looks the same"
    assert [owner.open(one) for one in sealed] == [short, long, short]
    assert other.open(sealed[0]) is None
    assert owner.open("これは封ではない") is None
    with pytest.raises(ValueError, match="longer"):
        seal(owner.public_key, Carried("w" * LENGTH, "s", {}))


# ------------------------------------------------------------ paper


def paper_group(ward: SurveyWard) -> str:
    return f"group-{section_of(0)}"


def on_paper(ward: SurveyWard) -> None:
    hire(ward.store, len(ward.truth), on_paper=range(12))
    ward.open()


def lot(ward: SurveyWard, people: int, **sums: int) -> PaperLot:
    options = dict(zip(OPTIONS, sums.values(), strict=False))
    return PaperLot(paper_group(ward), people, {"q1": options})


def test_paper_forms_are_counted_in_lots_of_five_up_to_the_list(ward: SurveyWard) -> None:
    on_paper(ward)
    assert ward.owner.count_paper(WAVE, lot(ward, 7, a=5, b=2)) == 5
    with pytest.raises(CannotOpen, match="5枚以上"):
        ward.owner.count_paper(WAVE, lot(ward, 4, a=4))
    with pytest.raises(CannotOpen, match="3人超えています"):
        ward.owner.count_paper(WAVE, lot(ward, 8, a=8))
    with pytest.raises(CannotOpen, match="合計"):
        ward.owner.count_paper(WAVE, lot(ward, 5, a=4))
    assert ward.owner.count_paper(WAVE, lot(ward, 5, a=1, b=4)) == 0
    ward.answer(20)
    ward.owner.close_wave(WAVE, CLOSES)
    result = ward.surveys.result(OPERATOR, WAVE)
    assert (result.answered, result.paper) == (13, 12)


def test_a_few_on_paper_in_each_section_hand_in_together(ward: SurveyWard) -> None:
    """Three, two and four people: no section could ever fill a lot of five by itself."""
    hire(ward.store, len(ward.truth), on_paper=[0, 1, 2, 30, 31, 60, 61, 62, 63])
    ward.open()
    definition = ward.surveys.definition(OPERATOR, WAVE)
    (joint,) = [group for group in definition.groups if group.paper]
    assert (joint.paper, PAPER_TOGETHER in joint.sections) == (9, True)
    assert definition.staff == len(ward.truth)
    nine = PaperLot(joint.id, 9, {"q1": {OPTIONS[0]: 9}})
    assert ward.owner.count_paper(WAVE, nine) == 0
    ward.owner.close_wave(WAVE, CLOSES)
    assert ward.surveys.result(OPERATOR, WAVE).paper == 9


def test_fewer_than_five_on_paper_in_the_whole_ward_is_said_at_the_opening(
    ward: SurveyWard,
) -> None:
    hire(ward.store, len(ward.truth), on_paper=[0, 40, 80])
    clock = SetClock(OPENS - HOUR)
    surveyor = running(ward, clock)
    try:
        said = ward.elsewhere().open(OPERATOR, WAVE, clock.now(), 20)
    finally:
        surveyor.stop()
    assert "紙でお願いする方は区全体で3人です" in said
    definition = ward.surveys.definition(OPERATOR, WAVE)
    assert definition.staff == len(ward.truth), "they count as silent"
    assert all(PAPER_TOGETHER not in group.sections for group in definition.groups)


def test_i9_those_asked_and_those_left_out_are_the_roster_of_the_day(ward: SurveyWard) -> None:
    """Three on leave, one of them only afterwards; one has left before, one comes later."""
    day = OPENS.date() - timedelta(days=1)
    with ward.store.write() as tx:
        for number, since in ((1, HIRED), (2, day), (3, OPENS.date())):
            reason = ExclusionReason.NOT_WORKING
            leave = {"staff_id": staff_id(number), "reason": reason, "valid_from": since}
            tx.execute(exclusion.insert().values(leave))
        for number, change in ((4, {"valid_until": day}), (5, {"valid_from": OPENS.date()})):
            mine = membership.c.staff_id == staff_id(number)
            tx.execute(membership.update().where(mine).values(change))
    ward.open()
    definition = ward.surveys.definition(OPERATOR, WAVE)
    assert definition.staff == len(ward.truth) - 4
    assert definition.left_out == (("勤務していない期間", 2),)
    with ward.store.read() as tx:
        roster, listed = people.members(tx, day), survey.listed(tx, WAVE)
    assert definition.staff + 2 == len(roster) == len(ward.truth) - 2
    assert len(listed) == definition.staff
    why = {n: ward.surveys.invitation(actor(n), OPENS) for n in (1, 4, 5)}
    assert all(isinstance(one, Refused) and one.why is Why.NOT_ASKED for one in why.values())


def test_the_paper_table_is_filled_in_and_read(ward: SurveyWard) -> None:
    on_paper(ward)
    definition = ward.surveys.definition(OPERATOR, WAVE)
    lines = template(definition).splitlines()
    assert lines[0] == "設問,選択肢,人数"
    filled = [lines[0], *(f"{line}6" if n < 1 else line for n, line in enumerate(lines[1:]))]
    read = read_table("\n".join(filled), paper_group(ward), definition)
    assert (read.people, read.options["q1"][OPTIONS[0]]) == (6, 6)
    assert ward.owner.count_paper(WAVE, read) == 6


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ちがう設問,はい,3", "2行目の設問"),
        ("{q},たぶん,3", "2行目の選択肢"),
        ("{q},そう思う,三", "2行目の人数"),
        ("{q},そう思う", "2行目の設問"),
    ],
)
def test_a_paper_table_with_a_mistake_names_the_row(ward: SurveyWard, line: str, said: str) -> None:
    on_paper(ward)
    definition = ward.surveys.definition(OPERATOR, WAVE)
    text = f"設問,選択肢,人数\n{line.format(q=definition.headline.text)}\n"
    with pytest.raises(CannotOpen, match=said):
        read_table(text, "g", definition)


def test_a_wave_that_was_tampered_with_is_not_used(ward: SurveyWard, store: Store) -> None:
    ward.open()
    with store.write() as tx:
        stored = survey.wave(tx, WAVE)
        assert stored is not None
        changed = stored.definition.replace('"shown_from":10', '"shown_from":1')
        tx.exec_driver_sql("DELETE FROM survey_listed")
        tx.exec_driver_sql("DELETE FROM delivery")
        tx.exec_driver_sql("DELETE FROM survey_wave")
        survey.open_wave(
            tx,
            survey.Wave(
                WAVE, changed, stored.digest, stored.state, stored.opens_at, stored.closes_at
            ),
            (),
        )
    (status,) = ward.surveys.status(OPERATOR)
    assert (status.broken, status.people, status.groups) == (True, 0, ())
    with pytest.raises(WaveFault):
        ward.surveys.definition(OPERATOR, WAVE)
