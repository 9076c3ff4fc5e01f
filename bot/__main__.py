"""The command line: ``python -m bot …``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config, ConfigError, read_config
from bot.content.errors import ContentUnusable
from bot.core.clock import TOKYO

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = parser().root.parse_args(argv)
    commands: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "run": _run,
        "refer": _refer,
        "check": _check,
        "stats": _stats,
        "manifest": _manifest,
        "roster": _roster,
        "backup": _backup,
    }
    try:
        return commands[args.command](args)
    except (ConfigError, ContentUnusable) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has enough (`| head`); nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


@dataclass(frozen=True, slots=True)
class Parser:
    """The command line; ``commands`` maps each command to its options (for the README's test)."""

    root: argparse.ArgumentParser
    commands: Mapping[str, tuple[str, ...]]


def parser() -> Parser:
    """Every command and option with its Japanese help."""
    root = argparse.ArgumentParser(prog="python -m bot", description="気づきナビ")
    commands = root.add_subparsers(dest="command", required=True, metavar="コマンド")
    run = commands.add_parser("run", help="起動します（Slackの設定がなければデモ）")
    run.add_argument("--slack", action="store_true", help="デモにはしません")
    run.add_argument(
        "--only", choices=["web", "worker"], help="半分だけ動かします（デモにはしません）"
    )
    refer = commands.add_parser("refer", help="つなぎ先を調べます")
    refer.add_argument("text", nargs="?", help="困りごと")
    refer.add_argument("--json", action="store_true", help="JSONで答えます")
    refer.add_argument("--jsonl", action="store_true", help="標準入力の各行に答えます")
    refer.add_argument("--top", type=_count, default=3, help="並べる数（はじめは3）")
    refer.add_argument("--at", type=datetime.fromisoformat, help="連絡先の順を決める時刻（ISO）")
    commands.add_parser("check", help="知識と設問の間違いをすべて表示します")
    commands.add_parser("stats", help="知識と設問の数を表示します")
    manifest = commands.add_parser("manifest", help="Slackに貼るマニフェストを表示します")
    manifest.add_argument("--request-url", help="HTTPで受けるときの公開アドレス")
    manifest.add_argument("--explain", action="store_true", help="権限とその理由を表示します")
    roster = commands.add_parser("roster", help="名簿を扱います")
    roster.add_argument("action", choices=["import"])
    roster.add_argument("file", type=Path)
    backup = commands.add_parser("backup", help="データベースの写しを作ります")
    backup.add_argument("file", type=Path)
    return Parser(root, {name: _options(p) for name, p in commands.choices.items()})


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _options(command: argparse.ArgumentParser) -> tuple[str, ...]:
    found = re.findall(r"--[a-z-]+", command.format_help())
    return tuple(dict.fromkeys(o for o in found if o != "--help"))


def _config(*, need_slack: bool = False) -> Config:
    return read_config(os.environ, ROOT, need_slack=need_slack)


def _run(args: argparse.Namespace) -> int:
    config = _config(need_slack=args.slack or args.only is not None)
    # Read once: Bolt would otherwise look for settings of its own, and children inherit them.
    for name in [n for n in os.environ if n.startswith("SLACK_")]:
        del os.environ[name]
    from bot.cli.run import run

    return run(config, args.only)


def _refer(args: argparse.Namespace) -> int:
    from bot.cli import refer
    from bot.service.referral import REFUSED_ABOVE

    config = _content_config()
    referral, library = refer.open_referral(config.knowledge_dir, config.quizzes_dir)
    if args.jsonl:
        return 1 if refer.answer_lines(referral, sys.stdin, args.top, sys.stdout) else 0
    if not (args.text or "").strip():
        hint = '困りごとを一行で書いてください。例：python -m bot refer "家賃が払えない"'
        print(hint, file=sys.stderr)
        return 2
    at = args.at or datetime.now(UTC)
    at = at if at.tzinfo else at.replace(tzinfo=TOKYO)
    if args.json:
        answer = refer.as_json(referral.decide(args.text, args.top))
        print(json.dumps(refer.with_contacts(answer, library, at), ensure_ascii=False))
        return 0
    if len(args.text) > REFUSED_ABOVE:
        print(f"困りごとは{REFUSED_ABOVE}文字までで書いてください。", file=sys.stderr)
        return 2
    print(refer.as_text(referral.ask(refer.ASKER, args.text, at)))
    return 0


def _content_config() -> Config:
    names = ("KNOWLEDGE_DIR", "QUIZZES_DIR")
    return read_config({n: os.environ[n] for n in names if n in os.environ}, ROOT)


def _check(args: argparse.Namespace) -> int:
    from bot.cli.content import check

    return check(_content_config())


def _stats(args: argparse.Namespace) -> int:
    from bot.cli.content import stats

    return stats(_content_config())


def _manifest(args: argparse.Namespace) -> int:
    from bot.slack.manifest import EVENTS, SCOPES, manifest

    if args.explain:
        for name, reason in {**SCOPES, **EVENTS}.items():
            print(f"{name}\t{reason}")
        return 0
    print(json.dumps(manifest(request_url=args.request_url), ensure_ascii=False, indent=2))
    return 0


def _roster(args: argparse.Namespace) -> int:
    from bot.cli.data import import_roster

    return import_roster(_config(), args.file)


def _backup(args: argparse.Namespace) -> int:
    from bot.cli.data import backup

    return backup(_config(), args.file)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Libraries log warnings only: at DEBUG some would print what staff typed.
    for library in (
        "alembic",
        "apscheduler",
        "bot.slack.bolt",
        "slack_bolt",
        "slack_sdk",
        "websocket",
    ):
        logging.getLogger(library).setLevel(logging.WARNING)
    sys.exit(main())
