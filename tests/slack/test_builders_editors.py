"""What editors see fits Slack's limits whatever the content holds, and begins quietly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.local import LocalDesk
from bot.core.opening import Schedule
from bot.core.trial import Found
from bot.service.editing import ChangedFile, Done, Faults, Proposal
from bot.service.renewal import Due, DueList, Renewed, WardValues
from bot.slack.blocks import editors, renewal
from bot.slack.blocks.base import Reply, as_modal, fitted
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content

errors = st.lists(worst.content_errors, max_size=90).map(tuple)
names = st.lists(worst.texts, max_size=6).map(tuple)
change_ids = st.just("20261116-100000-01234567")
dones = st.builds(Done, id=change_ids, files=names)
found = st.builds(
    Found,
    name=worst.texts,
    asked=worst.numbers,
    before=st.none() | worst.numbers,
    after=worst.numbers,
)
proposals = st.builds(
    Proposal,
    id=change_ids,
    files=st.lists(
        st.builds(
            ChangedFile,
            name=worst.texts,
            words=worst.lots,
            suspicious=st.lists(worst.numbers, max_size=40).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
    destinations=st.lists(worst.destination_cards, max_size=3).map(tuple),
    duties=st.lists(worst.duty_cards, max_size=7).map(tuple),
    conferences=st.lists(worst.conference_cards, max_size=3).map(tuple),
    found=st.none() | st.lists(found, max_size=3).map(tuple),
    until=st.just(datetime(2026, 11, 24, tzinfo=UTC)),
)
dues = st.builds(Due, destination=worst.destinations, overdue=st.booleans())
due_lists = st.builds(
    DueList,
    overdue=st.lists(dues, max_size=2).map(lambda ds: tuple(d for d in ds for _ in range(40))),
    following=st.none() | dues,
)
renewals = st.builds(
    Renewed,
    destination=worst.destinations,
    assured_date=worst.days,
    review_after=worst.days,
    done=dones,
)
desks = st.builds(
    LocalDesk,
    id=worst.ids,
    confirmed=worst.days,
    section=worst.texts,
    place=worst.texts,
    extension=worst.texts,
    phones=worst.lots,
    schedule=st.none() | st.builds(Schedule, text=worst.texts),
    counter=st.booleans(),
)
values = st.builds(
    WardValues,
    destination=worst.destinations,
    desk=st.none() | desks,
    needs_confirming=st.booleans(),
)
REPLIES = {
    "faults": st.builds(Faults, names=names, errors=errors, others=errors).map(
        editors.faults_reply
    ),
    "proposal": proposals.map(editors.proposal_reply),
    "done": dones.map(editors.done_reply),
    "refused": st.builds(editors.refused_reply, st.just("反映していません。"), errors, names),
    "not taken": worst.texts.map(editors.not_taken_reply),
    "due": due_lists.map(renewal.due_reply),
    "renewed": st.builds(renewal.due_reply, due_lists, renewals.map(renewal.renewed_notice)),
    "saved": st.builds(renewal.saved_reply, worst.texts, dones),
}


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_fits_and_begins_quietly(name: str) -> None:
    @WORST
    @given(REPLIES[name])
    def fits(reply: Reply) -> None:
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert_no_markup_from_content(reply.blocks)
        first = str(reply.blocks[0]) + reply.text[:FIRST_CHARACTERS] + reply.title
        assert sensitive_words(first) == []

    fits()


@WORST
@given(proposals)
def test_the_buttons_are_never_cut_off(proposal: Proposal) -> None:
    shown = str(fitted(editors.proposal_reply(proposal).blocks))
    assert editors.CONFIRM in shown
    assert editors.DROP in shown


@WORST
@given(values)
def test_the_form_fits(held: Any) -> None:
    view = renewal.ward_modal(held)
    assert view_errors(view) == []
    assert sensitive_words(str(view["blocks"][0])) == []


def test_all_faults_of_a_file_are_shown_or_counted() -> None:
    many = tuple(
        worst.ContentError("knowledge/contacts.yaml", line, "番号が違います")
        for line in range(1, 100)
    )
    said = str(editors.faults_reply(Faults(("contacts.yaml",), many, ())).blocks)
    shown = sum(f"contacts.yaml:{line}:" in said for line in range(1, 100))
    assert f"ほかに{99 - shown}か所" in said
    assert "直すところが99か所" in said
