"""The screens of whoever runs the survey fit Slack's limits, and take back only what they gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.indicator.questions import usual_questions
from bot.core.indicator.wave import Question, QuestionRole, ReportingGroup, WaveDefinition
from bot.core.survey import PlannedWave, WaveState
from bot.reports.orders import FileKind
from bot.service.referral import UnknownEntry
from bot.service.survey.outlook import Outlook
from bot.service.survey.page import Desk, SurveyPage
from bot.service.survey.paper import PaperGroup, PaperLot, PaperSheet
from bot.service.survey.values import Press, Refused, WaveStatus, Why
from bot.service.survey.words import REFUSALS, TOO_FEW_ON_PAPER
from bot.slack.blocks import survey_desk, survey_files
from bot.slack.blocks.base import Reply, as_modal, fitted
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.slack.blocks.survey_desk import close_view, open_view, outcome_reply, packed, unpacked
from bot.slack.blocks.survey_figures import WAVE, survey_reply
from bot.slack.blocks.survey_paper import (
    GROUP,
    NUMBER,
    block_of,
    confirm_view,
    lot_of,
    paper_form,
    read_form,
    wave_of,
)
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content
from tests.slack.test_builders_survey import statuses

PRESS = Press("a" * 32, "b" * 64)
PLANNED = PlannedWave("r8-w2", "年度末", date(2027, 1, 25), date(2027, 2, 12), date(2027, 1, 22))
MOMENT = datetime(2027, 2, 12, 8, tzinfo=UTC)
REFUSAL = Refused(Why.NO_WAVE, REFUSALS[Why.NO_WAVE])


def wave(name: str = "保健福祉課", *, groups: int = 3, paper: int = 6) -> WaveDefinition:
    """A wave whose words are all ``name``, of that many groups."""
    options = tuple(f"{n}{name}"[:150] for n in range(4))
    asked = (
        Question("q1", name or "問い", options, options[:2], QuestionRole.HEADLINE),
        *usual_questions(end_of_year=True)[1:],
    )
    return WaveDefinition(
        id="r8-w2",
        title=name,
        fiscal_year=2026,
        moment=name,
        opens=date(2027, 1, 25),
        closes=date(2027, 2, 12),
        denominator_date=date(2027, 1, 22),
        asked=name,
        counted_wave="r8-w2",
        questions=asked,
        groups=tuple(
            ReportingGroup(f"group-{n}", name, (f"s{n}",), 30, f"pool-{n}", paper)
            for n in range(groups)
        ),
        left_out=((name, 7), ("育休", 1)),
    )


def fits(view: dict[str, Any]) -> None:
    assert view_errors(view) == []
    assert sensitive_words(view["title"]["text"]) == []
    assert_no_markup_from_content(view["blocks"])


@WORST
@given(worst.texts, st.booleans(), st.sampled_from([1, 40, 300]))
def test_every_outlook_fits(name: str, may_open: bool, groups: int) -> None:
    why_not = "" if may_open else name
    for definition in (wave(name, groups=groups), None):
        planned = replace(PLANNED, label=name)
        fits(open_view(Outlook(planned, definition, why_not, PRESS)))
    fits(open_view(None))


@WORST
@given(statuses)
def test_every_close_and_every_page_fits(status: WaveStatus) -> None:
    fits(close_view(status, Press("a" * 32)))
    closed = tuple(replace(status, state=WaveState.CLOSED, broken=b) for b in (False, True, True))
    desks = (Desk(PLANNED, None, True), Desk(None, status, True), Desk(None, None, False))
    for desk in desks:
        page = SurveyPage(REFUSAL, closed, None, closed, status.title, desk)
        reply = survey_reply(page)
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert_no_markup_from_content(reply.blocks)
        assert WAVE in str(reply.blocks)


@WORST
@given(worst.texts, st.sampled_from([1, 40, 300]))
def test_every_paper_form_and_confirmation_fits(name: str, groups: int) -> None:
    definition = wave(name, groups=groups)
    listed = tuple(PaperGroup(g.id, g.name, g.paper, 0) for g in definition.groups)
    fits(paper_form(PaperSheet(definition, listed)))
    options = {q.id: dict.fromkeys(q.options, 1) for q in definition.questions}
    lot = PaperLot("group-0", 4, options)
    view = confirm_view(definition, listed[0], lot, Press("a" * 32, "0"))
    fits(view)
    assert wave_of(view["private_metadata"]) == "r8-w2"
    assert lot_of(view["private_metadata"], definition) == (lot, Press("a" * 32, "0"))


def test_where_nobody_or_too_few_are_on_paper_there_is_no_form() -> None:
    four = PaperGroup("g", "税務課", 10, 6)
    for groups in ((), (four,)):
        assert "submit" not in paper_form(PaperSheet(wave(), groups))


def test_who_cannot_hand_in_on_paper_is_told_before_the_opening() -> None:
    said = str(open_view(Outlook(PLANNED, wave(paper=1), "", PRESS)))
    assert TOO_FEW_ON_PAPER.format(3) in said
    assert "5枚そろわない" not in str(open_view(Outlook(PLANNED, wave(), "", PRESS)))


@WORST
@given(worst.texts)
def test_every_outcome_fits_and_begins_quietly(text: str) -> None:
    replies: list[Reply] = [outcome_reply(text, done=done) for done in (True, False)]
    replies += [survey_desk.asked_reply(), survey_desk.busy_reply()]
    replies += [survey_files.asked_reply(), survey_files.ready_reply(())]
    replies += [survey_files.failed_reply(text), survey_files.making_reply(3)]
    for reply in replies:
        assert message_block_errors(list(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert sensitive_words(reply.text[:FIRST_CHARACTERS]) == []


@WORST
@given(st.lists(statuses, max_size=120))
def test_every_form_of_files_fits(closed: list[WaveStatus]) -> None:
    fits(survey_files.files_form(closed))


# ------------------------------------------------------------ what comes back


def test_a_press_comes_back_as_it_went() -> None:
    assert unpacked(packed(PRESS, "r8-w2")) == (PRESS, "r8-w2")
    for forged in ("", "x", f"{'a' * 31}|w|", f"{'a' * 32}||", f"{'A' * 32}|w|", f"{'a' * 32}|w|z"):
        with pytest.raises(UnknownEntry):
            unpacked(forged)


def test_a_filled_form_is_read_as_it_was_filled() -> None:
    definition = wave()
    values = {GROUP: {GROUP: {"selected_option": {"value": "group-1"}}}}
    values[block_of("q1", 2)] = {NUMBER: {"value": "７"}}  # type: ignore[dict-item]
    lot, errors = read_form(values, definition)
    assert errors == {}
    assert lot is not None
    assert (lot.group, lot.people) == ("group-1", 7)
    assert list(lot.options["q1"].values()) == [0, 0, 7, 0]


parts = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(),
    lambda inner: st.dictionaries(
        st.sampled_from([GROUP, NUMBER, block_of("q1", 0), "selected_option", "value"])
        | st.sampled_from([survey_files.WAVE, survey_files.KINDS, "selected_options"]),
        inner,
        max_size=4,
    ),
)
READERS: tuple[Callable[[Any], object], ...] = (
    lambda found: read_form(found, wave()),
    survey_files.wish_of,
    lambda found: lot_of(found, wave()),
    lambda found: wave_of(str(found)),
)


@pytest.mark.parametrize("reader", range(len(READERS)))
@given(parts)
def test_whatever_else_arrives_is_an_unknown_entry(reader: int, found: Any) -> None:
    try:
        READERS[reader](found)
    except UnknownEntry:
        return
    assert reader == 0, "a form may be half filled"
    assert isinstance(found, dict)


def test_of_files_only_the_three_kinds_can_be_wished() -> None:
    assert tuple(survey_files.MADE) == (FileKind.PICTURE, FileKind.PAPER, FileKind.SHEET)
