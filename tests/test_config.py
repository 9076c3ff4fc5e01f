"""Settings: none means demonstration, some means all of them, and faults come together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import (
    DEFAULT_API_URL,
    DEFAULT_PORT,
    SETTINGS,
    Config,
    ConfigError,
    SlackSettings,
    documented_names,
    read_config,
)

ROOT = Path("somewhere")
# Not real tokens, and no scanner should take them for some.
BOT = "xoxb-" + "b" * 12
APP = "xapp-" + "a" * 12
SIGNING = "s" * 16
DATABASE = "postgresql://kizuki:" + "p" * 12 + "@127.0.0.1/kizuki"
SOCKET: Mapping[str, str] = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP: Mapping[str, str] = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}

NO_BOT = "SLACK_BOT_TOKEN がありません"
NO_WAY_IN = "SLACK_APP_TOKEN（ソケットモード）か SLACK_SIGNING_SECRET（HTTP）が必要です"
BAD_BOT = "SLACK_BOT_TOKEN は xoxb- で始まるトークンにしてください"
BAD_APP = "SLACK_APP_TOKEN は xapp- で始まるトークンにしてください"
BAD_URL = "SLACK_API_URL は https:// で始まるアドレスにしてください"
BAD_PORT = "PORT は 0 から 65535 までの数字にしてください"
BAD_DATABASE = "DATABASE_URL は postgresql:// か sqlite:/// で始まる接続先にしてください"


def _slack(environ: Mapping[str, str]) -> SlackSettings:
    slack = read_config(environ, ROOT).slack
    assert slack is not None
    return slack


def _faults(environ: Mapping[str, str], *, need_slack: bool = False) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read_config(environ, ROOT, need_slack=need_slack)
    start, mark, rest = str(refused.value).partition("：")
    assert (start, mark, rest[-1]) == ("設定を直してください", "：", "。")
    return rest[:-1].split("／")


def test_without_any_setting_it_is_the_demonstration() -> None:
    assert read_config({}, ROOT) == Config(
        slack=None,
        database_url=None,
        data_dir=ROOT / "data",
        knowledge_dir=ROOT / "knowledge",
        quizzes_dir=ROOT / "quizzes",
        host="127.0.0.1",
        port=DEFAULT_PORT,
    )


def test_empty_settings_and_those_of_other_programs_do_not_matter() -> None:
    environ = {"SLACK_BOT_TOKEN": " ", "SLACK_API_URL": "", "MY_SLACK_TOKEN": "x", "HOME": "/"}
    assert read_config(environ, ROOT) == read_config({}, ROOT)


@pytest.mark.parametrize(
    ("environ", "faults"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, [NO_WAY_IN]),
        ({"SLACK_APP_TOKEN": APP}, [NO_BOT]),
        ({"SLACK_SIGNING_SECRET": SIGNING}, [NO_BOT]),
        ({"SLACK_API_URL": "https://slack.example/api/"}, [NO_BOT, NO_WAY_IN]),
        ({"SLACK_SOMETHING_NEW": "1"}, [NO_BOT, NO_WAY_IN]),
    ],
)
def test_any_slack_setting_asks_for_the_complete_set(
    environ: Mapping[str, str], faults: list[str]
) -> None:
    assert _faults(environ) == faults


def test_where_slack_is_needed_nothing_at_all_is_a_fault() -> None:
    assert _faults({}, need_slack=True) == [NO_BOT, NO_WAY_IN]
    assert read_config(SOCKET, ROOT, need_slack=True) == read_config(SOCKET, ROOT)


def test_the_app_token_chooses_socket_mode() -> None:
    socket, http = _slack(SOCKET), _slack(HTTP)
    assert socket == SlackSettings(BOT, APP, None, DEFAULT_API_URL)
    assert http == SlackSettings(BOT, None, SIGNING, DEFAULT_API_URL)
    assert (socket.socket_mode, http.socket_mode) == (True, False)
    assert _slack({**SOCKET, **HTTP}).socket_mode


@pytest.mark.parametrize("written", ["https://slack.example/api", "https://slack.example/api/"])
def test_the_api_address_ends_in_a_slash(written: str) -> None:
    assert _slack({**SOCKET, "SLACK_API_URL": written}).api_url == "https://slack.example/api/"


@pytest.mark.parametrize(
    "written", ["slack.com/api/", "ftp://slack.com/", "file:///api/", "https://", "https://[::1"]
)
def test_an_api_address_must_be_one(written: str) -> None:
    assert _faults({**SOCKET, "SLACK_API_URL": written}) == [BAD_URL]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize(
    "value", ["proxy:8080", "socks5://proxy:1080", "http://:8080", "http://p:x"]
)
def test_a_proxy_must_be_an_address(name: str, value: str) -> None:
    fault = f"{name} は http://プロキシ:ポート の形にしてください"
    assert _faults({**SOCKET, name: value}) == [fault]
    assert _slack({**SOCKET, name: "http://user:word@proxy:8080"}) == _slack(SOCKET)
    assert read_config({name: value}, ROOT).slack is None, "the demonstration needs none"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SLACK_BOT_TOKEN", APP, BAD_BOT),
        ("SLACK_BOT_TOKEN", "xoxb-", BAD_BOT),
        ("SLACK_BOT_TOKEN", f"{BOT} {BOT}", BAD_BOT),
        ("SLACK_BOT_TOKEN", f"{BOT}あ", BAD_BOT),
        ("SLACK_BOT_TOKEN", f"xoxb-{'b' * 301}", BAD_BOT),
        ("SLACK_APP_TOKEN", BOT, BAD_APP),
    ],
)
def test_a_token_in_the_wrong_place_is_named(name: str, value: str, fault: str) -> None:
    assert _faults({**SOCKET, name: value}) == [fault]


def test_every_fault_comes_in_one_sentence() -> None:
    environ = {
        "SLACK_BOT_TOKEN": APP,
        "SLACK_APP_TOKEN": BOT,
        "SLACK_API_URL": "slack.com",
        "SLACK_SIGNING_SECRET_FILE": "nowhere-at-all",
        "PORT": "eighty",
        "DATABASE_URL": "mysql://somewhere/kizuki",
    }
    unread = "SLACK_SIGNING_SECRET_FILE に書かれたファイルを読めません"
    assert _faults(environ) == [unread, BAD_BOT, BAD_APP, BAD_URL, BAD_PORT, BAD_DATABASE]


@pytest.mark.parametrize("name", [s.name for s in SETTINGS if s.secret])
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    direct = {**SOCKET, **HTTP, "DATABASE_URL": DATABASE}
    file = tmp_path / "secret"
    file.write_text(f"{direct[name]}\n", encoding="utf-8")
    by_file = {**direct, f"{name}_FILE": str(file)}
    del by_file[name]
    assert read_config(by_file, ROOT) == read_config(direct, ROOT)
    file.write_text("not read\n", encoding="utf-8")
    assert read_config({**by_file, name: direct[name]}, ROOT) == read_config(direct, ROOT)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_secret_file_that_cannot_be_read_is_named(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    environ = {"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_APP_TOKEN": APP}
    unread = "SLACK_BOT_TOKEN_FILE に書かれたファイルを読めません"
    assert _faults(environ) == [unread, NO_BOT]


def test_an_empty_secret_file_is_a_missing_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch()
    assert _faults({"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_APP_TOKEN": APP}) == [NO_BOT]


def test_what_is_not_secret_has_no_file(tmp_path: Path) -> None:
    file = tmp_path / "port"
    file.write_text("4000", encoding="utf-8")
    assert read_config({"PORT_FILE": str(file)}, ROOT).port == DEFAULT_PORT


@pytest.mark.parametrize(("text", "on"), [("", False), ("0", False), ("1", True)])
def test_a_filled_sheet_is_a_file_only_where_the_ward_says_so(text: str, on: bool) -> None:
    assert read_config({"SHEET_FILES": text}, ROOT).sheet_files is on


def test_the_ward_says_so_with_a_number() -> None:
    assert _faults({"SHEET_FILES": "yes"}) == ["SHEET_FILES は 0 から 1 までの数字にしてください"]


@pytest.mark.parametrize(("text", "port"), [("0", 0), ("65535", 65535), (" 8080 ", 8080)])
def test_ports(text: str, port: int) -> None:
    assert read_config({"PORT": text}, ROOT).port == port


@pytest.mark.parametrize("text", ["65536", "-1", "80.0", "３０００", "²", "http", "9" * 5000])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    assert _faults({"PORT": text}) == [BAD_PORT]


@pytest.mark.parametrize(
    "url", [DATABASE, "postgres://h/d", "postgresql+psycopg://h/d", "sqlite:///kizuki.db"]
)
def test_databases(url: str) -> None:
    assert read_config({"DATABASE_URL": url}, ROOT).database_url == url


@pytest.mark.parametrize("url", ["mysql://h/d", "kizuki.db", "sqlite://kizuki.db"])
def test_an_unknown_database_is_refused(url: str) -> None:
    assert _faults({"DATABASE_URL": url}) == [BAD_DATABASE]


def test_folders_are_found_from_the_root_unless_absolute(tmp_path: Path) -> None:
    environ = {"DATA_DIR": "store/here", "KNOWLEDGE_DIR": str(tmp_path), "QUIZZES_DIR": "../q"}
    config = read_config(environ, ROOT)
    assert config.data_dir == ROOT / "store" / "here"
    assert config.knowledge_dir == tmp_path
    assert config.quizzes_dir == ROOT / ".." / "q"


def test_secrets_never_show() -> None:
    config = read_config({**SOCKET, **HTTP, "DATABASE_URL": DATABASE}, ROOT)
    shown = f"{config!r} {config} {config.slack!r}"
    assert DEFAULT_API_URL in shown
    for secret in (BOT, APP, SIGNING, DATABASE):
        assert secret not in shown


@given(
    values=st.fixed_dictionaries(
        {s.name: st.text("xobap-1/:あ \t", min_size=4, max_size=20) for s in SETTINGS}
    )
)
def test_no_value_is_ever_repeated_in_a_message(values: dict[str, str]) -> None:
    """Whatever is wrong, the message names settings, never what stood in them."""
    marked = {name: f"{value}~{name.lower()}~" for name, value in values.items()}
    with pytest.raises(ConfigError) as refused:
        read_config(marked, ROOT)
    assert "~" not in str(refused.value)


def test_every_setting_is_documented_once() -> None:
    names = documented_names()
    assert len(set(names)) == len(names)
    assert set(names) >= {s.name for s in SETTINGS} | {"HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"}
    assert all(s.purpose for s in SETTINGS)


def test_the_administrators_channel_is_an_id() -> None:
    environ = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    assert read_config(environ, ROOT).admin_channel is None
    assert read_config({**environ, "ADMIN_CHANNEL": "C0ADMIN"}, ROOT).admin_channel == "C0ADMIN"
    with pytest.raises(ConfigError, match="ADMIN_CHANNEL はチャンネルのid"):
        read_config({**environ, "ADMIN_CHANNEL": "#admin"}, ROOT)
