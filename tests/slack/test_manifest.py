"""The manifest, the help and the scopes come from one table and say no more than needed."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import jsonschema
import pytest

from bot.slack.conversations import LISTENERS, find
from bot.slack.manifest import EVENTS, METHODS, OPTIONAL_SCOPES, SCOPES, manifest
from tests.support.shared import shared_file

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("url", [None, "https://kizuki.example.jp/slack/events"])
def test_valid_against_slacks_schema(url: str | None) -> None:
    schema = json.loads(
        shared_file("slack-reference/manifest.schema.1.0.0.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(manifest(request_url=url), schema)


def test_the_file_in_the_root_is_the_generated_one() -> None:
    written = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    assert written == manifest()


# One function of the SDK that calls several methods.
COMPOSED = {"files_upload_v2": {"files.getUploadURLExternal", "files.completeUploadExternal"}}


def called_methods() -> set[str]:
    """The Web API methods that bot/slack calls, read from its source."""
    sdk_names = {method.replace(".", "_"): method for method in METHODS}
    prefixes = ("chat_", "views_", "users_", "conversations_", "files_", "apps_", "auth_")
    used: set[str] = set()
    for file in (ROOT / "bot" / "slack").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr.startswith(prefixes):
                if node.attr in COMPOSED:
                    used |= COMPOSED[node.attr]
                    continue
                assert node.attr in sdk_names, f"{file.name}: {node.attr} has no row in METHODS"
                used.add(sdk_names[node.attr])
    return used


def test_every_method_in_use_has_a_row_and_every_row_a_use() -> None:
    by_bolt_itself = {"auth.test"}
    assert called_methods() | by_bolt_itself == set(METHODS)


def test_scopes_are_exactly_what_is_needed() -> None:
    for_events = {
        "app_mention": "app_mentions:read",
        "message.im": "im:history",
        "team_join": "users:read",
        "user_change": "users:read",
    }
    needed = {scope for scope in METHODS.values() if scope} - set(OPTIONAL_SCOPES)
    needed |= {for_events[e] for e in EVENTS if e in for_events} | {"commands"}
    assert set(SCOPES) == needed
    assert manifest()["oauth_config"]["scopes"]["bot"] == sorted(needed)
    with_email = manifest(email=True)["oauth_config"]["scopes"]["bot"]
    assert with_email == sorted({*needed, "users:read.email"})


@pytest.mark.parametrize("method", [m for m, scope in METHODS.items() if scope])
def test_the_scope_of_a_method_is_the_documented_one(method: str) -> None:
    documented = json.loads(
        shared_file(f"slack-reference/methods/{method}.json").read_text(encoding="utf-8")
    )
    names = {s["name"] for s in documented["scopes"]["bot"]}
    assert METHODS[method] in names


def test_no_two_commands_answer_to_the_same_word() -> None:
    words = [w for c in LISTENERS for w in (c.word, *c.aliases)]
    assert len(words) == len(set(words))
    assert len({c.id for c in LISTENERS}) == len(LISTENERS)


@pytest.mark.parametrize("command", LISTENERS, ids=lambda c: c.id)
def test_names_fit_slacks_limits(command: object) -> None:
    shortcut = getattr(command, "shortcut", None)
    assert shortcut is None or len(shortcut) <= 24
    assert getattr(command, "usage", "").startswith("/kizuki")


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("相談 家賃が払えない", "相談", "家賃が払えない"),
        ("相談\u3000家賃が払えない", "相談", "家賃が払えない"),
        ("  会議  ", "会議", ""),
        ("家賃が払えない", "相談", "家賃が払えない"),
        ("", "ヘルプ", ""),
        ("   ", "ヘルプ", ""),
        ("help", "ヘルプ", ""),
        ("緊急 子どもが親に殴られている", "相談", "緊急 子どもが親に殴られている"),
        ("電話 が止められて食べ物もない", "相談", "電話 が止められて食べ物もない"),
        ("記録 を見せてと怒鳴る夫", "相談", "記録 を見せてと怒鳴る夫"),
    ],
)
def test_a_line_that_calls_no_command_is_a_question(text: str, word: str, rest: str) -> None:
    command, remainder = find(text)
    assert (command.word, remainder) == (word, rest)
