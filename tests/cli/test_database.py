"""`backup`, `restore`, `move-database` and `person` on real databases of both engines."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import BY_CTRL_C
from bot.cli.database import told
from bot.core.learning.weeks import CompletionState
from bot.core.office_calendar import tokyo_day, week_of
from bot.databases import open_store
from bot.store import marker, people, training
from bot.store.engine import Store
from tests.support.office import fingerprint
from tests.support.postgres import PostgresServer
from tests.support.service import CLERK, EVERYBODY, roster_csv

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Ran:
    """How one command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def own_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that the test may replace."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'kizuki.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def run(
    own_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command with the settings of an installation; ``says`` is typed at it."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", own_url)

    def command(*args: str, says: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(says))
        capsys.readouterr()
        code = main(list(args))
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ran(code, said.out, said.err)

    return command


@pytest.fixture
def staffed(run: Run, own_url: str, tmp_path: Path) -> str:
    """A live database with the roster and somebody's week; its address."""
    csv = tmp_path / "roster.csv"
    csv.write_bytes(roster_csv())
    assert run("roster", "import", str(csv), "--yes").code == 0
    store = open_store(own_url, "live")
    with store.write() as tx:
        section = people.members(tx, tokyo_day(NOW))[0].section_id
        for who in EVERYBODY:
            week = week_of(tokyo_day(NOW))
            training.complete(tx, who.staff_id, week, section, CompletionState.COMPLETED, NOW)
    store.close()
    return own_url


def _figures(url: str) -> int:
    store = Store.open(url)
    with store.read() as tx:
        counts = training.completion_counts(tx, "2000-W01", "2100-W01", None)
    store.close()
    return sum(c.count for c in counts)


def _forget_everything(url: str) -> None:
    store = Store.open(url)
    with store.write() as tx:
        tx.exec_driver_sql("DELETE FROM completion")
    store.close()


# ------------------------------------------------------------ backup and restore


