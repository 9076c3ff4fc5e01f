"""`certificate verify` and `withdraw`, and `export card`, at the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.certificate import CertificateKind
from bot.core.people import Membership, Role, Section, Staff
from bot.core.serial import check_sign, shown_serial
from bot.databases import LIVE_FILE, open_store, sqlite_url
from bot.store import certificates, people
from bot.store.certificates import Issued
from bot.store.engine import Store
from tests.support.pdf import page_texts

BODY = "3HK7P9QX2"
SERIAL = BODY + check_sign(BODY)
NAME = "髙橋 みどり"
DAY = date(2026, 4, 1)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Terminal = Callable[..., Ended]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """Commands over a data folder of their own."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*args: str, typed: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main(list(args))
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The live database in which one person has a certificate."""
    opened = open_store(sqlite_url(tmp_path / "data" / LIVE_FILE), "live")
    held = [("s1", Membership("a", Role.STAFF, DAY))]
    issued = Issued(SERIAL, "s1", 2026, CertificateKind.TAKEN, date(2026, 11, 24), None)
    with opened.write() as tx:
        people.replace_roster(tx, [Section("a", "税務課")], [Staff("s1", NAME)], held, DAY)
        assert certificates.issue(tx, issued)
    yield opened
    opened.close()


def test_a_number_is_verified_without_a_name(run: Terminal, store: Store) -> None:
    ended = run("certificate", "verify", shown_serial(SERIAL).lower())
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"{shown_serial(SERIAL)}： 有効です。",
        "年度： 2026年度（受講）",
    ]
    same = run("certificate", "verify", SERIAL, "--name", NAME)
    other = run("certificate", "verify", SERIAL, "--name", "別の人")
    assert (same.code, other.code) == (0, 1)
    assert "一致します" in same.out
    assert "一致しません" in other.out
    assert NAME not in ended.out + same.out + other.out


def test_a_withdrawn_unknown_or_mistyped_number(run: Terminal, store: Store) -> None:
    refused = run("certificate", "withdraw", SERIAL, typed="いいえ\n")
    assert refused.code == 1
    assert "有効です" in run("certificate", "verify", SERIAL).out
    done = run("certificate", "withdraw", SERIAL, typed="はい\n")
    assert (done.code, done.out.endswith("取り消しました。\n")) == (0, True)
    for number, sentence in (
        (SERIAL, "取り消されています"),
        ("2222222222", "発行されていません"),
        ("abc", "番号を読み取れません"),
    ):
        ended = run("certificate", "verify", number)
        assert (ended.code, sentence in ended.out) == (1, True)
    again = run("certificate", "withdraw", SERIAL, typed="はい\n")
    assert (again.code, "有効な修了証" in again.err) == (1, True)


def test_a_card_is_written_by_theme_or_question(tmp_path: Path, run: Terminal) -> None:
    file = tmp_path / "カード.pdf"
    done = run("export", "card", "danger-first", str(file))
    assert (done.code, done.err) == (0, "")
    (text,) = page_texts(file.read_bytes())
    assert "話し合ってみましょう" in text
    gone = run("export", "card", "gone", str(file))
    assert (gone.code, gone.out) == (1, "")
    assert "「gone」というテーマや設問はありません" in gone.err
