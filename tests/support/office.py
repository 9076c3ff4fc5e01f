"""One installation of the bot as an office runs it: settings, content, data and its Slack."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg

from bot.core.delivery import ANY_TIME, Delivery, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.office_calendar import tokyo_day, week_of
from bot.databases import LIVE_FILE, sqlite_url
from bot.service.roster import OPERATOR, Roster
from bot.slack.blocks.quiz import SURE
from bot.store import deliveries
from bot.store.engine import Store
from tests.content.conftest import KNOWLEDGE, QUIZZES, Desk, write
from tests.support import signed
from tests.support.process import BotProcess, bot_command, environment
from tests.support.slack_payloads import blocks_of, control, dm, interaction, picked
from tests.support.slack_stub import Call, SlackStub

APP_TOKEN = "xapp-office-token"  # noqa: S105  # a fixed value for tests
SECRET = "office-signing-secret"  # noqa: S105  # a fixed value for tests
BOT_TOKEN = "xoxb-office-token"  # noqa: S105  # a fixed value for tests
QUESTION = "call-first-1"
SECTION = "窓口サービス課"


@dataclass(frozen=True)
class Office:
    """``settings`` connect it to ``slack``; ``url`` is its database, ``desk`` its content."""

    folder: Path
    slack: SlackStub
    desk: Desk
    url: str
    settings: dict[str, str] = field(repr=False)

    @property
    def without_slack(self) -> dict[str, str]:
        """The settings after every Slack setting was lost."""
        return {k: v for k, v in self.settings.items() if not k.startswith("SLACK_")}

    def hire(self, *roles: str) -> list[str]:
        """Make a roster with one person per role; returns their Slack ids."""
        rows = [f"S{i},職員 {i}号,{SECTION},{role},U0{i}" for i, role in enumerate(roles)]
        text = "\n".join(["職員番号,氏名,課,役割,Slackメンバーid", *rows])
        with self.store() as store:
            store.upgrade()
            done = Roster(store).replace(OPERATOR, text.encode(), datetime.now(UTC))
        assert done.faults == ()
        return [f"U0{i}" for i in range(len(roles))]

    def plan_question(self, people: int) -> str:
        """Put this week's question for the first of the staff into the ledger; it is due."""
        now = datetime.now(UTC)
        key = f"quiz/{week_of(tokyo_day(now))}/1"
        since, until = now - timedelta(minutes=1), now + timedelta(hours=1)
        post = Occurrence(key, DeliveryKind.QUIZ, since, until, ANY_TIME)
        with self.store() as store, store.write() as tx:
            planned = [PlannedDelivery(f"S{i}", {"questions": QUESTION}) for i in range(people)]
            assert deliveries.plan(tx, post, planned) == people
        return key

    def delivery(self, key: str, number: int) -> Delivery:
        """How it stands with one person's delivery."""
        with self.store() as store, store.read() as tx:
            found = deliveries.of_person(tx, f"S{number}", key)
        assert found is not None
        return found

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Its database, opened beside the processes."""
        store = Store.open(self.url)
        try:
            yield store
        finally:
            store.close()


def open_office(folder: Path, slack: SlackStub, database_url: str = "") -> Office:
    """A smallest installation in ``folder``: SQLite, or the database of that address."""
    content = folder / "content"
    desk = Desk(write(content / "knowledge", KNOWLEDGE), write(content / "quizzes", QUIZZES))
    data = folder / "data"
    settings = environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{slack.url}api/",
        DATABASE_URL=database_url,
        DATA_DIR=str(data),
        KNOWLEDGE_DIR=str(desk.knowledge_dir),
        QUIZZES_DIR=str(desk.quizzes_dir),
        PORT="0",
    )
    return Office(folder, slack, desk, database_url or sqlite_url(data / LIVE_FILE), settings)


def command(port: int, user: str, text: str) -> str:
    """Type ``/kizuki text``; what is answered, as text."""
    answer = signed.post(address(port), SECRET, signed.command_body(user, text))
    assert answer.status_code == 200
    return str(answer.json())


def say(port: int, channel: str, event_id: str, **headers: str) -> int:
    """Write a direct message to the app; the HTTP status of the acknowledgement."""
    event = {"type": "message", "channel_type": "im", "channel": channel, "user": "U0"}
    body = signed.event_body({**event, "text": "殴られている", "ts": "1.2"}, event_id)
    kept = signed.headers(SECRET, body, "application/json")
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{address(port)}/slack/events"
    return httpx.post(url, content=body, headers=kept | more, timeout=20).status_code


def answer_question(port: int, post: Call) -> int:
    """Pick the first choice of a question that was sent, and be sure; the HTTP status."""
    person = post.args["channel"]
    blocks = blocks_of(post.args)
    place = {"type": "message", "channel_id": dm(person), "message_ts": "1.5"}
    payload = interaction("block_actions", person) | {
        "container": place | {"is_ephemeral": False},
        "channel": {"id": dm(person), "name": "directmessage"},
        "state": {"values": picked(blocks)},
        "actions": [control(blocks, SURE)],
    }
    return signed.post(address(port), SECRET, signed.interaction_body(payload)).status_code


def address(port: int) -> str:
    """Where a process on this machine serves."""
    return f"http://127.0.0.1:{port}"


def to(channel: str) -> Callable[[Call], bool]:
    """Whether a call posts to that channel or person."""
    return lambda call: call.method == "chat.postMessage" and call.args["channel"] == channel


def fingerprint(url: str) -> str:
    """A hash over every row of a database."""
    rows = _sqlite_rows(url) if url.startswith("sqlite") else _postgres_rows(url)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _sqlite_rows(url: str) -> list[str]:
    file = url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        rows = list(connection.iterdump())
    assert any("INSERT" in row for row in rows)
    return rows


def _postgres_rows(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found: list[tuple[Any, ...]] = connection.execute(
            "SELECT query_to_xml(format('SELECT * FROM %I ORDER BY 1', table_name), "
            "true, false, '')::text FROM information_schema.tables "
            "WHERE table_schema = 'public' ORDER BY table_name"
        ).fetchall()
    assert found
    return [row[0] for row in found]


def refusal(settings: dict[str, str], *args: str) -> str:
    """The sentence with which a start ends, as the last thing it prints."""
    ended = bot_command(settings, "run", *args)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in ended.stderr
    return ended.stderr.splitlines()[-1]


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, after how many seconds, and all it printed."""

    code: int
    seconds: float
    output: str


def stopped(bot: BotProcess) -> Ended:
    """Ask it to end, as a service manager does."""
    before = time.monotonic()
    code = bot.stop()
    return Ended(code, time.monotonic() - before, bot.output)