def test_a_copy_brings_everything_back_and_keeps_what_it_replaces(
    run: Run, staffed: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    before = fingerprint(staffed)
    assert run("backup", str(copy)).code == 0
    _forget_everything(staffed)
    refused = run("restore", str(copy))
    assert (refused.code, refused.out) == (1, "")
    assert "--force" in refused.err
    for answer in ("", "いいえ\n"):
        assert "取りやめました" in run("restore", "--force", str(copy), says=answer).err
    assert _figures(staffed) == 0
    done = run("restore", "--force", str(copy), says="はい\n")
    assert (done.code, done.err) == (0, "")
    assert fingerprint(staffed) == before
    (aside,) = (tmp_path / "data").glob("kizuki-before-restore-*")
    assert str(aside) in done.out
    assert run("restore", "--force", str(aside), says="はい\n").code == 0
    assert _figures(staffed) == 0


def test_while_the_bot_runs_nothing_is_restored(run: Run, staffed: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("backup", str(copy)).code == 0
    running = Store.open(staffed)
    with running.read() as tx:
        assert marker.kind(tx) == "live"
    refused = run("restore", "--force", str(copy), says="はい\n")
    assert (refused.code, refused.out) == (1, "")
    assert "止めて" in refused.err
    running.close()


def test_a_copy_of_the_demonstration_is_refused(run: Run, staffed: str, tmp_path: Path) -> None:
    store = Store.open(staffed)
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE meta SET value = 'demo' WHERE key = 'kind'")
    store.backup(tmp_path / "demo")
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE meta SET value = 'live' WHERE key = 'kind'")
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.backup(tmp_path / "newer")
    with store.write() as tx:
        tx.exec_driver_sql("DROP TABLE meta")
    store.backup(tmp_path / "foreign")
    store.close()
    for name, why in (("demo", "デモ"), ("newer", "新しい"), ("foreign", "使えません")):
        refused = run("restore", "--force", str(tmp_path / name), says="はい\n")
        assert (refused.code, refused.out) == (1, "")
        assert why in refused.err


def test_without_pg_dump_a_sentence_says_what_to_install(
    run: Run, staffed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("backup", str(tmp_path / "copy"))
    if staffed.startswith("sqlite"):
        assert done.code == 0
        return
    assert (done.code, done.out) == (1, "")
    assert "postgresql-client" in done.err
    assert not (tmp_path / "copy").exists()


class _Interrupted:
    """A terminal at which somebody presses Ctrl+C instead of typing."""

    def __init__(self, says: str) -> None:
        assert not says

    def readline(self) -> str:
        raise KeyboardInterrupt


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_ctrl_c_at_a_question_is_no(
    run: Run, staffed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    assert run("backup", str(copy)).code == 0
    before = fingerprint(staffed)
    monkeypatch.setattr(io, "StringIO", _Interrupted)
    for command in (["restore", "--force", str(copy)], ["person", "erase", CLERK.staff_id]):
        stopped = run(*command)
        assert stopped.code == 1
        assert stopped.err.startswith("取りやめました。")
    assert fingerprint(staffed) == before


def test_ctrl_c_in_the_middle_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise KeyboardInterrupt

    assert told(work) == BY_CTRL_C
    assert capsys.readouterr().err.startswith("\n途中で止めました。")


# ------------------------------------------------------------ move-database


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_target_that_cannot_be_reached_says_what_to_look_at(run: Run, staffed: str) -> None:
    refused = run("move-database", "postgresql://kizuki:p@127.0.0.1:1/kizuki")
    assert (refused.code, refused.out) == (1, "")
    assert "合言葉" in refused.err
    assert "確かめてください" in refused.err


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_everything_moves_to_postgresql(
    run: Run, staffed: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    target = postgres.url(postgres.create_database())
    running = Store.open(staffed)
    with running.read() as tx:
        assert marker.kind(tx) == "live"
    assert "止めて" in run("move-database", target).err
    running.close()
    before = fingerprint(staffed)
    done = run("move-database", target)
    assert (done.code, done.err) == (0, "")
    assert f"completion：{len(EVERYBODY)}→{len(EVERYBODY)}" in done.out
    assert fingerprint(staffed) == before
    assert _figures(target) == len(EVERYBODY)
    moved = open_store(target, "live")
    with moved.write() as tx:  # numbers go on after those that were brought along
        tx.exec_driver_sql(
            "INSERT INTO membership (staff_id, section_id, role, valid_from) "
            "SELECT staff_id, section_id, 'supervisor', valid_from FROM membership LIMIT 1"
        )
    moved.close()
    again = run("move-database", target)
    assert (again.code, again.out) == (1, "")
    assert "もう内容があります" in again.err


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("target", ["sqlite:///other.db", "kizuki", "mysql://h/d"])
def test_it_moves_to_postgresql_only(run: Run, staffed: str, target: str) -> None:
    refused = run("move-database", target)
    assert (refused.code, refused.out) == (1, "")
    assert "postgresql://" in refused.err


# ------------------------------------------------------------ person


def test_a_person_gets_everything_and_can_be_erased(run: Run, staffed: str, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    figures = _figures(staffed)
    done = run("person", "export", CLERK.staff_id, str(file))
    assert (done.code, done.err) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text(encoding="utf-8"))
    tables = {part["表"]: part["行"] for part in told["残しているもの"]}
    assert tables["staff"][0]["name"] == CLERK.name
    assert len(tables["completion"]) == 1
    assert "すでにあります" in run("person", "export", CLERK.staff_id, str(file)).err
    assert "取りやめました" in run("person", "erase", CLERK.staff_id, says="\n").err
    erased = run("person", "erase", CLERK.staff_id, says="はい\n")
    assert (erased.code, erased.err) == (0, "")
    assert "名簿のCSV" in erased.out
    assert "いません" in run("person", "erase", CLERK.staff_id, says="はい\n").err
    assert _figures(staffed) == figures
    nobody = run("person", "export", CLERK.staff_id, str(tmp_path / "nobody.json"))
    assert (nobody.code, nobody.out) == (1, "")
    assert not (tmp_path / "nobody.json").exists()


# ------------------------------------------------------------ rights


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_user_who_may_not_make_tables_is_told_what_to_ask_for(
    run: Run,
    own_url: str,
    postgres: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = own_url.rpartition("/")[2]
    with postgres.administer() as administrator:
        administrator.execute("DROP ROLE IF EXISTS reader")
        administrator.execute("CREATE ROLE reader LOGIN PASSWORD 'reads'")
    poor = own_url.replace("kizuki:" + postgres.password, "reader:reads")
    monkeypatch.setenv("DATABASE_URL", poor)
    csv = tmp_path / "roster.csv"
    csv.write_bytes(roster_csv())
    refused = run("roster", "import", str(csv), "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "GRANT CREATE" in refused.err
    assert "reads" not in refused.err
    with postgres.administer() as administrator:
        administrator.execute(f'GRANT CREATE ON DATABASE "{name}" TO reader')
    owner = Store.open(own_url)
    with owner.write() as tx:
        tx.exec_driver_sql("GRANT CREATE, USAGE ON SCHEMA public TO reader")
    assert run("roster", "import", str(csv), "--yes").code == 0
    owner.close()
