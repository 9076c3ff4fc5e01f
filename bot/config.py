"""Settings: read once from the environment, checked together, never printed.

Every field is documented in the README's table and in .env.example (tests hold the
three together). A secret may also come from a file named by ``NAME_FILE``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.core.retention import Terms

DEFAULT_API_URL = "https://slack.com/api/"
DEFAULT_PORT = 3000
MOST_PORT = 65535
DEFAULT_POSTS_PER_MINUTE = 60
MOST_POSTS_PER_MINUTE = 1200


class ConfigError(Exception):
    """One or more settings are wrong or missing; the message is for the IT officer."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what it is for, its default, and if it is secret."""

    name: str
    purpose: str
    default: str = ""
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("SLACK_BOT_TOKEN", "ボットのトークン（xoxb- で始まる）", secret=True),
    Setting("SLACK_APP_TOKEN", "ソケットモード用のトークン（xapp- で始まる）", secret=True),
    Setting(
        "SLACK_SIGNING_SECRET",
        "HTTPで受けるときの署名の鍵。SLACK_APP_TOKEN がないときに使います",
        secret=True,
    ),
    Setting("SLACK_API_URL", "Slack Web API の入口", DEFAULT_API_URL),
    Setting(
        "POSTS_PER_MINUTE",
        "設問やお知らせを1分に何通まで送るか（全体で。Slackの目安は60）",
        str(DEFAULT_POSTS_PER_MINUTE),
    ),
    Setting(
        "ADMIN_CHANNEL",
        "管理者のチャンネルのid（C… か G…）。一覧を見た記録の、月ごとの件数としるしと、"
        "開いた職員アンケートの問い・対象の人数・印を書きこみます"
        "（設定しなくても、管理者へのお知らせに同じ内容が届きます）",
    ),
    Setting("DATABASE_URL", "PostgreSQLの接続先。空ならSQLiteのファイルを使います", secret=True),
    Setting(
        "DATA_DIR", "SQLiteのファイル、知識の前の版、つなぎ先の索引の控えを置くフォルダー", "data"
    ),
    Setting("KNOWLEDGE_DIR", "つなぎ先などの知識のフォルダー", "knowledge"),
    Setting("QUIZZES_DIR", "設問のフォルダー", "quizzes"),
    Setting(
        "PORT", "待ち受けるポート（状態の確認、HTTPでの受信、デモのページ）", str(DEFAULT_PORT)
    ),
    Setting(
        "HOST",
        "待ち受けるアドレス（外の中継から受けるときは 0.0.0.0）。デモではつねに127.0.0.1です",
        "127.0.0.1",
    ),
    Setting(
        "STATUS_PORT",
        "状態と数字（/healthz・/readyz・/metrics）を、この機械の中だけに出すポート。0なら出しません",
        "0",
    ),
    Setting("BACKUP_DIR", "毎晩の写しを置くフォルダー。空ならDATA_DIRの中のbackupsです"),
    Setting(
        "BACKUP_COPIES",
        "毎晩の写しをいくつ残すか。0なら作りません（ほかの方法で取っているとき）",
        "14",
    ),
    Setting("KEEP_EVENT_DAYS", "同じ知らせを二度扱わないための番号を残す日数", "14"),
    Setting("KEEP_DELIVERY_MONTHS", "届けた記録を残す月数", "13"),
    Setting("KEEP_ANSWER_YEARS", "回答と受講の状態を、年度末から残す年度の数", "5"),
    Setting("SHEET_FREE_TEXT", "気づきメモに、自分の言葉で書く行を出すか（1なら出します）", "0"),
    Setting(
        "SHEET_FILES",
        "書いた気づきメモを、書いた本人だけにPDFで送れるようにするか（1なら送れます）",
        "0",
    ),
    Setting(
        "QUESTION_SECONDS",
        "1問に何秒かかると見なすか（研修にかかった時間の目安。年度のはじめに決まります）",
        "30",
    ),
)

NETWORK_SETTINGS: tuple[Setting, ...] = (
    Setting("HTTPS_PROXY", "外へ出るときのプロキシ（http:// で始まるアドレス）"),
    Setting("NO_PROXY", "プロキシを通さない相手（カンマ区切り）"),
    Setting("SSL_CERT_FILE", "庁内の認証局の証明書（PEM）"),
)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How to reach Slack: Socket Mode when ``app_token`` is set, else HTTP."""

    bot_token: str = field(repr=False)
    app_token: str | None = field(repr=False)
    signing_secret: str | None = field(repr=False)
    api_url: str = DEFAULT_API_URL

    @property
    def socket_mode(self) -> bool:
        """Whether events come over a WebSocket rather than by HTTP."""
        return self.app_token is not None


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run needs; ``slack`` is None for the demonstration."""

    slack: SlackSettings | None
    database_url: str | None = field(repr=False)
    data_dir: Path
    knowledge_dir: Path
    quizzes_dir: Path
    host: str
    port: int
    posts_per_minute: int = DEFAULT_POSTS_PER_MINUTE
    status_port: int = 0
    backup_dir: Path | None = None  # None: a folder of data_dir
    backup_copies: int = 14
    terms: Terms = field(default_factory=Terms)
    sheet_free_text: bool = False
    sheet_files: bool = False
    admin_channel: str | None = None
    question_seconds: int = 30


