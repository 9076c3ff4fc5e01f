"""`run` as a process: what starts it, what stops it, and what it refuses with one sentence."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Part, run_live
from bot.config import read_config
from bot.demonstration import STATE_FILE
from bot.serving import CannotListen, HttpServer
from bot.slack.clients import make_clients
from bot.slack.connection import INVALID_APP, INVALID_BOT, NotConnected, check_token
from tests.support.office import APP_TOKEN, BOT_TOKEN, SECRET, Office, open_office, refusal
from tests.support.process import bot_command, environment, write_file
from tests.support.slack_stub import DROPPED, SlackStub, Trouble, slack_stub

NO_BOT = "SLACK_BOT_TOKEN がありません"
BAD_BOT = "SLACK_BOT_TOKEN は xoxb- で始まるトークンにしてください"
NO_WAY_IN = "SLACK_APP_TOKEN（ソケットモード）か SLACK_SIGNING_SECRET（HTTP）が必要です"
BAD_URL = "SLACK_API_URL は https:// で始まるアドレスにしてください"
BAD_APP = "SLACK_APP_TOKEN は xapp- で始まるトークンにしてください"


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStub]:
    with slack_stub(lambda record: None) as stub:
        yield stub


@pytest.fixture
def office(slack: SlackStub, tmp_path: Path) -> Iterator[Office]:
    """An installation that has never been started, with a Slack that works again afterwards."""
    yield open_office(tmp_path, slack)
    slack.troubles.clear()


@pytest.mark.parametrize(
    ("settings", "args", "faults"),
    [
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, [], [NO_WAY_IN]),
        ({"SLACK_BOT_TOKEN": SECRET, "SLACK_APP_TOKEN": SECRET}, [], [BAD_BOT, BAD_APP]),
        ({"SLACK_API_URL": "https://slack.example/api/"}, [], [NO_BOT, NO_WAY_IN]),
        ({"SLACK_API_URL": "https://slack.example:x/"}, [], [NO_BOT, NO_WAY_IN, BAD_URL]),
        ({}, ["--slack"], [NO_BOT, NO_WAY_IN]),
        ({}, ["--only", "worker"], [NO_BOT, NO_WAY_IN]),
    ],
)
def test_an_incomplete_set_of_settings_is_no_demonstration(
    settings: dict[str, str], args: list[str], faults: list[str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    sentence = refusal(environment(DATA_DIR=str(data), PORT="0", **settings), *args)
    assert sentence == f"設定を直してください：{'／'.join(faults)}。"
    assert not data.exists()


def test_a_wrong_token_stops_the_start(office: Office) -> None:
    office.slack.troubles["auth.test"] = Trouble(error="invalid_auth")
    assert refusal(office.settings) == INVALID_BOT


def test_a_wrong_token_stops_a_worker_too(office: Office) -> None:
    """It would otherwise give up every message that waits."""
    office.slack.troubles["auth.test"] = Trouble(error="invalid_auth")
    with pytest.raises(NotConnected, match=re.escape(INVALID_BOT)):
        start_half(office, Part.WORKER)


def test_a_wrong_app_token_stops_the_start(office: Office) -> None:
    office.slack.troubles["apps.connections.open"] = Trouble(error="not_allowed_token_type")
    assert refusal(office.settings | {"SLACK_APP_TOKEN": APP_TOKEN}) == INVALID_APP


def test_an_address_without_slack_stops_the_start(office: Office) -> None:
    office.settings["SLACK_API_URL"] = "http://127.0.0.1:9/"
    with pytest.raises(NotConnected, match=r"SLACK_API_URL .*（ConnectionRefusedError）"):
        start_half(office, Part.WEB)


def start_half(office: Office, part: Part) -> None:
    """What `run --only` does, in this process: for starts that fail."""
    config = read_config(office.settings, office.folder)
    assert config.slack is not None
    run_live(config, config.slack, part)


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Trouble(503, "service_unavailable"), "service_unavailable"),
        (Trouble(429, "ratelimited"), "ratelimited"),
        (Trouble(DROPPED), "RemoteDisconnected"),
    ],
)
def test_when_slack_is_down_the_token_is_not_blamed(
    trouble: Trouble, why: str, office: Office
) -> None:
    office.slack.troubles["auth.test"] = trouble
    clients = make_clients(BOT_TOKEN, office.settings["SLACK_API_URL"])
    with pytest.raises(NotConnected, match=f"^Slackにつながりません.*（{why}）"):
        check_token(clients)


def test_a_taken_port_is_named(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refusal(office.without_slack | {"PORT": str(port)})
    assert sentence.startswith(f"ポート{port}はほかのプログラムが使っています。")


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1 のポート0で待ち受けられません"):
        HttpServer("192.0.2.1", 0)


def test_broken_content_refuses_the_start_with_the_whole_list(office: Office) -> None:
    office.desk.replace("knowledge/glossary.yaml", "yomi", "yoml")
    office.desk.replace("quizzes/concepts/call-first.yaml", "type: duty", "type: dooty")
    ended = bot_command(office.settings, "run")
    assert ended.returncode == 1
    assert "knowledge/glossary.yaml:2:" in ended.stderr
    assert "quizzes/concepts/call-first.yaml:6:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unreadable_page_of_the_demonstration_is_named(office: Office) -> None:
    (office.folder / "data").mkdir()
    write_file(office.folder / "data", STATE_FILE, "{")
    assert STATE_FILE in refusal(office.without_slack)
