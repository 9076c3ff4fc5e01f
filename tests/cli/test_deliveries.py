"""`deliveries` and `plan-delivery` at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.delivery import (
    ANY_TIME,
    DeliveryKind,
    DeliveryState,
    Occurrence,
    OccurrenceState,
    PlannedDelivery,
)
from bot.core.people import Membership, Role, Section, Staff
from bot.databases import LIVE_FILE, open_store, sqlite_url
from bot.store import deliveries, ledger, occurrences, people
from bot.store.engine import Store
from tests.support.process import bot_command, bot_here, environment

KEY = "quiz/2026-W47/1"
PEOPLE = 4


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(DATA_DIR=str(tmp_path / "data"))


@pytest.fixture
def store(env: dict[str, str]) -> Iterator[Store]:
    """The live database in which four people are owed a question."""
    opened = open_store(sqlite_url(Path(env["DATA_DIR"]) / LIVE_FILE), "live")
    now = datetime.now(UTC)
    staff = [Staff(f"S{n}", f"職員{n}", f"U{n}") for n in range(PEOPLE)]
    held = [(p.staff_id, Membership("a", Role.STAFF, now.date())) for p in staff]
    due = Occurrence(KEY, DeliveryKind.QUIZ, now, now + timedelta(hours=1), ANY_TIME)
    with opened.write() as tx:
        people.replace_roster(tx, [Section("a", "福祉課")], staff, held, now.date())
        deliveries.plan(tx, due, [PlannedDelivery(p.staff_id, {"questions": "q"}) for p in staff])
        sent, dead = ledger.claim(tx, [KEY], now, now, now + timedelta(hours=1), 2)
        ledger.mark_sent(tx, sent.delivery_id, "D1", "1.0")
        ledger.bury(tx, dead, "user_not_found")
    yield opened
    opened.close()


def state(store: Store) -> OccurrenceState | None:
    with store.read() as tx:
        return occurrences.state_of(tx, KEY)


def test_the_list_shows_a_bar_and_the_reasons(env: dict[str, str], store: Store) -> None:
    ended = bot_command(env, "deliveries")
    assert ended.returncode == 0, ended.stderr
    assert f"11月16日〜11月20日の週の設問（配信中）　{KEY}" in ended.stdout
    assert f"{'■' * 5}{'□' * 15} 25％　1／4人" in ended.stdout
    assert "待ち2人" in ended.stdout
    assert "Slackに相手が見つからない 1人" in ended.stdout


def test_a_send_is_paused_resumed_repeated_and_withdrawn(env: dict[str, str], store: Store) -> None:
    assert bot_here(env, "deliveries", "pause", KEY).returncode == 0
    assert state(store) is OccurrenceState.PAUSED
    again = bot_here(env, "deliveries", "pause", KEY)
    assert again.returncode == 1
    assert "もう変えられません" in again.stderr
    assert bot_here(env, "deliveries", "resume", KEY).returncode == 0
    assert state(store) is OccurrenceState.ACTIVE
    refused = bot_here(env, "deliveries", "cancel", KEY, stdin="いいえ\n")
    assert refused.returncode == 1
    assert "何も変えていません" in refused.stderr
    assert state(store) is OccurrenceState.ACTIVE
    retried = bot_here(env, "deliveries", "retry", KEY, stdin="はい\n")
    assert "1人について" in retried.stdout
    assert bot_here(env, "deliveries", "cancel", KEY, stdin="はい\n").returncode == 0
    assert state(store) is OccurrenceState.CANCELLED
    with store.read() as tx:
        counts = deliveries.counts(tx)
    assert (counts[DeliveryState.SENT], counts[DeliveryState.CANCELLED]) == (1, 2)


def test_a_decision_needs_to_know_about_which_send(env: dict[str, str]) -> None:
    ended = bot_here(env, "deliveries", "pause")
    assert ended.returncode == 2
    assert "一覧にある名前" in ended.stderr


def test_without_a_database_nothing_is_made(env: dict[str, str]) -> None:
    ended = bot_here(env, "deliveries")
    assert ended.returncode == 1
    assert "データベースがありません" in ended.stderr
    assert not Path(env["DATA_DIR"]).exists()


@pytest.mark.parametrize(
    ("args", "sizes"), [((), ("240", "1,000", "35,000")), (("--staff", "300"), ("300",))]
)
def test_the_plan_is_printed_for_each_size(
    env: dict[str, str], args: tuple[str, ...], sizes: tuple[str, ...]
) -> None:
    ended = bot_here(env, "plan-delivery", *args)
    assert ended.returncode == 0, ended.stderr
    assert [line for line in ended.stdout.splitlines() if line.startswith("職員")] == [
        f"職員{size}人" for size in sizes
    ]
    assert ended.stdout.count("〔計画のみ〕") == len(sizes)
    if not args:
        assert "9時間44分" in ended.stdout
