"""Closed networks: a real proxy between the bot and Slack, and the office's own certificates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content.conftest import KNOWLEDGE, QUIZZES, write
from tests.support import signed
from tests.support.process import bot_command, bot_process, environment
from tests.support.proxy import PASSWORD, Proxy, connect_proxy
from tests.support.slack_stub import SlackStub, slack_stub
from tests.support.socket_stub import SocketStub, socket_stub
from tests.support.tls import Authority, make_authority

API, SOCKET = "slack.kizuki.test", "wss.kizuki.test"  # only the proxy can resolve these
HERE = "localhost"
BOT_TOKEN, APP_TOKEN = "xoxb-network-test", "xapp-network-test"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), API, SOCKET, HERE)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("content")
    write(folder / "knowledge", KNOWLEDGE)
    write(folder / "quizzes", QUIZZES)
    return {"KNOWLEDGE_DIR": str(folder / "knowledge"), "QUIZZES_DIR": str(folder / "quizzes")}


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with connect_proxy() as proxy:
        yield proxy


@pytest.fixture
def slack(authority: Authority) -> Iterator[SlackStub]:
    with slack_stub(lambda record: None, authority.context) as stub:
        yield stub


@pytest.fixture
def socket(authority: Authority) -> Iterator[SocketStub]:
    with socket_stub(authority.context) as stub:
        yield stub


@pytest.fixture
def settings(
    authority: Authority, content: dict[str, str], proxy: Proxy, slack: SlackStub, tmp_path: Path
) -> dict[str, str]:
    """Socket Mode behind the proxy; nothing of Slack can be reached without it."""
    return environment(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_APP_TOKEN=APP_TOKEN,
        SLACK_API_URL=address(slack, API),
        HTTPS_PROXY=proxy.url,
        SSL_CERT_FILE=str(authority.file),
        DATA_DIR=str(tmp_path / "data"),
        PORT="0",
        **content,
    )


def port_of(slack: SlackStub) -> str:
    return slack.url.strip("/").rpartition(":")[2]


def address(slack: SlackStub, host: str) -> str:
    return f"https://{host}:{port_of(slack)}/api/"


def open_at(slack: SlackStub, host: str, socket: SocketStub) -> None:
    """Have apps.connections.open lead to that host."""
    url = f"wss://{host}:{socket.port}/link?ticket=1"
    slack.answers["apps.connections.open"] = {"ok": True, "url": url}


@pytest.mark.parametrize(
    ("api", "link", "direct", "through_the_proxy"),
    [(API, HERE, HERE, {"api"}), (HERE, SOCKET, HERE, {"link"}), (HERE, HERE, "", {"api", "link"})],
    ids=["the Web API through the proxy", "Socket Mode through the proxy", "both"],
)
def test_proxy_no_proxy_and_certificates(
    api: str,
    link: str,
    direct: str,
    through_the_proxy: set[str],
    settings: dict[str, str],
    proxy: Proxy,
    slack: SlackStub,
    socket: SocketStub,
) -> None:
    """From the check of the token to a question that is answered."""
    open_at(slack, link, socket)
    with bot_process(settings | {"SLACK_API_URL": address(slack, api), "NO_PROXY": direct}) as bot:
        bot.wait_for("ready:")
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1"}
        body = json.loads(signed.event_body({**event, "text": "殴られている", "ts": "1.2"}, "Ev1"))
        assert socket.send("events_api", body)["envelope_id"] == "e-1"
        assert "警察・消防" in str(slack.made("chat.postMessage")[0].args)
        assert bot.stop(5) == 0
    hosts = {"api": f"{api}:{port_of(slack)}", "link": f"{link}:{socket.port}"}
    assert set(proxy.asked) == {hosts[name] for name in through_the_proxy}
    assert slack.tokens == {BOT_TOKEN, APP_TOKEN}
    assert PASSWORD not in bot.output


def refusal(settings: dict[str, str]) -> str:
    """The last line of a start that fails without a traceback and gives no secret away."""
    ended = bot_command(settings, "run")
    printed = ended.stdout + ended.stderr
    assert ended.returncode == 1, printed
    assert "Traceback" not in printed
    for secret in (BOT_TOKEN, APP_TOKEN, PASSWORD):
        assert secret not in printed
    return printed.splitlines()[-1]


def test_an_unknown_authority_is_named(settings: dict[str, str]) -> None:
    del settings["SSL_CERT_FILE"]
    sentence = refusal(settings)
    assert "SSL_CERT_FILE" in sentence
    assert "（SSLCertVerificationError）" in sentence


def test_a_proxy_that_stops_the_socket_is_named(
    settings: dict[str, str], proxy: Proxy, slack: SlackStub, socket: SocketStub
) -> None:
    """Offices that let slack.com pass forget the other host."""
    open_at(slack, SOCKET, socket)
    proxy.refused.add(SOCKET)
    sentence = refusal(settings)
    assert "wss://" in sentence
    assert "（WebSocketProxyException）" in sentence
    assert f"{SOCKET}:{socket.port}" in proxy.asked


def test_the_socket_needs_a_known_authority_too(
    settings: dict[str, str], slack: SlackStub, tmp_path: Path
) -> None:
    with socket_stub(make_authority(tmp_path, SOCKET).context) as stranger:
        open_at(slack, SOCKET, stranger)
        sentence = refusal(settings)
    assert "wss://" in sentence
    assert "（SSLCertVerificationError）" in sentence


def test_a_proxy_in_another_form_is_refused(settings: dict[str, str]) -> None:
    """websocket-client would take it for no proxy at all."""
    settings["HTTPS_PROXY"] = "proxy.example:8080"
    assert "HTTPS_PROXY は http://プロキシ:ポート の形にしてください" in refusal(settings)
