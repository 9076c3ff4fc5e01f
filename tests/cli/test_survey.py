"""`survey open|status|close|report|paper` end to end on 300 synthetic staff."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import BY_CTRL_C
from bot.cli import survey as commands
from bot.cli.database import existing
from bot.clock import SystemClock
from bot.config import Config, read_config
from bot.content.library import Library
from bot.core.office_calendar import tokyo_day
from bot.databases import SURVEY_FILE
from bot.jobs.surveyor import Surveyor
from bot.service.survey.desk import Surveys
from bot.service.survey.values import Accepted
from bot.service.survey.words import NO_OWNER
from bot.store import marker, survey
from bot.store.engine import Store
from tests.content.conftest import KNOWLEDGE, QUIZZES, write
from tests.support.process import bot_command
from tests.survey.wards import actor, expected, forms, hire

STAFF, ON_PAPER, ANSWERING = 300, 12, 250
QUICKLY = 0.3


def plan() -> str:
    """A wave that may be opened by hand today, and the one that counts."""
    today = tokyo_day(datetime.now(UTC))
    year_end = today + timedelta(days=60)
    return f"""
waves:
  - {{id: now, label: いま, opens: {today + timedelta(days=1)},
     closes: {today + timedelta(days=20)}, reference_day: {today}, use: official}}
  - {{id: later, label: つぎ, opens: {year_end}, closes: {year_end + timedelta(days=14)},
     reference_day: {year_end}, use: reference}}
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Settings of an installation with a small content set."""
    text = plan()
    today = datetime.now(UTC)
    if tokyo_day(today).month in {1, 2, 3}:
        # The second wave lies in another 年度 and needs a result of its own.
        text = text.replace("use: reference", "use: official")
    write(tmp_path / "knowledge", KNOWLEDGE)
    write(tmp_path / "quizzes", {**QUIZZES, "survey.yaml": text})
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "KNOWLEDGE_DIR": str(tmp_path / "knowledge"),
        "QUIZZES_DIR": str(tmp_path / "quizzes"),
    }


@pytest.fixture
def config(env: dict[str, str], tmp_path: Path) -> Config:
    return read_config(env, tmp_path)


@pytest.fixture
def surveys(config: Config) -> Iterator[Surveys]:
    """The live database with 300 people, and a process that owns the survey."""
    store = Store.open(f"sqlite:///{config.data_dir / 'kizuki.db'}")
    store.upgrade()
    with store.write() as tx:
        marker.set_kind(tx, "live")
    hire(store, STAFF, on_paper=range(ON_PAPER))
    room = Surveys(store, Library.open(config.knowledge_dir, config.quizzes_dir))
    surveyor = Surveyor(room, SystemClock(), config.data_dir / SURVEY_FILE, None)
    surveyor.start()
    yield room
    surveyor.stop()
    store.close()


def test_a_survey_from_open_to_report(
    surveys: Surveys,
    config: Config,
    env: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened = bot_command(env, "survey", "open", "now")
    assert "対象は300人です" in opened.stdout, opened.stderr
    truth = forms(STAFF, 9)
    answering = random.Random(9).sample(range(ON_PAPER, STAFF), ANSWERING)  # noqa: S311
    now = datetime.now(UTC)
    for number in answering:
        assert isinstance(surveys.answer(actor(number), "now", truth[number], now), Accepted)
    _enter_paper(config, tmp_path, capsys)
    assert commands.status(config) == 0
    said = capsys.readouterr().out
    assert f"回答 {ANSWERING + ON_PAPER}人／対象 300人" in said
    assert "集計を待っている回答" in said
    assert commands.report(config, None) == 1, "nothing before the close"
    capsys.readouterr()
    assert commands.close_wave(config, "now", yes=True) == 0
    assert commands.report(config, "now") == 0
    said = capsys.readouterr().out
    counts = expected([truth[n] for n in answering])
    yes = counts["そう思う"] + counts["どちらかといえばそう思う"] + ON_PAPER
    assert f"対象300人、回答{ANSWERING + ON_PAPER}人" in said
    assert f"「はい」{yes}人" in said
    assert f"紙の回答：{ON_PAPER}人" in said
    assert "この回の印（SHA-256）：" in said


def _enter_paper(config: Config, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fill in the table that the command gives, and enter it."""
    assert commands.paper(config, "now", None, None) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    rows[1][2] = str(ON_PAPER)
    file = folder / "paper.csv"
    assert commands.paper(config, "now", "group-sec00", file) == 1
    assert "そのファイルかフォルダーがありません" in capsys.readouterr().err
    with file.open("w", encoding="cp932", newline="") as out:  # as Excel writes it
        csv.writer(out).writerows(rows)
    assert commands.paper(config, "now", "group-sec00", file) == 0
    assert f"用紙{ON_PAPER}枚を足しました" in capsys.readouterr().out
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    assert commands.paper(config, "now", "group-sec00", file) == 1
    assert "超えています" in capsys.readouterr().err


