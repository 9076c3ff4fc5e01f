"""What a live process shows outside: alive, ready, figures, a log that says nothing of anybody."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.core.delivery import DeliveryState
from bot.core.duties import SafetyKind
from bot.store.tables import delivery
from tests.support.office import Ended, Office, address, command, open_office, say, stopped, to
from tests.support.process import BotProcess, bot_process
from tests.support.slack_stub import slack_stub

START_SECONDS, STOP_SECONDS = 10, 5  # the aim for a start is 2 on a machine that is not busy
TYPED = "家賃が払えないと言っている"
SAMPLE = re.compile(r'kizuki_[a-z_]+(?:\{(?:[a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+|# (?:HELP|TYPE) .+')


@dataclass
class Live:
    """A process, the port for this machine only, and how long it took to start."""

    office: Office
    bot: BotProcess
    status: str
    seconds: float
    people: list[str] = field(default_factory=list)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.status}{path}", timeout=20)

    def reasons(self) -> list[str]:
        reasons: list[str] = self.get("/readyz").json()["reasons"]
        return reasons

    def figures(self) -> dict[str, float]:
        lines = self.get("/metrics").text.splitlines()
        assert [line for line in lines if not SAMPLE.fullmatch(line)] == []
        samples = (line.rpartition(" ") for line in lines if not line.startswith("#"))
        return {name: float(value) for name, _, value in samples}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with ExitStack() as stack:
        slack = stack.enter_context(slack_stub(lambda record: None))
        office = open_office(tmp_path_factory.mktemp("live"), slack)
        people = office.hire("", "管理者")
        _without_a_number(office)
        port = _free_port()
        began = time.monotonic()
        bot = stack.enter_context(bot_process(office.settings | {"STATUS_PORT": str(port)}))
        bot.wait_for("ready:")
        yield Live(office, bot, address(port), time.monotonic() - began, people)


def _without_a_number(office: Office) -> None:
    """Let every duty lead to a desk of the ward whose number nobody has entered."""
    desk = "knowledge/destinations/emergency.yaml"
    office.desk.replace(desk, "kind: line", "kind: desk\nward_desk: true")
    office.desk.replace("knowledge/contacts.yaml", 'phones: ["110", "06-6682-0000"]', "phones: []")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _eventually(live: Live, path: str, status: int) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while (answer := live.get(path)).status_code != status:
        assert time.monotonic() < deadline, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_it_starts_soon(live: Live) -> None:
    assert live.seconds < START_SECONDS


def test_alive_and_ready(live: Live) -> None:
    assert live.get("/healthz").text == "ok"
    assert _eventually(live, "/readyz", 200) == {"ready": True, "reasons": []}


def test_the_figures_stay_on_this_machine(live: Live) -> None:
    public = address(live.bot.port())
    assert httpx.get(f"{public}/healthz").text == "ok"
    assert httpx.get(f"{public}/readyz").status_code == 200
    assert httpx.get(f"{public}/metrics").status_code == 404


def test_figures_count_what_happens(live: Live) -> None:
    before = live.figures()
    key = 'kizuki_request_seconds_count{listener="command/ask"}'
    command(live.bot.port(), "U00", f"相談 {TYPED}")
    after = live.figures()
    assert after[key] == before.get(key, 0) + 1
    assert after["kizuki_answers_total"] == before["kizuki_answers_total"] + 1
    assert after["kizuki_database_up"] == 1
    assert after['kizuki_deliveries{state="queued"}'] >= 0
    assert any(name.startswith("kizuki_content_info{") for name in after)
    buckets = [v for k, v in after.items() if k.startswith(key.replace("_count", "_bucket")[:-1])]
    assert buckets == sorted(buckets)
    assert buckets[-1] == after[key]


def test_no_figure_names_anybody(live: Live) -> None:
    command(live.bot.port(), live.people[0], f"相談 {TYPED}")
    text = live.get("/metrics").text
    for word in (*live.people, "職員", "S0", TYPED):
        assert word not in text


def test_the_log_is_json_with_request_ids_and_says_nothing_of_anybody(live: Live) -> None:
    assert say(live.bot.port(), "D0LOG", "EvLog") == 200
    live.office.slack.wait(to("D0LOG"))
    live.bot.wait_for("event/message")
    entries = [json.loads(line) for line in live.bot.output.splitlines()]
    requests = [entry for entry in entries if entry["message"] == "request"]
    assert len({entry["request"] for entry in requests}) == len(requests) > 0
    assert {"listener", "status", "ms", "person"} <= set(requests[-1])
    for word in (*live.people, TYPED, "殴られている", "U00", "EvLog"):
        assert word not in live.bot.output


def test_the_start_names_duties_without_a_number_by_day(live: Live) -> None:
    named = [line for line in live.bot.output.splitlines() if "昼間の区の連絡先" in line]
    assert len(named) == len(SafetyKind)
    assert "knowledge/local.yaml" in named[0]


def test_the_first_copy_is_made_at_the_start(live: Live) -> None:
    live.bot.wait_for("backup made")
    (copy,) = (live.office.folder / "data" / "backups").iterdir()
    assert copy.name.startswith("kizuki-nightly-")


def test_a_dead_delivery_is_a_reason_until_it_is_settled(live: Live) -> None:
    live.office.plan_question(1)
    with live.office.store() as store, store.write() as tx:
        tx.execute(delivery.update().values(state=DeliveryState.DEAD))
    (reason,) = _eventually(live, "/readyz", 503)["reasons"]
    assert "届けられなかった配信が1件" in reason
    with live.office.store() as store, store.write() as tx:
        tx.execute(delivery.update().values(state=DeliveryState.SENT))
    assert live.reasons() == []


def test_it_ends_when_told(live: Live) -> None:
    ended: Ended = stopped(live.bot)
    assert ended.code == 0, ended.output
    assert ended.seconds < STOP_SECONDS
