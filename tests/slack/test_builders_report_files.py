"""The form of the files and what is said meanwhile fit Slack's limits whatever names hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures import OTHERS_ID, WARD_ID
from bot.core.people import Section
from bot.core.period import PeriodFault, chosen_dates, code_of, usual_periods
from bot.reports.orders import FileKind
from bot.service.referral import UnknownEntry
from bot.service.report_files import Choices, Wish
from bot.slack.blocks import report_files
from bot.slack.blocks.base import Reply, as_modal, fitted
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.blocks.report_files import BUNDLE, KINDS, NAMES, PERIOD, WARD, WHAT, form, wish_of
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content

ids = st.one_of(worst.ids, st.just(OTHERS_ID), st.text(min_size=1, max_size=64))
sections = st.builds(Section, section_id=ids, name=worst.texts)
choices = st.builds(
    Choices,
    sections=st.lists(sections, max_size=3).map(
        lambda found: tuple(
            Section(f"{n}{s.section_id}"[:64], s.name) for s in found for n in range(40)
        )
    ),
    named=st.sampled_from([frozenset(), frozenset({"0a"})]),
    ward=st.booleans(),
    periods=st.just(usual_periods(date(2026, 11, 22))),
)
PERIODS = (
    None,
    chosen_dates(date(2026, 5, 1), date(2026, 6, 30)),
    *usual_periods(date(2026, 11, 22)),
)
MOMENT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
REPLIES = (
    report_files.asked_reply(),
    report_files.busy_reply(),
    report_files.making_reply(0),
    report_files.making_reply(9),
    report_files.ready_reply(None),
    report_files.ready_reply(MOMENT),
)


@WORST
@given(choices, st.none() | ids, st.sampled_from(PERIODS))
def test_every_form_fits(found: Choices, section_id: str | None, period: Any) -> None:
    view = form(found, section_id, period)
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])


def test_every_reply_fits_and_begins_quietly() -> None:
    for reply in REPLIES:
        _fits(reply)


@WORST
@given(worst.texts)
def test_every_failure_fits(sentence: str) -> None:
    _fits(report_files.failed_reply(sentence))


def _fits(reply: Reply) -> None:
    assert message_block_errors(fitted(reply.blocks)) == []
    assert view_errors(as_modal(reply)) == []
    assert sensitive_words(reply.text[:FIRST_CHARACTERS]) == []


def values(what: str, period: str, kinds: list[str], *, named: bool) -> dict[str, Any]:
    return {
        WHAT: {WHAT: {"selected_option": {"value": what}}},
        PERIOD: {PERIOD: {"selected_option": {"value": period}}},
        KINDS: {KINDS: {"selected_options": [{"value": kind} for kind in kinds]}},
        NAMES: {NAMES: {"selected_options": [{"value": "yes"}] * named}},
    }


@given(
    section_id=ids,
    period=st.sampled_from(PERIODS[1:]),
    kinds=st.sets(st.sampled_from(FileKind)),
    named=st.booleans(),
)
def test_what_was_chosen_is_what_is_wished(
    section_id: str, period: Any, kinds: set[FileKind], *, named: bool
) -> None:
    listed = sorted(kinds)
    chosen = values(f"section:{section_id}", code_of(period), listed, named=named)
    assert wish_of(chosen) == Wish(section_id, period, tuple(listed), named)
    for what, bundle in ((WARD, False), (BUNDLE, True)):
        whole = wish_of(values(what, code_of(period), listed, named=False))
        assert whole == Wish(WARD_ID, period, tuple(listed), bundle=bundle)


@given(
    st.recursive(
        st.none() | st.text(max_size=5),
        lambda inner: st.dictionaries(
            st.sampled_from([WHAT, PERIOD, KINDS, NAMES, "selected_option", "value"]),
            inner,
            max_size=4,
        ),
    )
)
def test_whatever_else_arrives_is_an_unknown_entry(found: Any) -> None:
    try:
        wish_of(found if isinstance(found, dict) else {})
    except (UnknownEntry, PeriodFault):
        return
    raise AssertionError(found)
