"""The table of limits against the published one, and against what the validator does."""

from __future__ import annotations

import json

import pytest

from bot.core.block_limits import LIMITS, bound, limit
from tests.support.shared import shared_file


def test_every_kind_agrees_with_the_published_limits() -> None:
    published = json.loads(shared_file("slack-reference/limits.json").read_text("utf-8"))
    assert {kind: published.get(kind) for kind in LIMITS} == LIMITS


def test_numbers_are_looked_up_by_name() -> None:
    assert limit("button", "text") == 75
    assert limit("select", "options", "max_items") == 100
    assert bound("block_id", "max_length") == 255


def test_a_name_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        limit("button", "colour")
    with pytest.raises(KeyError):
        limit("text", "max_length")
    with pytest.raises(KeyError):
        bound("button", "text")
