"""`check`, `stats` and `manifest`: about the files beside the program."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.slack.manifest import EVENTS, METHODS, SCOPES, manifest
from tests.content.conftest import KNOWLEDGE, QUIZZES, Desk, write
from tests.support.process import ROOT, bot_command, bot_here


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A small good content set."""
    return Desk(write(tmp_path / "knowledge", KNOWLEDGE), write(tmp_path / "quizzes", QUIZZES))


@pytest.fixture
def env(desk: Desk) -> dict[str, str]:
    """Nothing in the environment but where that set is."""
    return {"KNOWLEDGE_DIR": str(desk.knowledge_dir), "QUIZZES_DIR": str(desk.quizzes_dir)}


@pytest.fixture(scope="module")
def shipped() -> subprocess.CompletedProcess[str]:
    """What is said about the content beside the program."""
    return bot_command({}, "check")


def test_the_shipped_content_is_without_a_mistake(
    shipped: subprocess.CompletedProcess[str],
) -> None:
    assert shipped.stdout.splitlines()[0] == "直すところはありません。"
    assert (shipped.returncode, shipped.stderr) == (0, "")


TO_DECIDE = "本番の前に区で決めること"


def test_what_the_ward_has_to_enter_is_listed_and_fails_nothing(
    env: dict[str, str], desk: Desk
) -> None:
    desk.replace("knowledge/destinations/emergency.yaml", "owner:", "ward_desk: true\nowner:")
    desk.replace("knowledge/examples/emergency.txt", "火が出ている\n", "")
    done = bot_here(env, "check")
    assert (done.returncode, done.stderr) == (0, "")
    verdict, blank, heading, *listed = done.stdout.splitlines()
    assert (verdict, blank) == ("直すところはありません。", "")
    assert heading.startswith(TO_DECIDE)
    assert listed == [
        "・相談の窓口が開いている時間（desks）",
        "・証明・届出などの窓口が開いている時間（counters）",
        "・区の窓口の階・窓口番号：1件（警察・消防）",
        "・区の窓口の担当の名前：1件（警察・消防）",
        "・担当（owner）：2件（警察・消防、警察・消防）",
        "・副担当（deputy）：2件（警察・消防、警察・消防）",
        "",
        "言い回しが3つより少なく、見つかりにくいつなぎ先：1件（警察・消防）",
    ]


def test_a_long_list_is_counted_and_not_written_out(
    shipped: subprocess.CompletedProcess[str],
) -> None:
    lines = shipped.stdout.splitlines()
    assert any(line.startswith("・副担当（deputy）：42件（") for line in lines)
    assert any(line.endswith(" ほか39件）") for line in lines)


def test_once_all_is_entered_nothing_is_listed(env: dict[str, str], desk: Desk) -> None:
    today = datetime.now(TOKYO).date().isoformat()
    hours = f'hours: ["平日 9:00〜17:30"], confirmed: {today}'
    posts = f"owner: 係, deputy: 副係, confirmed: {today}"
    desk.write(
        "knowledge/local.yaml",
        f"counters: {{{hours}}}\ndesks: {{{hours}}}\ndestinations:\n"
        f"  - {{id: emergency, {posts}}}\n  - {{id: tsunagaru-ba, {posts}}}\n",
    )
    done = bot_here(env, "check")
    assert done.stdout == "直すところはありません。\n"


def test_good_content_elsewhere(env: dict[str, str]) -> None:
    assert bot_here(env, "check").returncode == 0


def test_every_mistake_of_both_folders_is_printed(env: dict[str, str], desk: Desk) -> None:
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    desk.replace("quizzes/concepts/call-first.yaml", "required: true", "required: はい")
    done = bot_here(env, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "knowledge/glossary.yaml:2: よみ（yomi）の『場』は使えません。ひらがなで書いてください",
        "quizzes/concepts/call-first.yaml:3: 必修か（required）は true か false で書いてください",
        "直すところが2か所あります。",
    ]


def test_a_missing_folder_is_a_mistake(tmp_path: Path) -> None:
    folders = {"KNOWLEDGE_DIR": str(tmp_path / "k"), "QUIZZES_DIR": str(tmp_path / "q")}
    done = bot_here(folders, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "k:1: フォルダーがありません"


def test_stats_count_the_shipped_content() -> None:
    done = bot_command({}, "stats")
    assert (done.returncode, done.stderr) == (0, "")
    library = Library.open(ROOT / "knowledge", ROOT / "quizzes")
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    knowledge, course = library.knowledge, library.course
    assert lines["版（知識／設問）"] == f"{knowledge.version}／{course.version}"
    assert lines["つなぎ先"] == "42"
    assert lines["会議"] == "5"
    assert lines["すぐの対応"] == "7"
    assert lines["連絡先"] == str(len(knowledge.contacts))
    assert lines["設問"] == str(len(course.questions))


def test_stats_of_a_small_set(env: dict[str, str]) -> None:
    lines = bot_here(env, "stats").stdout.splitlines()
    assert "つなぎ先: 2" in lines
    assert "例文（合計／1か所の中央値）: 6／3" in lines
    assert "テーマ（うち必修）: 1（1）" in lines
    assert "設問: 1" in lines


def test_stats_of_content_with_mistakes_are_the_mistakes(env: dict[str, str], desk: Desk) -> None:
    desk.replace("knowledge/glossary.yaml", "yomi: つながるば", "yomi: 場")
    done = bot_here(env, "stats")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("knowledge/glossary.yaml:2: ")


def test_the_manifest_is_ready_to_paste() -> None:
    done = bot_command({}, "manifest")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == manifest()
    assert json.loads(done.stdout)["settings"]["socket_mode_enabled"] is True


def test_the_manifest_for_http_names_the_address() -> None:
    address = "https://kizuki.example.jp/slack/events"
    made = json.loads(bot_here({}, "manifest", "--request-url", address).stdout)
    assert made == manifest(request_url=address)
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


def test_every_permission_is_explained_in_japanese() -> None:
    done = bot_here({}, "manifest", "--explain")
    assert done.returncode == 0
    lines = [line for line in done.stdout.splitlines() if "\t" in line]
    explained = dict(line.split("\t") for line in lines)
    assert set(explained) >= set(SCOPES) | set(EVENTS) | set(METHODS)
    assert all(re.search("[ぁ-ん]", reason) for reason in explained.values())


@pytest.mark.parametrize("args", [[], ["refre"], ["roster"], ["manifest", "--jason"]])
def test_a_command_that_is_none_is_explained(args: list[str]) -> None:
    done = bot_here({}, *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert "書き方： python -m bot" in done.stderr


def test_an_incomplete_connection_never_becomes_the_demonstration() -> None:
    done = bot_command({"SLACK_BOT_TOKEN": "xoxb-" + "b" * 12, "PORT": "0"}, "run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("設定を直してください：SLACK_APP_TOKEN")
    assert "b" * 12 not in done.stderr
