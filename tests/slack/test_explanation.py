"""`manifest --explain` leaves nothing out of what the app may do, and says what for."""

from __future__ import annotations

import re

from bot.slack.explanation import NOT_ASKED, PURPOSES, explained
from bot.slack.manifest import EVENTS, METHODS, OPTIONAL_SCOPES, SCOPES, manifest

JAPANESE = re.compile("[ぁ-んァ-ヶ一-鿿]{2}")


def test_every_method_has_a_purpose_and_nothing_else_has() -> None:
    assert set(PURPOSES) == set(METHODS)


def test_everything_the_app_may_do_is_listed_with_a_reason_in_japanese() -> None:
    rows = [line.split("\t") for line in explained() if "\t" in line]
    assert [name for name, _ in rows] == [
        *SCOPES,
        *OPTIONAL_SCOPES,
        *EVENTS,
        *METHODS,
        *NOT_ASKED,
    ]
    assert [name for name, reason in rows if not JAPANESE.search(reason)] == []


def test_each_method_names_the_scope_it_uses() -> None:
    told = dict(line.split("\t") for line in explained() if "\t" in line)
    for method, scope in METHODS.items():
        assert f"〔{scope or '権限なしで使えます'}〕" in told[method]


def test_what_is_not_asked_for_is_not_in_the_manifest() -> None:
    asked = set(manifest(email=True)["oauth_config"]["scopes"]["bot"])
    refused = {name for names in NOT_ASKED for name in names.split("・")}
    assert asked & refused == set()
    assert not any(scope.startswith("admin.") for scope in asked)
    assert "user" not in manifest()["oauth_config"]["scopes"]
