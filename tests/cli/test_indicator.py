"""`indicator`: the figures for given counts, as JSON and in words, and what is refused."""

from __future__ import annotations

import json

import pytest

from bot.__main__ import main
from tests.support.process import bot_command, environment


def run(*arguments: str) -> int:
    return main(["indicator", *arguments])


def counts(staff: str, answered: str, yes: str) -> tuple[str, ...]:
    return ("--staff", staff, "--answered", answered, "--yes", yes)


def test_the_figures_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*counts("300", "240", "198"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "share_of_respondents": 0.825,
        "share_of_all_staff": 0.66,
        "bounds": [0.66, 0.86],
        "interval": [240 / 300, 253 / 300],
        "verdict": "達成(回答者ベース・区間下限も80%以上)",
    }


def test_nobody_has_answered_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*counts("300", "0", "0"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["share_of_respondents"] is None
    assert found["bounds"] == found["interval"] == [0, 1]
    assert found["verdict"] == "未達成"


def test_the_figures_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*counts("1,000", "９５０", "800")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "対象1000人、回答950人（回答率95.0％）、「はい」800人"
    assert lines[1] == "「はい」と回答した職員の割合（回答者のうち）　84.2％"
    assert lines[3].endswith(
        "回答のない50人がみな「いいえ」から、みな「はい」までの幅　80.0％〜85.0％"
    )
    assert lines[-1].endswith("達成(確実)")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            counts("300", "240", "241"),
            "「はい」の人数（241）は、0人以上、回答した人数（240）以下です。",
        ),
        (counts("300", "301", "1"), "回答した人数（301）は、"),
        (counts("0", "0", "0"), "対象の人数（0）は、"),
        (counts("300", "240", "-1"), "「はい」の人数（-1）は、"),
        (counts("三百", "240", "198"), "--staff の『三百』は人数ではありません"),
        (counts("300", "240.5", "198"), "--answered の『240.5』は人数ではありません"),
        (counts("300", "240", ""), "--yes の『』は人数ではありません"),
        (counts("9" * 5000, "240", "198"), "--staff の"),
        (
            ("--staff", "300", "--answered", "240"),
            "「はい」の人数を、--yes に続けて書いてください。",
        ),
        (("--json",), "対象の人数を、--staff に続けて書いてください。"),
    ],
)
def test_bad_numbers_are_told(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_it_starts_without_the_rest_of_the_bot() -> None:
    done = bot_command(environment(), "indicator", *counts("300", "285", "231"), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["verdict"] == "達成(回答者ベース・区間下限も80%以上)"