def read_config(environ: Mapping[str, str], root: Path, *, need_slack: bool = False) -> Config:
    """Read all settings or raise ConfigError naming every fault in one sentence.

    ``root`` is where relative folders are found. With ``need_slack`` the absence of
    Slack credentials is a fault (Procfile); otherwise none at all means demonstration.
    """
    values, faults = _read_values(environ)
    slack = _read_slack(values, environ, faults, need_slack=need_slack)
    port = _number(values, "PORT", (0, MOST_PORT), faults)
    posts = _number(values, "POSTS_PER_MINUTE", (1, MOST_POSTS_PER_MINUTE), faults)
    status_port = _number(values, "STATUS_PORT", (0, MOST_PORT), faults)
    copies = _number(values, "BACKUP_COPIES", (0, 1000), faults)
    terms = _read_terms(values, faults)
    free_text = _number(values, "SHEET_FREE_TEXT", (0, 1), faults)
    sheet_files = _number(values, "SHEET_FILES", (0, 1), faults)
    question_seconds = _number(values, "QUESTION_SECONDS", (1, 3600), faults)
    database_url = values["DATABASE_URL"] or None
    channel = _channel(values["ADMIN_CHANNEL"], faults)
    if database_url and not database_url.startswith(("postgresql", "postgres:", "sqlite:///")):
        faults.append("DATABASE_URL は postgresql:// か sqlite:/// で始まる接続先にしてください")
    if faults:
        raise ConfigError("設定を直してください：" + "／".join(faults) + "。")
    return Config(
        slack=slack,
        database_url=database_url,
        data_dir=root / values["DATA_DIR"],
        knowledge_dir=root / values["KNOWLEDGE_DIR"],
        quizzes_dir=root / values["QUIZZES_DIR"],
        host=values["HOST"],
        port=port,
        posts_per_minute=posts,
        status_port=status_port,
        backup_dir=root / values["BACKUP_DIR"] if values["BACKUP_DIR"] else None,
        backup_copies=copies,
        terms=terms,
        admin_channel=channel,
        sheet_free_text=free_text == 1,
        sheet_files=sheet_files == 1,
        question_seconds=question_seconds,
    )


def _channel(value: str, faults: list[str]) -> str | None:
    if value and not re.fullmatch(r"[CG][A-Z0-9]{2,20}", value):
        faults.append("ADMIN_CHANNEL はチャンネルのid（C… か G…）にしてください")
    return value or None


def _read_values(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    values: dict[str, str] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        value = environ.get(setting.name, "").strip()
        if not value and setting.secret:
            value = _from_file(environ, setting.name, faults)
        values[setting.name] = value or setting.default
    return values, faults


def _from_file(environ: Mapping[str, str], name: str, faults: list[str]) -> str:
    place = environ.get(f"{name}_FILE", "").strip()
    if not place:
        return ""
    try:
        return Path(place).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        faults.append(f"{name}_FILE に書かれたファイルを読めません")
        return ""


def _read_slack(
    values: Mapping[str, str], environ: Mapping[str, str], faults: list[str], *, need_slack: bool
) -> SlackSettings | None:
    mentioned = any(name.startswith("SLACK_") and environ[name].strip() for name in environ)
    if not mentioned and not need_slack:
        return None
    _check_tokens(values, faults)
    _check_proxies(environ, faults)
    return SlackSettings(
        bot_token=values["SLACK_BOT_TOKEN"],
        app_token=values["SLACK_APP_TOKEN"] or None,
        signing_secret=values["SLACK_SIGNING_SECRET"] or None,
        api_url=_with_slash(values["SLACK_API_URL"], faults),
    )


def _check_tokens(values: Mapping[str, str], faults: list[str]) -> None:
    bot, app = values["SLACK_BOT_TOKEN"], values["SLACK_APP_TOKEN"]
    if not bot:
        faults.append("SLACK_BOT_TOKEN がありません")
    elif not re.fullmatch(r"xoxb-[\x21-\x7e]{1,300}", bot):
        faults.append("SLACK_BOT_TOKEN は xoxb- で始まるトークンにしてください")
    if app and not re.fullmatch(r"xapp-[\x21-\x7e]{1,300}", app):
        faults.append("SLACK_APP_TOKEN は xapp- で始まるトークンにしてください")
    if not app and not values["SLACK_SIGNING_SECRET"]:
        faults.append("SLACK_APP_TOKEN（ソケットモード）か SLACK_SIGNING_SECRET（HTTP）が必要です")


def _check_proxies(environ: Mapping[str, str], faults: list[str]) -> None:
    """The two libraries that connect read anything else differently, or not at all."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        value = environ.get(name, "").strip()
        if value and not _is_address(value):
            faults.append(f"{name} は http://プロキシ:ポート の形にしてください")


def _with_slash(url: str, faults: list[str]) -> str:
    if not _is_address(url):
        faults.append("SLACK_API_URL は https:// で始まるアドレスにしてください")
    return url if url.endswith("/") else url + "/"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_good = parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_good


def _read_terms(values: Mapping[str, str], faults: list[str]) -> Terms:
    days = _number(values, "KEEP_EVENT_DAYS", (1, 3660), faults)
    months = _number(values, "KEEP_DELIVERY_MONTHS", (3, 1200), faults)
    return Terms(days, months, _number(values, "KEEP_ANSWER_YEARS", (1, 100), faults))


def _number(
    values: Mapping[str, str], name: str, limits: tuple[int, int], faults: list[str]
) -> int:
    """A whole number within its limits, both included."""
    least, most = limits
    text = values[name]
    if re.fullmatch(r"[0-9]{1,5}", text) and least <= int(text) <= most:
        return int(text)
    faults.append(f"{name} は {least} から {most} までの数字にしてください")
    return least


def documented_names() -> tuple[str, ...]:
    """Every setting a README must explain, in order."""
    return tuple(s.name for s in SETTINGS + NETWORK_SETTINGS)
