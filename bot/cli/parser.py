"""Every command and option of ``python -m bot``; nothing of what they do is loaded here."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from bot.cli.japanese import JapaneseParser

_Commands: TypeAlias = "argparse._SubParsersAction[JapaneseParser]"  # noqa: SLF001  # it has no public name


@dataclass(frozen=True, slots=True)
class Parser:
    """The command line; ``commands`` maps each command to its options (for the README's test)."""

    root: argparse.ArgumentParser
    commands: Mapping[str, tuple[str, ...]]


def parser() -> Parser:
    """Every command and option with its Japanese help."""
    root = JapaneseParser(prog="python -m bot", description="気づきナビ")
    commands = root.add_subparsers(dest="command", required=True, metavar="コマンド")
    run = commands.add_parser("run", help="起動します（Slackの設定がなければデモ）")
    run.add_argument("--slack", action="store_true", help="デモにはしません")
    run.add_argument(
        "--only", choices=["web", "worker"], help="半分だけ動かします（デモにはしません）"
    )
    refer = commands.add_parser("refer", help="つなぎ先を調べます")
    refer.add_argument("text", nargs="?", metavar="困りごと", help="一行で")
    refer.add_argument("--json", action="store_true", help="JSONで答えます")
    refer.add_argument("--jsonl", action="store_true", help="標準入力の各行に答えます")
    refer.add_argument("--top", type=_count, metavar="数", default=3, help="並べる数（はじめは3）")
    refer.add_argument(
        "--at", type=_moment, metavar="日時", help="連絡先の順を決める日時（例：2026-04-01T10:00）"
    )
    commands.add_parser("check", help="知識と設問の間違いをすべて表示します")
    commands.add_parser("stats", help="知識と設問の数を表示します")
    questions = commands.add_parser("questions", help="研修の設問の一覧・公開・受け渡し")
    questions.add_argument(
        "action",
        nargs="?",
        choices=["release", "export", "import", "confirm", "candidates"],
        help="公開する／書き出す／ほかの学習システムの設問を読み取る／"
        "休んでいる設問を確かめたと残す／設問の候補（なければ一覧）",
    )
    questions.add_argument("id", nargs="?", metavar="番号", help="設問の番号（confirm）")
    questions.add_argument(
        "--gift",
        type=Path,
        nargs="?",
        metavar="ファイル",
        help="GIFT（学習システムの形式）の書き出す先か、読み取るファイル（なければ画面に表示）",
    )
    manifest = commands.add_parser("manifest", help="Slackに貼るマニフェストを表示します")
    manifest.add_argument(
        "--request-url", type=_address, metavar="アドレス", help="HTTPで受けるときの公開アドレス"
    )
    manifest.add_argument(
        "--email",
        action="store_true",
        help="名簿をメールで照合する権限（users:read.email）を足します",
    )
    manifest.add_argument("--explain", action="store_true", help="権限とその理由を表示します")
    export = commands.add_parser("export", help="印刷用のPDFや、つなぎ先の一覧を書き出します")
    export.add_argument(
        "what",
        choices=["pocket-guide", "urgent", "hsds", "card"],
        help="持ち歩く手引き／急ぎの電話を貼る紙／Open Referral HSDS 3／朝礼5分カード",
    )
    export.add_argument(
        "file", type=Path, metavar="ファイル", help="書き出すファイル（cardはテーマか設問のid）"
    )
    export.add_argument(
        "card_file", type=Path, nargs="?", metavar="ファイル", help="書き出すファイル（card）"
    )
    _indicator_command(commands)
    _survey_command(commands)
    _database_commands(commands)
    _delivery_commands(commands)
    return Parser(root, {name: _options(p) for name, p in commands.choices.items()})


def _indicator_command(commands: _Commands) -> None:
    indicator = commands.add_parser("indicator", help="80％の指標を、人数から計算します")
    indicator.add_argument("--staff", metavar="人数", help="対象の人数")
    indicator.add_argument("--answered", metavar="人数", help="回答した人数")
    indicator.add_argument("--yes", metavar="人数", help="「はい」の人数")
    indicator.add_argument("--json", action="store_true", help="JSONで答えます")


def _survey_command(commands: _Commands) -> None:
    survey = commands.add_parser(
        "survey", help="職員アンケートを開く・閉じる・進みと結果を見る・紙の人数を入れる"
    )
    survey.add_argument("action", choices=["open", "status", "close", "report", "paper", "void"])
    survey.add_argument(
        "wave", nargs="?", metavar="回", help="どの回か（quizzes/survey.yaml の id）"
    )
    survey.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="ファイル",
        help="紙の人数の表（paper。なければ空の表）",
    )
    survey.add_argument("--group", metavar="まとまり", help="紙のまとまり（statusに出ている名前）")
    survey.add_argument("--yes", action="store_true", help="聞き返しません")
    survey.add_argument(
        "--folder", type=Path, metavar="フォルダー", help="資料を書くフォルダー（report）"
    )


