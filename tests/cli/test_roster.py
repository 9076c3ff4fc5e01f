"""`roster`, `audit` and `permissions` on the command line, over the real database."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.people import Actor, Membership, Role
from bot.core.permissions import ACTION_LABELS, PERMISSIONS, Action, matrix
from bot.service.audit import list_viewed
from bot.store.engine import Store
from tests.support.process import ROOT, bot_command, bot_here
from tests.support.records import Records
from tests.support.rosters import as_csv, as_xlsx, people, planted
from tests.support.service import ADMIN, CLERK, DESK, EVERYBODY, NURSE, Someone, roster_csv
from tests.support.slack_stub import slack_stub

NOW = datetime.now(UTC)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "roster.csv"
    found.write_bytes(roster_csv())
    return found


def _store(env: dict[str, str]) -> Store:
    return Store.open(f"sqlite:///{env['DATA_DIR']}/kizuki.db")


def _import(
    env: dict[str, str], file: Path, *options: str, answer: str = ""
) -> subprocess.CompletedProcess[str]:
    return bot_here(env, "roster", "import", str(file), *options, stdin=answer)


def test_nothing_happens_without_a_yes(env: dict[str, str], file: Path) -> None:
    for answer in ("", "いいえ\n"):
        done = _import(env, file, answer=answer)
        assert (done.returncode, done.stderr) == (1, "取りやめました。何も変えていません。\n")
        assert f"入（{len(EVERYBODY)}人）" in done.stdout
    assert "名簿はまだ取り込まれていません" in bot_command(env, "roster", "list").stdout
    done = bot_command(env, "roster", "import", str(file), stdin="はい\n")
    assert "名簿を取り込みました" in done.stdout


def test_a_second_roster_shows_what_changes(env: dict[str, str], file: Path) -> None:
    assert _import(env, file, "--yes").returncode == 0
    quiet = Someone("T300", "槙 しずか", DESK, slack=False)
    rest = [who for who in EVERYBODY if who is not NURSE]
    file.write_bytes(roster_csv([*rest, quiet]))
    done = _import(env, file, "--yes")
    assert f"入（1人）\n  {quiet.name}（{DESK}）\n出（1人）\n  {NURSE.name}（" in done.stdout
    listed = bot_here(env, "roster", "list").stdout
    assert "Slackの相手が分からない人（1人）\n  T300　槙 しずか\n" in listed


def test_a_workbook_with_mistakes_and_without(env: dict[str, str], tmp_path: Path) -> None:
    book = tmp_path / "名簿.xlsx"
    book.write_bytes(as_xlsx(planted(people(300))))
    done = _import(env, book, "--yes")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[-1] == "間違いが20か所あるため、何も取り込んでいません。"
    assert [line.split(":")[0] for line in lines[:2]] == ["3行目", "10行目"]
    book.write_bytes(as_csv(people(300), "cp932"))
    assert _import(env, book, "--yes").stdout.endswith("10課300人の名簿を取り込みました。\n")


def test_a_day_of_its_own(env: dict[str, str], file: Path) -> None:
    assert "2062年4月1日" in _import(env, file, "--day", "2062-04-01", "--yes").stderr
    assert _import(env, file, "--day", "きのう").returncode == 2


def test_a_file_that_is_not_there(env: dict[str, str], tmp_path: Path) -> None:
    done = _import(env, tmp_path / "none.csv")
    assert (done.returncode, "を読めません" in done.stderr) == (1, True)
    assert bot_here(env, "roster", "import").returncode == 2


def test_matching_needs_slack(env: dict[str, str], file: Path) -> None:
    assert _import(env, file, "--yes").returncode == 0
    assert "Slackの設定がありません" in bot_here(env, "roster", "match").stderr


def test_addresses_are_matched_by_the_import_and_again(
    env: dict[str, str], file: Path, records: Records
) -> None:
    rows = [f"T30{n},深井 {name},税務課,,,t30{n}@example.jp" for n, name in enumerate("あいう")]
    file.write_bytes(roster_csv() + "\n".join(rows).encode())
    with slack_stub(records.add) as slack:
        env |= {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x"}
        env["SLACK_API_URL"] = f"{slack.url}api/"
        accounts = [{"id": f"U30{n}", "profile": {"email": f"t30{n}@example.jp"}} for n in range(3)]
        slack.answers["users.list"] = {"ok": True, "members": accounts[:1]}
        done = _import(env, file, "--yes")
        first = len(EVERYBODY) + 2
        assert f"  {first + 1}行目: このメール（t301@example.jp）の" in done.stdout
        assert f"{first}行目" not in done.stdout
        assert "（2人）：深井 い、深井 う" in done.stdout
        slack.answers["users.list"] = {"ok": True, "members": accounts[:2]}
        again = bot_here(env, "roster", "match").stdout
        assert "Slackに見つからない：深井 う（t302@example.jp）" in again
        assert "1人のSlackの相手が分かりました" in again


def test_the_audit_is_verified(env: dict[str, str], file: Path) -> None:
    assert _import(env, file, "--yes").returncode == 0
    store = _store(env)
    boss = Actor(ADMIN.account, None, (Membership("", Role.ADMINISTRATOR, NOW.date()),))
    with store.write() as tx:
        list_viewed(tx, boss, "一覧", [CLERK.staff_id, NURSE.staff_id], NOW)
    good = bot_command(env, "audit", "verify")
    assert (good.returncode, good.stderr) == (0, "")
    assert "1か月分、1件を確かめました。" in good.stdout
    anchor = f"2020-01:3:{'0f' * 32}"
    assert "まるごとありません" in bot_here(env, "audit", "verify", "--anchor", anchor).stderr
    assert "読めません" in bot_here(env, "audit", "verify", "--anchor", "x").stderr
    with store.write() as tx:
        tx.exec_driver_sql("UPDATE audit_entry SET what = '別の一覧'")
    store.close()
    bad = bot_here(env, "audit", "verify")
    assert bad.returncode == 1
    assert "1件目が書きかえられています。" in bad.stderr


def test_the_readme_shows_the_table_that_the_command_prints() -> None:
    printed = bot_command({}, "permissions").stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert printed in readme
    rows = [tuple(c.strip() for c in line.strip("|").split("|")) for line in printed.splitlines()]
    assert (rows[0], *rows[2:]) == matrix()


def test_every_action_has_its_words() -> None:
    assert set(PERMISSIONS) == set(Action) == set(ACTION_LABELS)
    assert len(set(ACTION_LABELS.values())) == len(Action)
    for words in ACTION_LABELS.values():
        assert not re.search(r"[a-z]", words)
