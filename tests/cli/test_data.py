"""`roster import` and `backup`: the real database, never the demonstration's."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.office_calendar import tokyo_day
from bot.store import marker, people
from bot.store.engine import Store
from tests.support.process import bot_command, bot_here
from tests.support.service import CLERK, DESK, EVERYBODY, NURSE, Someone, roster_csv

SECRET = "p" * 12


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Nothing in the environment but where the data goes."""
    return {"DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    """A good roster."""
    file = tmp_path / "roster.csv"
    file.write_bytes(roster_csv())
    return file


def _import(env: dict[str, str], file: Path) -> subprocess.CompletedProcess[str]:
    return bot_here(env, "roster", "import", str(file), "--yes")


def _open(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'kizuki.db'}")


def _sections(folder: Path) -> dict[str, str]:
    """Who is counted where today."""
    store = _open(folder)
    with store.read() as tx:
        members = people.members(tx, tokyo_day(datetime.now(UTC)))
    store.close()
    return {member.staff.staff_id: member.section_id for member in members}


def _mark_demo(folder: Path) -> None:
    store = _open(folder)
    store.upgrade()
    with store.write() as tx:
        marker.set_kind(tx, "demo")
    store.close()


def test_a_good_roster_is_taken_over(env: dict[str, str], csv_file: Path, tmp_path: Path) -> None:
    done = bot_command(env, "roster", "import", str(csv_file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"2課{len(EVERYBODY)}人の名簿を取り込みました。\n")
    assert f"入（{len(EVERYBODY)}人）\n  {CLERK.name}（{DESK}）\n" in done.stdout
    assert _sections(tmp_path / "data") == {who.staff_id: who.section for who in EVERYBODY}


def test_people_without_an_account_are_named(env: dict[str, str], csv_file: Path) -> None:
    quiet = [Someone(f"T30{n}", f"職員{n}", DESK, slack=False) for n in range(2)]
    csv_file.write_bytes(roster_csv([CLERK, *quiet]))
    done = _import(env, csv_file)
    assert done.stdout.splitlines()[-1] == "Slackの相手が分からない人（2人）：職員0、職員1"


def test_every_fault_is_printed_and_nothing_taken_over(
    env: dict[str, str], csv_file: Path, tmp_path: Path
) -> None:
    assert _import(env, csv_file).returncode == 0
    wrong = [Someone("T1", "", DESK), Someone("T2", "職員2", DESK, "部長"), NURSE, NURSE]
    csv_file.write_bytes(roster_csv(wrong))
    done = _import(env, csv_file)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()[:-1]] == [
        "2行目",
        "3行目",
        "5行目",
        "5行目",
    ]
    assert done.stderr.splitlines()[-1] == "間違いが4か所あるため、何も取り込んでいません。"
    assert len(_sections(tmp_path / "data")) == len(EVERYBODY)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read(env: dict[str, str], tmp_path: Path, name: str) -> None:
    done = _import(env, tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    assert "を読めません" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_demonstrations_database_is_refused(
    env: dict[str, str], csv_file: Path, tmp_path: Path
) -> None:
    _mark_demo(tmp_path / "data")
    for done in (_import(env, csv_file), bot_here(env, "backup", str(tmp_path / "copy.db"))):
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("このデータベースはデモ用です。")
    assert _sections(tmp_path / "data") == {}
    assert not (tmp_path / "copy.db").exists()


def test_a_database_that_cannot_be_opened_is_said_in_one_sentence(
    csv_file: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.touch()
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "kizuki.db").write_bytes(b"not a database" * 1000)
    away = f"postgresql://kizuki:{SECRET}@127.0.0.1:1/kizuki"
    for env in (
        {"DATA_DIR": str(blocked)},
        {"DATA_DIR": str(damaged)},
        {"DATABASE_URL": away},
        {"DATABASE_URL": "postgresqlx"},
        {"DATABASE_URL": "sqlite:///:memory:"},
    ):
        done = _import(env, csv_file)
        assert (done.returncode, done.stdout) == (1, ""), env
        assert "データベース" in done.stderr
        assert "Traceback" not in done.stderr
        assert SECRET not in done.stderr


def test_a_backup_is_a_whole_database(env: dict[str, str], csv_file: Path, tmp_path: Path) -> None:
    assert _import(env, csv_file).returncode == 0
    copy = tmp_path / "copies" / "kizuki.db"
    copy.parent.mkdir()
    done = bot_command(env, "backup", str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"写しを作りました： {copy}\n"
    assert _sections(copy.parent) == _sections(tmp_path / "data")
    assert _import({"DATA_DIR": str(copy.parent)}, csv_file).returncode == 0


def test_a_backup_overwrites_nothing(env: dict[str, str], csv_file: Path, tmp_path: Path) -> None:
    assert _import(env, csv_file).returncode == 0
    copy = tmp_path / "copy.db"
    copy.write_text("mine", encoding="utf-8")
    done = bot_here(env, "backup", str(copy))
    assert (done.returncode, done.stdout) == (1, "")
    assert "すでにあります" in done.stderr
    assert copy.read_text(encoding="utf-8") == "mine"


def test_nothing_is_not_backed_up(env: dict[str, str], tmp_path: Path) -> None:
    """With a mistyped DATA_DIR an empty copy must not look like a backup."""
    done = bot_here(env, "backup", str(tmp_path / "copy.db"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("データベースがありません")
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "data").exists()
