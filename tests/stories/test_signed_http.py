"""The whole story as signed HTTP requests to the running process, with another Slack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content.library import Library
from bot.core.delivery import ANY_TIME, DeliveryKind, Occurrence, PlannedDelivery
from bot.core.office_calendar import tokyo_day, week_of
from bot.store import deliveries
from bot.store.engine import Store
from tests.support import signed
from tests.support.engines import lend_engines
from tests.support.process import (
    ROOT,
    BotProcess,
    bot_command,
    bot_process,
    environment,
    write_file,
)
from tests.support.records import Records
from tests.support.slack_stub import Call, SlackStub, slack_stub

SECRET = "story-signing-secret"  # noqa: S105  # a fixed value for this test
TOKEN = "xoxb-story-token"  # noqa: S105  # a fixed value for this test
STAFF, CHIEF = "U0STAFF01", "U0CHIEF01"
ROSTER = f"""職員番号,氏名,課,役割,Slackメンバーid
S1,青葉 みどり,窓口サービス課,,{STAFF}
S2,若草 はじめ,窓口サービス課,課長,{CHIEF}
"""


class Front:
    """Slack's side of the app's public address: signs and posts as Slack would."""

    def __init__(self, port: int, records: Records) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._records = records

    def post(self, body: str, to: str) -> httpx.Response:
        """POST one signed request and record the acknowledgement."""
        answer = signed.post(self.address, SECRET, body)
        self._records.ack(to, answer.text)
        return answer

    def command(self, user: str, text: str) -> dict[str, Any]:
        """Type /kizuki; returns the acknowledgement."""
        answer = self.post(signed.command_body(user, text), "slash_commands")
        assert answer.status_code == 200
        ack: dict[str, Any] = answer.json()
        return ack

    def press(self, payload: dict[str, Any]) -> httpx.Response:
        """Press a button."""
        return self.post(signed.interaction_body(payload), "interactive")


@pytest.fixture
def stub(records: Records) -> Iterator[SlackStub]:
    with slack_stub(records.add) as stub:
        yield stub


@pytest.fixture
def settings(stub: SlackStub, tmp_path: Path) -> dict[str, str]:
    lend_engines(tmp_path / "data")
    return environment(
        SLACK_BOT_TOKEN=TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{stub.url}api/",
        DATA_DIR=str(tmp_path / "data"),
        PORT="0",
    )


@pytest.fixture
def bot(settings: dict[str, str], tmp_path: Path) -> Iterator[BotProcess]:
    """The process, with a roster and a question that has just come due."""
    roster = write_file(tmp_path, "roster.csv", ROSTER)
    imported = bot_command(settings, "roster", "import", str(roster), "--yes")
    assert imported.returncode == 0, imported.stderr
    plan_question(tmp_path / "data" / "kizuki.db")
    with bot_process(settings, "--slack") as bot:
        yield bot


def plan_question(database: Path) -> str:
    """Put this week's question into the ledger through the same door as the ticker."""
    now = datetime.now(UTC)
    key = f"quiz/{week_of(tokyo_day(now))}/1"
    since, until = now - timedelta(minutes=1), now + timedelta(hours=1)
    post = Occurrence(key, DeliveryKind.QUIZ, since, until, ANY_TIME)
    question = next(iter(Library.open(ROOT / "knowledge", ROOT / "quizzes").course.questions))
    store = Store.open(f"sqlite:///{database}")
    with store.write() as tx:
        deliveries.plan(tx, post, [PlannedDelivery("S1", {"questions": question})])
    store.close()
    return key


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    """What each block says."""
    return [json.dumps(block, ensure_ascii=False) for block in blocks]


def first_with(blocks: list[dict[str, Any]], words: str) -> int:
    """Where the words are first shown."""
    return next(i for i, text in enumerate(texts(blocks)) if words in text)


def test_ask_answer_count(bot: BotProcess, stub: SlackStub, records: Records) -> None:
    front = Front(bot.port(), records)
    assert httpx.get(f"{front.address}/healthz").text == "ok"

    answer = front.command(STAFF, "相談 家賃が払えず食べるものもないと言っている")
    assert answer["response_type"] == "ephemeral"
    urgent = first_with(answer["blocks"], "そのまま帰さず")
    assert urgent < first_with(answer["blocks"], "ここにつなぐ")
    assert "2026年11月22日確認" in "".join(texts(answer["blocks"]))
    assert "出典" in "".join(texts(answer["blocks"]))

    post = stub.wait(lambda c: c.method == "chat.postMessage" and c.args["channel"] == STAFF)
    assert "delivery_id" in str(post.args["metadata"])

    before = front.command(CHIEF, "集計")
    assert "（受付中）：1／" not in "".join(texts(before["blocks"]))
    pressed = front.press(pressed_answer(post))
    assert pressed.status_code == 200
    shown = stub.wait(lambda c: c.method == "chat.update" and "解説" in str(c.args["blocks"]))
    assert shown.args["channel"] == post_channel(post)
    after = front.command(CHIEF, "集計")
    assert "（受付中）：1／" in "".join(texts(after["blocks"]))

    assert bot.stop() == 0
    assert TOKEN not in bot.output
    assert SECRET not in bot.output
    assert "家賃" not in bot.output


def blocks_of(call: Call) -> list[dict[str, Any]]:
    blocks = call.args["blocks"]
    parsed: list[dict[str, Any]] = json.loads(blocks) if isinstance(blocks, str) else blocks
    return parsed


def post_channel(post: Call) -> str:
    return f"D{post.args['channel'][1:]}"


def pressed_answer(post: Call) -> dict[str, Any]:
    """The person picks the first choice and presses 「自信をもって答える」."""
    blocks = blocks_of(post)
    choices = next(b for b in blocks if str(b.get("block_id", "")).startswith("choices|"))
    radio = choices["elements"][0]
    sure = next(
        e
        for b in blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == "quiz:answer:sure"
    )
    picked = {"type": "radio_buttons", "selected_option": radio["options"][0]}
    container = {
        "type": "message",
        "channel_id": post_channel(post),
        "message_ts": "1700000000.000001",
        "is_ephemeral": False,
    }
    return {
        "type": "block_actions",
        "user": {"id": post.args["channel"], "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "1.2.abc",
        "container": container,
        "channel": {"id": post_channel(post), "name": "directmessage"},
        "state": {"values": {choices["block_id"]: {radio["action_id"]: picked}}},
        "actions": [{**sure, "block_id": "x", "action_ts": "1"}],
    }


def test_a_forged_or_stale_request_is_refused(bot: BotProcess) -> None:
    address = f"http://127.0.0.1:{bot.port()}/slack/events"
    body = signed.command_body(STAFF, "")
    stale = signed.headers(SECRET, body, age=600)
    forged = signed.headers("another-secret", body)
    for headers in (stale, forged):
        assert httpx.post(address, content=body, headers=headers).status_code == 401
