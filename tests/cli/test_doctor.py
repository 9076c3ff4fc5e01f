"""`doctor` finds what stands in the way, says what to do, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import _clock, doctor
from bot.config import Config, read_config
from bot.core.delivery import DeliveryState
from bot.core.survey import WaveState
from bot.slack.manifest import SCOPES
from bot.store import chores, survey
from bot.store.tables import delivery
from tests.support.office import APP_TOKEN, BOT_TOKEN, SECRET, Office, fingerprint, open_office
from tests.support.process import ROOT
from tests.support.slack_stub import DROPPED, SlackStub, Trouble, slack_stub

Report = Callable[..., tuple[int, Mapping[str, list[str]]]]


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStub]:
    with slack_stub(lambda record: None) as stub:
        yield stub


@pytest.fixture
def office(slack: SlackStub, tmp_path: Path) -> Iterator[Office]:
    """An installation with a roster and a Slack that names the app's scopes."""
    office = open_office(tmp_path, slack)
    slack.headers["X-OAuth-Scopes"] = ",".join(SCOPES)
    slack.answers["apps.connections.open"] = {"ok": True, "url": "wss://127.0.0.1:9/"}
    office.hire("", "管理者")
    yield office
    for held in (slack.troubles, slack.headers, slack.answers):
        held.clear()


@pytest.fixture
def report(office: Office, capsys: pytest.CaptureFixture[str]) -> Report:
    """Runs it and gives its exit code and its sentences by mark."""

    def run(**changed: object) -> tuple[int, Mapping[str, list[str]]]:
        code = doctor(replace(_config(office), **changed))
        said = capsys.readouterr().out
        for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
            assert secret not in said
        lines = said.splitlines()[:-1]
        return code, {mark: [n[2:] for n in lines if n.startswith(mark)] for mark in "○△×"}

    return run


def _config(office: Office) -> Config:
    return read_config(office.settings | {"SLACK_APP_TOKEN": APP_TOKEN}, office.folder)


def test_where_all_is_well_it_ends_with_zero_and_changes_nothing(
    office: Office, report: Report
) -> None:
    before = fingerprint(office.url)
    code, found = report()
    assert (code, found["×"]) == (0, []), found
    about = {line.split("：")[0] for line in found["○"]}
    assert about >= {"設定", "Slack", "権限", "時計", "ソケットモード", "ディスク", "データベース"}
    assert about >= {"名簿", "知識と設問", "昼間の区の連絡先"}
    assert fingerprint(office.url) == before


def test_a_missing_scope_is_named(office: Office, report: Report) -> None:
    office.slack.headers["X-OAuth-Scopes"] = ",".join(sorted(SCOPES)[1:])
    code, found = report()
    assert code == 1
    assert min(SCOPES) in found["×"][0]
    del office.slack.headers["X-OAuth-Scopes"]
    code, found = report()
    assert code == 0
    assert "確かめられません" in found["△"][0]


@pytest.mark.parametrize(
    ("method", "trouble", "words"),
    [
        ("auth.test", Trouble(error="invalid_auth"), "SLACK_BOT_TOKEN"),
        ("auth.test", Trouble(DROPPED), "つながりません"),
        ("apps.connections.open", Trouble(error="invalid_auth"), "SLACK_APP_TOKEN"),
    ],
)
def test_what_slack_refuses(
    office: Office, report: Report, method: str, trouble: Trouble, words: str
) -> None:
    office.slack.troubles[method] = trouble
    code, found = report()
    assert code == 1
    assert words in found["×"][0]


@pytest.mark.parametrize(("ahead", "mark"), [(-61.0, "×"), (-60.0, "○"), (0.4, "○"), (90.0, "×")])
def test_a_clock_that_is_wrong(ahead: float, mark: str) -> None:
    finding = _clock(ahead)
    assert finding.level == mark
    assert ("NTP" in finding.sentence) is (mark == "×")


def test_a_folder_for_copies_that_cannot_be_written(report: Report, tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.touch()
    code, found = report(backup_dir=in_the_way / "copies")
    assert code == 1
    assert [line for line in found["×"] if "BACKUP_DIR に書き込めません" in line]
    assert report(backup_dir=tmp_path / "new" / "copies")[0] == 0
    assert report(backup_dir=in_the_way, backup_copies=0)[0] == 0
    assert not (tmp_path / "new").exists()


def test_what_the_database_holds(office: Office, report: Report) -> None:
    office.plan_question(1)
    with office.store() as store, store.write() as tx:
        tx.execute(delivery.update().values(state=DeliveryState.DEAD))
        tx.exec_driver_sql("UPDATE staff SET slack_user_id = NULL WHERE staff_id = 'S0'")
        chores.note(tx, chores.BACKUP, datetime.now(UTC) - timedelta(hours=40))
    code, found = report()
    assert code == 1
    assert [line.split("：")[0] for line in found["×"]] == ["写し", "配信"]
    assert "職員 0号" in found["△"][0]


def test_the_record_of_a_wave_that_was_changed(office: Office, report: Report) -> None:
    at = datetime(2026, 9, 1, tzinfo=UTC)
    wave = survey.Wave("r8-w1", "{}", "ab" * 32, WaveState.OPEN, at, at)
    with office.store() as store, store.write() as tx:
        survey.open_wave(tx, wave, ())
    code, found = report()
    assert code == 1
    (line,) = found["×"]
    assert line.startswith("職員アンケート：")
    assert "（r8-w1）" in line


BUSY = """\
post_time: "10:00"
first_weekday: mon
second_weekday: wed
blackouts:
  - {sections: [窓口サービス課, 窓ロサービス課], from: 2027-03-01, to: 2027-03-12, note: 繁忙期}
"""


def test_a_busy_time_of_a_section_nobody_is_in(office: Office, report: Report) -> None:
    """Its 「ロ」 is katakana: the content is right, and the section would get its posts."""
    office.desk.write("quizzes/calendar.yaml", BUSY)
    _, found = report()
    (line,) = [said for said in found["△"] if said.startswith("課の繁忙期")]
    assert "「窓ロサービス課」" in line


def test_databases_that_cannot_be_used(office: Office, report: Report, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "kizuki.db").write_bytes(b"not a database" * 1000)
    code, found = report(data_dir=damaged)
    assert (code, found["×"][0].split("：")[0]) == (1, "データベース")
    code, found = report(data_dir=tmp_path / "nowhere")
    assert code == 0
    assert not (tmp_path / "nowhere").exists()
    with office.store() as store:
        store.downgrade("0001")
    code, found = report()
    assert code == 0
    assert "形" in found["△"][0]


def test_broken_content_and_missing_contacts_of_the_ward(office: Office, report: Report) -> None:
    """As shipped, no desk of the ward has its number: not for people's lives to hang on."""
    code, found = report(knowledge_dir=ROOT / "knowledge", quizzes_dir=ROOT / "quizzes")
    named = [line for line in found["×"] if line.startswith("昼間の区の連絡先")]
    assert code == 1
    assert len(named) == 5
    office.desk.replace("knowledge/glossary.yaml", "yomi", "yoml")
    code, found = report()
    assert code == 1
    assert "check" in found["×"][0]


def test_without_slack_it_says_that_it_would_be_a_demonstration(
    office: Office, report: Report
) -> None:
    code, found = report(slack=None)
    assert code == 0
    assert "デモ" in found["△"][0]
