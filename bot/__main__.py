"""The command line: ``python -m bot …``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot import collector
from bot.cli import BY_CTRL_C
from bot.cli.parser import parser
from bot.config import Config, ConfigError, read_config
from bot.content.errors import ContentUnusable
from bot.core.clock import TOKYO
from bot.logs import QUIET, TEXT

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = parser().root.parse_args(argv)
    commands: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "run": _run,
        "refer": _refer,
        "check": _check,
        "stats": _stats,
        "questions": _questions,
        "manifest": _manifest,
        "roster": _roster,
        "audit": _audit,
        "certificate": _certificate,
        "permissions": _permissions,
        "backup": _backup,
        "restore": _restore,
        "move-database": _move_database,
        "person": _person,
        "doctor": _doctor,
        "licences": _licences,
        "export": _export,
        "deliveries": _deliveries,
        "survey": _survey,
        "plan-delivery": _plan_delivery,
        "simulate-year": _simulate_year,
        "indicator": _indicator,
    }
    try:
        return commands[args.command](args)
    except (ConfigError, ContentUnusable) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n途中で止めました。", file=sys.stderr)
        return BY_CTRL_C
    except BrokenPipeError:
        # Whoever read our output has enough (`| head`); nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _config(*, need_slack: bool = False) -> Config:
    return read_config(os.environ, ROOT, need_slack=need_slack)


def _run(args: argparse.Namespace) -> int:
    config = _config(need_slack=args.slack or args.only is not None)
    # Read once: Bolt would otherwise look for settings of its own, and children inherit them.
    for name in [n for n in os.environ if n.startswith("SLACK_")]:
        del os.environ[name]
    collector.rest()
    from bot.cli.run import run

    return run(config, args.only)


def _refer(args: argparse.Namespace) -> int:
    from bot.cli import refer
    from bot.service.referral import REFUSED_ABOVE

    config = _content_config()
    folders = config.knowledge_dir, config.quizzes_dir, config.data_dir
    referral, library = refer.open_referral(*folders)
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


def _content_config(*more: str) -> Config:
    names = ("KNOWLEDGE_DIR", "QUIZZES_DIR", "DATA_DIR", *more)
    return read_config({n: os.environ[n] for n in names if n in os.environ}, ROOT)


def _check(args: argparse.Namespace) -> int:
    from bot.cli.content import check

    return check(_content_config())


def _stats(args: argparse.Namespace) -> int:
    from bot.cli.content import stats

    return stats(_content_config())


def _questions(args: argparse.Namespace) -> int:
    from bot.cli import questions

    if args.action in (None, "confirm", "candidates"):
        return _question_quality(args)
    if args.action == "release":
        return questions.release(_content_config())
    if args.action == "export":
        return questions.export_gift(_content_config(), args.gift)
    if args.gift is None:
        print("読み取るGIFTのファイルを --gift に指定してください。", file=sys.stderr)
        return 2
    return questions.import_gift(args.gift)


def _question_quality(args: argparse.Namespace) -> int:
    from bot.cli import question_quality, questions

    config = _content_config("DATABASE_URL")
    if args.action == "confirm":
        return question_quality.confirm(config, args.id)
    if args.action == "candidates":
        return question_quality.candidates(config)
    return questions.show(config) or question_quality.show(config)


def _manifest(args: argparse.Namespace) -> int:
    from bot.slack.explanation import explained
    from bot.slack.manifest import manifest

    if args.explain:
        print("\n".join(explained()))
        return 0
    made = manifest(request_url=args.request_url, email=args.email)
    print(json.dumps(made, ensure_ascii=False, indent=2))
    return 0


def _roster(args: argparse.Namespace) -> int:
    from bot.cli import roster

    if args.action == "list":
        return roster.show(_config())
    if args.action == "match":
        return roster.match(_config())
    if args.file is None:
        print("名簿のファイルを指定してください。", file=sys.stderr)
        return 2
    return roster.import_roster(_config(), args.file, args.day, yes=args.yes)


def _audit(args: argparse.Namespace) -> int:
    from bot.cli.audit import verify

    return verify(_config(), args.anchor)


def _certificate(args: argparse.Namespace) -> int:
    from bot.cli import certificate

    if args.action == "withdraw":
        return certificate.withdraw(_config(), args.serial)
    return certificate.verify(_config(), args.serial, args.name)


def _permissions(args: argparse.Namespace) -> int:
    from bot.cli.permissions import show

    return show()


def _backup(args: argparse.Namespace) -> int:
    from bot.cli.data import backup

    return backup(_config(), args.file)


def _deliveries(args: argparse.Namespace) -> int:
    from bot.cli import deliveries

    if args.action is None:
        return deliveries.show(_config(), follow=args.follow)
    if args.key is None:
        print("どの配信かを、一覧にある名前で指定してください。", file=sys.stderr)
        return 2
    return deliveries.change(_config(), args.action, args.key)


def _survey(args: argparse.Namespace) -> int:
    from bot.cli import survey

    if args.action == "status":
        return survey.status(_config())
    if args.action == "report":
        return survey.report(_config(), args.wave, args.folder)
    if args.wave is None:
        print("どの回かを、quizzes/survey.yaml の id で指定してください。", file=sys.stderr)
        return 2
    if args.action == "open":
        return survey.open_wave(_config(), args.wave)
    if args.action == "paper":
        return survey.paper(_config(), args.wave, args.group, args.file)
    change = survey.close_wave if args.action == "close" else survey.void
    return change(_config(), args.wave, yes=args.yes)


def _plan_delivery(args: argparse.Namespace) -> int:
    from bot.cli.deliveries import plan

    return plan(args.staff)


def _indicator(args: argparse.Namespace) -> int:
    from bot.cli.indicator import show

    return show(args.staff, args.answered, args.yes, as_json=args.json)


def _simulate_year(args: argparse.Namespace) -> int:
    from bot.cli.simulate import simulate_year

    return simulate_year(_content_config(), args.staff, as_json=args.json)


def _export(args: argparse.Namespace) -> int:
    from bot.cli.export import export_hsds
    from bot.cli.printing import export_card, export_page

    if args.what == "card":
        return export_card(_content_config(), str(args.file), args.card_file)
    if args.what == "hsds":
        return export_hsds(_content_config(), args.file)
    return export_page(_content_config(), args.what, args.file)


def _restore(args: argparse.Namespace) -> int:
    from bot.cli.data import put_back

    return put_back(_config(), args.file, force=args.force)


def _move_database(args: argparse.Namespace) -> int:
    from bot.cli.data import move_database

    return move_database(_config(), args.url)


def _person(args: argparse.Namespace) -> int:
    from bot.cli.person import erase_person, export_person

    if args.action == "erase":
        return erase_person(_config(), args.staff)
    if args.file is None:
        print("書き出すファイルを指定してください。", file=sys.stderr)
        return 2
    return export_person(_config(), args.staff, args.file)


def _licences(args: argparse.Namespace) -> int:
    from bot.cli.licences import licences

    return licences(ROOT / "requirements.txt")


def _doctor(args: argparse.Namespace) -> int:
    from bot.cli.doctor import doctor

    return doctor(_config())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format=TEXT)
    for library in QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)
    sys.exit(main())
