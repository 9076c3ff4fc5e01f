"""What is typed wrong is said in Japanese, whatever version of Python says it in English."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.__main__ import main
from bot.cli import BY_CTRL_C
from bot.cli.japanese import in_japanese
from bot.cli.parser import parser
from tests.support.process import bot_here

WRONG = (
    ([], "「コマンド」を書いてください。"),
    (["bakcup"], "「コマンド」に『bakcup』はありません。"),
    (["backup"], "「ファイル」を書いてください。"),
    (["survey"], "「すること」を書いてください。"),
    (["survey", "opne"], "「すること」に『opne』はありません。"),
    (["run", "--only", "x"], "「--only」に『x』はありません。"),
    (["run", "--only"], "--only のあとに、その値を書いてください。"),
    (["run", "--slack=1"], "--slack に値（1）は書けません。"),
    (["run", "--slow"], "『--slow』は、ここには書けません。"),
    (["plan-delivery", "--staff", "０"], "--staff：『０』は使えません。1以上の整数で"),
    (["plan-delivery", "--staff", "三百"], "--staff：『三百』は使えません。1以上の整数で"),
    (["refer", "--at", "昼", "x"], "--at：『昼』は日時として読めません。"),
    (["roster", "import", "--day", "4/1", "x"], "--day：『4/1』は日付として読めません。"),
    (["manifest", "--request-url", "http://x/slack/events"], "--request-url：『http://x/slack"),
)


@pytest.mark.parametrize(("args", "said"), WRONG)
def test_it_says_what_is_wrong_and_how_it_is_written(args: list[str], said: str) -> None:
    done = bot_here({}, *args)
    assert (done.returncode, done.stdout) == (2, "")
    first, *rest = done.stderr.splitlines()
    assert first.startswith(said)
    assert rest[0].startswith("書き方： python -m bot")
    assert "--help" in rest[-1]
    assert not re.search("invalid|required|usage|error|argument", done.stderr)


@pytest.mark.parametrize(
    "message",
    [
        "argument コマンド: invalid choice: 'x' (choose from 'run', 'check')",
        "argument コマンド: invalid choice: 'x' (choose from run, check)",
        "argument コマンド: invalid choice: 'x', maybe you meant 'run'? (choose from run, check)",
    ],
)
def test_every_python_says_it_in_its_own_way(message: str) -> None:
    assert in_japanese(message) == "「コマンド」に『x』はありません。"


def test_what_is_not_known_is_said_as_it_came() -> None:
    assert in_japanese("something new") == "書き方が違います（something new）。"


@pytest.mark.parametrize("command", sorted(parser().commands))
def test_help_has_japanese_headings_only(command: str) -> None:
    done = bot_here({}, command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("書き方： ")
    assert not re.search(
        "usage:|arguments:|options:|show this|[A-Z]{3,}_?", re.sub(KNOWN, "", done.stdout)
    )


KNOWN = "CSV|JSONL?|GIFT|PDF|UTF|ISO|HSDS|HTTP|SQL|SHA"


@pytest.mark.parametrize("day", ["2026-04-01", "２０２６/４/１", "令和8年4月1日"])
def test_a_day_is_read_as_in_a_roster(day: str) -> None:
    args = parser().root.parse_args(["roster", "import", "x.csv", "--day", day])
    assert args.day == date(2026, 4, 1)


@pytest.mark.parametrize("who", ["D001", "Ｄ００１", " D001 "])
def test_somebody_is_named_as_in_a_roster(who: str) -> None:
    assert parser().root.parse_args(["person", "erase", who]).staff == "D001"


def test_ctrl_c_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_config: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.content.check", interrupted)
    assert main(["check"]) == BY_CTRL_C
    assert capsys.readouterr().err.endswith("途中で止めました。\n")


@pytest.mark.parametrize("people", ["35,000", "３５０００", "35000"])
def test_a_number_of_people_may_be_written_as_people_do(people: str) -> None:
    assert parser().root.parse_args(["plan-delivery", "--staff", people]).staff == 35_000
