"""受け取り方: the form fits Slack's limits, says what a pause means, and is read back exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning.choices import CourseChoice, PausedBy, TimeSlot
from bot.service.referral import UnknownEntry
from bot.slack.blocks import preferences
from bot.slack.blocks.base import View, as_modal, fitted
from bot.slack.blocks.preferences import (
    EASY,
    PAUSE,
    POSTS,
    RESUME,
    SLOT,
    chosen_of,
    preferences_view,
    resumed_reply,
)
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack.test_builders import assert_no_markup_from_content
from tests.support.slack_payloads import elements, words_of

running = st.builds(
    CourseChoice,
    one_batch=st.booleans(),
    slot=st.sampled_from(TimeSlot),
    easy=st.booleans(),
    paused_since=st.none(),
    paused_by=st.none(),
)
resting = st.builds(
    CourseChoice,
    paused_since=st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    paused_by=st.sampled_from(PausedBy),
)
choices = running | resting


def state_of(view: View) -> dict[str, Any]:
    """What Slack sends when the form is handed in as it was shown."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        element = block.get("element")
        if element is not None:
            first = element.get("initial_option")
            given = {"selected_option": first, "selected_options": element.get("initial_options")}
            state[block["block_id"]] = {element["action_id"]: given}
    return state


@given(choices)
def test_the_form_fits_and_comes_back_as_it_was_shown(choice: CourseChoice) -> None:
    view = preferences_view(choice)
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])
    shown = CourseChoice(choice.one_batch, choice.slot, choice.easy)
    assert chosen_of(state_of(view)) == shown


@given(choices)
def test_one_of_the_two_buttons_is_there_and_what_a_pause_costs(choice: CourseChoice) -> None:
    view = preferences_view(choice)
    shown = {e["action_id"] for e in elements(view["blocks"])}
    assert shown == {RESUME if choice.paused else PAUSE}
    assert "「未受講」のままです" in words_of(view)


def test_what_was_done_and_that_it_was_resumed_fits() -> None:
    for said in (preferences.CHANGED, preferences.PAUSED, preferences.RESUMED):
        assert view_errors(preferences_view(CourseChoice(), said)) == []
    assert message_block_errors(fitted(resumed_reply().blocks)) == []
    assert view_errors(as_modal(resumed_reply())) == []


def chosen(posts: object, slot: object) -> dict[str, Any]:
    return {
        POSTS: {POSTS: {"selected_option": {"value": posts}}},
        SLOT: {SLOT: {"selected_option": {"value": slot}}},
        EASY: {EASY: {"selected_options": []}},
    }


@pytest.mark.parametrize(
    "values",
    [
        {},
        chosen("thrice", TimeSlot.MORNING),
        chosen(preferences.ONCE, "night"),
        chosen([], TimeSlot.MORNING),
        {**chosen(preferences.ONCE, TimeSlot.MORNING), POSTS: None},
    ],
)
def test_what_the_form_does_not_offer_is_unknown(values: dict[str, Any]) -> None:
    with pytest.raises(UnknownEntry):
        chosen_of(values)
