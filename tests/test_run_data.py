"""What a database is for: demonstration and real data never meet, and data stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.app import Part, run_live
from bot.config import ConfigError, read_config
from bot.databases import open_store, sqlite_url
from bot.demonstration import DEMO_FILE, open_demo_store
from tests.support.office import (
    BOT_TOKEN,
    SECRET,
    Ended,
    Office,
    address,
    answer_question,
    command,
    fingerprint,
    open_office,
    refusal,
    stopped,
    to,
)
from tests.support.postgres import PostgresServer
from tests.support.process import bot_process, environment, write_file
from tests.support.slack_stub import SlackStub, slack_stub

STOP_SECONDS = 5


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStub]:
    with slack_stub(lambda record: None) as stub:
        yield stub


@pytest.fixture
def office(slack: SlackStub, tmp_path: Path) -> Office:
    """An installation that has never been started."""
    return open_office(tmp_path, slack)


@dataclass(frozen=True)
class Demonstration:
    """What `run` did without any Slack setting, and the database it left."""

    health: str
    page: str
    ended: Ended
    url: str


@pytest.fixture(scope="module")
def demonstration(slack: SlackStub, tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """It is started where a proxy is set that nobody answers at: it speaks to itself only."""
    office = open_office(tmp_path_factory.mktemp("demo"), slack)
    proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    with bot_process(office.without_slack | proxy) as bot:
        place = address(bot.port())
        health, page = httpx.get(f"{place}/healthz").text, httpx.get(place).text
        ended = stopped(bot)
    url = sqlite_url(office.folder / "data" / DEMO_FILE)
    return Demonstration(health, page, ended, url)


def test_without_slack_settings_it_is_a_demonstration(demonstration: Demonstration) -> None:
    assert re.search(r"開いてください： http://127\.0\.0\.1:\d+/\n", demonstration.ended.output)
    assert demonstration.health == "ok"
    assert "デモ" in demonstration.page


def test_the_demonstration_ends_when_told(demonstration: Demonstration) -> None:
    assert demonstration.ended.code == 0, demonstration.ended.output
    assert demonstration.ended.seconds < STOP_SECONDS
    assert "Traceback" not in demonstration.ended.output


def test_its_database_is_refused_with_slack_settings(
    demonstration: Demonstration, office: Office
) -> None:
    before = fingerprint(demonstration.url)
    sentence = refusal(office.settings | {"DATABASE_URL": demonstration.url})
    assert "デモ用" in sentence
    assert "DATABASE_URL" in sentence
    assert fingerprint(demonstration.url) == before


@dataclass(frozen=True)
class Lived:
    """An office after its first run: somebody answered, the supervisor saw it."""

    office: Office
    ended: Ended
    chief: str


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Started with its secrets in files, as service managers hand them over."""
    folder = tmp_path_factory.mktemp("lived")
    with slack_stub(lambda record: None) as slack:
        office = open_office(folder, slack)
        clerk, chief = office.hire("", "課長")
        office.plan_question(1)
        for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
            file = write_file(folder, name, office.settings.pop(name) + "\n")
            office.settings[f"{name}_FILE"] = str(file)
        with bot_process(office.settings) as bot:
            bot.wait_for("ready:")
            post = slack.wait(to(clerk))
            assert answer_question(bot.port(), post) == 200
            assert "受講済1人" in command(bot.port(), chief, "集計")
            ended = stopped(bot)
        yield Lived(office, ended, chief)


def test_secrets_may_stand_in_files_and_are_never_printed(lived: Lived) -> None:
    assert lived.office.slack.tokens == {BOT_TOKEN}
    for secret in (BOT_TOKEN, SECRET):
        assert secret not in lived.ended.output


def test_it_ends_when_told(lived: Lived) -> None:
    assert lived.ended.code == 0, lived.ended.output
    assert lived.ended.seconds < STOP_SECONDS


@pytest.mark.parametrize("way", ["DATABASE_URL", "DATA_DIR"])
def test_a_lost_token_opens_no_page_on_the_real_data(lived: Lived, way: str) -> None:
    settings = environment(PORT="0", DATA_DIR=lived.office.settings["DATA_DIR"])
    if way == "DATABASE_URL":
        settings |= {"DATABASE_URL": lived.office.url, "DATA_DIR": str(lived.office.folder)}
    before = fingerprint(lived.office.url)
    assert "SLACK_BOT_TOKEN" in refusal(settings)
    assert fingerprint(lived.office.url) == before


def test_a_second_start_goes_on_with_the_data(lived: Lived) -> None:
    with bot_process(lived.office.settings) as bot:
        bot.wait_for("ready:")
        assert "受講済1人" in command(bot.port(), lived.chief, "集計")
        assert bot.stop() == 0
    assert len([call for call in lived.office.slack.calls if to("U00")(call)]) == 1


@pytest.fixture
def database_url(postgres: PostgresServer) -> str:
    return postgres.url(postgres.create_database())


def test_postgresql_opens_no_page_on_the_real_data(office: Office, database_url: str) -> None:
    open_store(database_url, "live").close()
    before = fingerprint(database_url)
    config = read_config(office.without_slack | {"DATABASE_URL": database_url}, office.folder)
    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN"):
        open_demo_store(config)
    assert fingerprint(database_url) == before


def test_postgresql_takes_no_real_data_into_a_demonstration(
    office: Office, database_url: str
) -> None:
    open_store(database_url, "demo").close()
    before = fingerprint(database_url)
    config = read_config(office.settings | {"DATABASE_URL": database_url}, office.folder)
    assert config.slack is not None
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        run_live(config, config.slack, Part.ALL)
    assert fingerprint(database_url) == before