def test_without_an_owner_the_commands_say_so(
    config: Config, surveys: Surveys, capsys: pytest.CaptureFixture[str]
) -> None:
    assert surveys.owner is not None
    surveys.owner.rest()
    assert commands.open_wave(config, "now", QUICKLY) == 1
    assert NO_OWNER in capsys.readouterr().err
    assert commands.close_wave(config, "now", yes=True, seconds=QUICKLY) == 1
    assert NO_OWNER in capsys.readouterr().err


def test_what_nobody_waits_for_any_more_is_not_asked(
    config: Config,
    surveys: Surveys,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Else the wave would be closed whenever the bot starts again."""
    assert commands.open_wave(config, "now") == 0
    assert surveys.owner is not None
    surveys.owner.rest()
    with monkeypatch.context() as meanwhile, existing(config) as store:

        def press_ctrl_c(_seconds: float) -> None:
            with store.read() as tx:
                assert len(survey.requests(tx)) == 1
            raise KeyboardInterrupt

        meanwhile.setattr("bot.service.survey.requests.time.sleep", press_ctrl_c)
        assert commands.close_wave(config, "now", yes=True) == BY_CTRL_C
        with store.read() as tx:
            assert survey.requests(tx) == ()
    assert "途中で止めました" in capsys.readouterr().err


def test_who_gives_up_a_wave_beside_its_file_is_told_to_start_the_bot_instead(
    config: Config,
    surveys: Surveys,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert commands.open_wave(config, "now") == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("いいえ\n"))
    assert commands.void(config, "now", yes=False) == 1
    assert commands.ONLY_STOPPED in capsys.readouterr().out


def test_what_cannot_be_is_said(
    surveys: Surveys, config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.status(config) == 0
    assert "まだ開いた回がありません" in capsys.readouterr().out
    for work, words in (
        (lambda: commands.open_wave(config, "never"), "アンケートの日程にありません"),
        (lambda: commands.open_wave(config, "later"), "基準日"),
        (lambda: commands.close_wave(config, "now", yes=True), "いま開いていません"),
        (lambda: commands.paper(config, "now", None, None), "まだ開いたことがありません"),
        (lambda: commands.report(config, None), "まだ閉じた回がありません"),
        (lambda: commands.void(config, "now", yes=True), "いま開いていません"),
    ):
        assert work() == 1
        assert words in capsys.readouterr().err


def test_a_wave_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "open"]) == 2
    assert "survey.yaml" in capsys.readouterr().err


def test_of_too_few_answers_no_result_is_printed(
    surveys: Surveys, config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.open_wave(config, "now") == 0
    truth, now = forms(STAFF, 9), datetime.now(UTC)
    for number in range(ON_PAPER, ON_PAPER + 9):
        surveys.answer(actor(number), "now", truth[number], now)
    assert commands.close_wave(config, "now", yes=True) == 0
    capsys.readouterr()
    assert commands.report(config, "now") == 0
    said = capsys.readouterr().out
    assert "対象300人、回答9人" in said
    assert "回答が10人に満たないため" in said
    assert "判定" not in said
    assert "「はい」" not in said