def _database_commands(commands: _Commands) -> None:
    roster = commands.add_parser("roster", help="名簿を取り込み、Slackの相手を確かめます")
    roster.add_argument("action", choices=["import", "list", "match"])
    roster.add_argument(
        "file", type=Path, nargs="?", metavar="ファイル", help="CSVか .xlsx（import）"
    )
    roster.add_argument("--day", type=_day, metavar="日付", help="基準日（なければ今日）")
    roster.add_argument("--yes", action="store_true", help="聞き返さずに取り込みます")
    audit = commands.add_parser("audit", help="名前の一覧を見た記録を確かめます")
    audit.add_argument("action", choices=["verify"])
    audit.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="しるし",
        help="お知らせにある「月:件数:しるし」",
    )
    certificate = commands.add_parser("certificate", help="修了証の番号を確かめ、取り消します")
    certificate.add_argument("action", choices=["verify", "withdraw"], help="確かめる／取り消す")
    certificate.add_argument("serial", metavar="番号", help="修了証の番号")
    certificate.add_argument(
        "--name", default="", metavar="氏名", help="修了証にあるお名前（比べるとき）"
    )
    commands.add_parser("permissions", help="だれが何をできるかの表を表示します")
    backup = commands.add_parser("backup", help="データベースの写しを作ります")
    backup.add_argument("file", type=Path, metavar="ファイル", help="写しの名前（まだないもの）")
    restore = commands.add_parser("restore", help="写しの内容に戻します")
    restore.add_argument("file", type=Path, metavar="ファイル", help="戻す写し")
    restore.add_argument("--force", action="store_true", help="いまの内容があっても置きかえます")
    move = commands.add_parser("move-database", help="SQLiteからPostgreSQLに移します")
    move.add_argument("url", metavar="移す先", help="移す先（postgresql://…）")
    person = commands.add_parser("person", help="1人について残しているものを扱います")
    person.add_argument("action", choices=["export", "erase"])
    person.add_argument("staff", type=_staff_id, metavar="職員番号", help="名簿の職員番号")
    person.add_argument(
        "file", type=Path, nargs="?", metavar="ファイル", help="書き出すファイル（export）"
    )
    commands.add_parser("licences", help="使っている部品とそのライセンスを表示します")
    commands.add_parser("doctor", help="動かすのに要るものを確かめ、することを表示します")


def _delivery_commands(commands: _Commands) -> None:
    deliveries = commands.add_parser(
        "deliveries", help="配信の進みを表示し、止める・再開する・取りやめることができます"
    )
    deliveries.add_argument(
        "action",
        nargs="?",
        choices=["pause", "resume", "cancel", "retry"],
        help="止める／再開する／取りやめる／届かなかった人に確かめて送り直す",
    )
    deliveries.add_argument("key", nargs="?", metavar="名前", help="どの配信か（一覧にある名前）")
    deliveries.add_argument("--follow", action="store_true", help="終わるまで表示し続けます")
    plan = commands.add_parser("plan-delivery", help="全員に届けるのにかかる時間を表示します")
    plan.add_argument(
        "--staff", type=_count, metavar="人数", help="職員の人数（なければ240・1,000・35,000人）"
    )
    year = commands.add_parser(
        "simulate-year", help="架空の職員で1年度を早送りして、届き方と覚えている割合を表示します"
    )
    year.add_argument(
        "--staff", type=_count, metavar="人数", default=300, help="職員の人数（はじめは300）"
    )
    year.add_argument("--json", action="store_true", help="JSONで答えます")


def _count(text: str) -> int:
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"『{text}』は使えません。1以上の整数で書いてください。")
    return number


def _staff_id(text: str) -> str:
    """As a roster is read: full-width digits are digits."""
    return unicodedata.normalize("NFKC", text).strip()


def _day(text: str) -> date:
    """A day in any way in which a roster may write it."""
    from bot.core.roster_cells import read_date

    found = read_date(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"『{text}』は日付として読めません。2026-04-01 のように書いてください。"
        )
    return found


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"『{text}』は日時として読めません。2026-04-01T10:00 のように書いてください。"
        ) from None


def _address(text: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+/\S+", text):
        raise argparse.ArgumentTypeError(
            f"『{text}』は使えません。https:// で始まり、/slack/events で終わる公開アドレスを"
            "書いてください。"
        )
    return text


def _options(command: argparse.ArgumentParser) -> tuple[str, ...]:
    found = re.findall(r"--[a-z-]+", command.format_help())
    return tuple(dict.fromkeys(o for o in found if o != "--help"))
