"""What is shown of the roster and the audit fits Slack's limits whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.audit import Anchor
from bot.core.people import Staff
from bot.core.roster import RosterFault
from bot.core.roster_diff import Change, ChangeKind, RosterDiff
from bot.service.roster import RosterImport, RosterState
from bot.slack.blocks import roster
from bot.slack.blocks.base import Reply, as_modal, fitted, section
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.store.audit import Look
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content

faults = st.lists(st.builds(RosterFault, worst.numbers, worst.texts), max_size=90).map(tuple)
staff = st.builds(Staff, worst.ids, worst.texts)
many_staff = st.lists(staff, max_size=90).map(tuple)
changes = st.builds(Change, st.sampled_from(ChangeKind), worst.ids, worst.texts)
diffs = st.builds(
    RosterDiff,
    day=worst.days,
    staff=worst.numbers,
    sections=worst.numbers,
    changes=st.lists(changes, max_size=3).map(
        lambda some: tuple(c for c in some for _ in range(60))
    ),
    notes=st.lists(worst.texts, max_size=4).map(tuple),
)
VALUE = f"F{'A' * 30}|2026-11-16|{'0' * 32}"
imports = st.builds(RosterImport, worst.numbers, worst.numbers, worst.lots, st.just(()))
states = st.builds(
    RosterState,
    as_of=st.none() | worst.days,
    staff=worst.numbers,
    sections=worst.numbers,
    unmatched=many_staff,
    closed=many_staff,
)
looks = st.lists(
    st.builds(Look, worst.moments, st.none() | staff, st.booleans(), worst.texts), max_size=30
)
anchors = st.builds(Anchor, st.just("2026-11"), worst.numbers, st.just("0f" * 32))
REPLIES = {
    "faults": faults.map(roster.faults_reply),
    "look": diffs.map(lambda diff: roster.look_reply(diff, VALUE)),
    "done": imports.map(roster.done_reply),
    "state": states.map(roster.state_reply),
    "sentence": worst.texts.map(lambda _: roster.sentence_reply(roster.CHANGED)),
    "anchor": anchors.map(lambda a: Reply("月のしめ", (section(roster.anchor_lines(a)),))),
    "looks": looks.map(lambda some: Reply("記録", tuple(roster.looks_blocks(some)))),
}


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_fits_and_begins_quietly(name: str) -> None:
    @WORST
    @given(REPLIES[name])
    def fits(reply: Reply) -> None:
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert_no_markup_from_content(reply.blocks)
        if name != "looks":  # its words come after the record's own beginning
            first = str(reply.blocks[0]) + reply.text[:FIRST_CHARACTERS] + reply.title
            assert sensitive_words(first) == []

    fits()


@WORST
@given(diffs)
def test_the_buttons_are_never_cut_off(diff: RosterDiff) -> None:
    shown = str(fitted(roster.look_reply(diff, VALUE).blocks))
    assert roster.CONFIRM in shown
    assert roster.DROP in shown


def test_all_faults_are_shown_or_counted() -> None:
    many = [RosterFault(row, "空です。") for row in range(2, 102)]
    said = str(roster.faults_reply(many).blocks)
    shown = sum(f"・{row}行目" in said for row in range(2, 102))
    assert f"ほかに{100 - shown}か所" in said
    assert "直すところが100か所" in said
