"""README, .env.example and the code say the same: settings, commands, /kizuki words."""

from __future__ import annotations

import re
from pathlib import Path

from bot.__main__ import parser
from bot.config import NETWORK_SETTINGS, SETTINGS
from bot.core.retention import Terms, kept
from bot.slack.conversations import LISTENERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    part = README.split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[c.strip() for c in line.strip("|").split("|")] for line in lines[2:]]


def test_every_setting_stands_in_the_readme_with_purpose_and_default() -> None:
    written = {cells[0].strip("`"): cells[1:] for cells in rows("## 設定")}
    documented = SETTINGS + NETWORK_SETTINGS
    assert list(written) == [s.name for s in documented]
    for setting in documented:
        secret = "〔秘密〕" if setting.secret else ""
        assert written[setting.name] == [setting.purpose + secret, setting.default]


def test_every_setting_stands_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE))
    assert named - {"SLACK_BOT_TOKEN_FILE"} == {s.name for s in SETTINGS + NETWORK_SETTINGS}


def test_the_commands_of_slack_are_the_table() -> None:
    written = [(cells[0].strip("`"), cells[1]) for cells in rows("## つかい方")]
    assert written == [(c.usage, c.description) for c in LISTENERS]


def test_every_command_of_the_command_line_is_explained() -> None:
    written = {
        found.group(1)
        for cells in rows("## コマンド（情報システムの担当者へ）")
        if (found := re.match(r"`python -m bot ([\w-]+)", cells[0]))
    }
    assert written == set(parser().commands)


def test_every_option_is_explained() -> None:
    for options in parser().commands.values():
        for option in options:
            assert f"`{option}" in README or f" {option}" in README, option


def test_what_is_kept_and_for_how_long_is_what_the_code_does() -> None:
    written = [tuple(cells) for cells in rows("## 何をどれだけ残すか")]
    assert written == [(k.what, k.term, k.then) for k in kept(Terms())]


def test_pictures_and_links_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_two_lists_are_there() -> None:
    for heading in ("## 気づきナビが保存しないもの", "## Slackに残るもの"):
        assert heading in README
