"""Every screen of the sheet is inside Slack's limits, whatever is ticked and written."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import sheet_items as i
from bot.core.block_limits import limit
from bot.core.duties import SafetyKind
from bot.core.people import Actor
from bot.core.sheet import (
    HEADER,
    POSITIVE,
    Basis,
    MeetingAnswer,
    Note,
    Noticed,
    Observation,
    Place,
    Sheet,
    SheetDestination,
    SheetDuty,
    SheetMeeting,
    SheetResult,
)
from bot.service.sheet import JudgedSheet, SheetForm
from bot.slack.blocks import sheet, sheet_result
from bot.slack.blocks.quiet import sensitive_words
from bot.slack.blocks.sheet_state import (
    LONGEST_NOTE,
    MOST_NOTES,
    OpenSheet,
    pack_sheet,
    unpack_sheet,
)
from bot.workspace.validate import view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content
from tests.support.service import Ward

ACTOR = Actor("U0STRANGER")
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
# What the reader lets pass: ten items a heading, nine headings of signs and two others.
lines = worst.texts.map(lambda text: (text.strip() or "あ")[:75])
PARTS = [i.SheetPart.SIGNS] * 9 + [i.SheetPart.URGENCY, i.SheetPart.WISH]


def group(number: int, part: i.SheetPart, texts: list[str]) -> i.SheetGroup:
    kinds = tuple(SafetyKind) if part is i.SheetPart.URGENCY else ()
    items = [
        i.SheetItem(f"item-{number}-{n}", f"group-{number}", text, (), (), danger=kinds)
        for n, text in enumerate(texts)
    ]
    return i.SheetGroup(f"group-{number}", texts[0], tuple(items), part)


forms = st.lists(lines, min_size=10, max_size=10).map(
    lambda texts: SheetForm(
        tuple(group(n, part, texts) for n, part in enumerate(PARTS)), free_text=True
    )
)
notes = st.lists(
    st.builds(Note, st.sampled_from(Basis), worst.texts.map(lambda t: t[:LONGEST_NOTE])),
    max_size=MOST_NOTES,
).map(tuple)


def fullest(form: SheetForm, written: tuple[Note, ...]) -> OpenSheet:
    """Everything ticked in every list, everything unfolded, everything recognised."""
    ids = [item.id for one in form.groups for item in one.items]
    observations = tuple(Observation(id_, answer) for id_ in ids for answer in Noticed)
    names = tuple(one.id for one in form.groups)
    return OpenSheet(Sheet(observations, Place.OUTSIDE, written), names, names, tuple(ids), True)


@WORST
@given(forms, st.lists(worst.duty_cards, max_size=7), notes)
def test_both_screens_fit(form: SheetForm, urgent: list[Any], written: tuple[Note, ...]) -> None:
    opened = fullest(form, written)
    views = [sheet.start_view(form), sheet.fill_view(form, opened, urgent)]
    views += [sheet.stop_view(opened, urgent)] if urgent else []
    for view in views:
        assert view_errors(view) == []
        assert_no_markup_from_content(view["blocks"])
        assert view["blocks"][0]["text"]["text"] == f"*{HEADER}*"
    assert sensitive_words(HEADER) == []


@WORST
@given(forms, notes)
def test_the_fullest_sheet_comes_back_from_the_modal(
    form: SheetForm, written: tuple[Note, ...]
) -> None:
    opened = fullest(form, written)
    packed = pack_sheet(opened)
    assert len(packed) <= limit("view", "private_metadata")
    back = unpack_sheet(packed, form.groups)
    positive = {o for o in opened.sheet.observations if o.noticed in POSITIVE}
    assert set(back.sheet.observations) == positive
    assert back.sheet.notes == written
    assert (back.groups, back.unfolded, back.marked) == (
        opened.groups,
        opened.unfolded,
        opened.marked,
    )


@WORST
@given(
    forms,
    st.lists(
        st.tuples(st.integers(0, 10), st.integers(0, 9), st.sampled_from(Noticed)), max_size=40
    ),
    st.sampled_from(Place),
)
def test_any_sheet_comes_back_as_it_was(
    form: SheetForm, ticks: list[tuple[int, int, Noticed]], place: Place
) -> None:
    once = {f"item-{g}-{n}": answer for g, n, answer in ticks}
    observations = {Observation(item, answer) for item, answer in once.items()}
    back = unpack_sheet(pack_sheet(OpenSheet(Sheet(tuple(observations), place))), form.groups)
    assert set(back.sheet.observations) == observations
    assert back.sheet.place is place


texts = worst.lots
sheet_duties = st.builds(
    SheetDuty,
    kind=st.sampled_from(SafetyKind),
    name=worst.texts,
    because=texts,
    at_once=st.booleans(),
    desk_ids=st.just(()),
    desks=texts,
)


@st.composite
def judged(draw: st.DrawFn) -> JudgedSheet:
    cards = draw(st.lists(worst.destination_cards, max_size=4))
    found = tuple(
        SheetDestination(
            destination_id=card.destination.id,
            name=card.destination.name,
            because=draw(texts),
            signs=draw(texts),
            say=card.destination.say,
            to_tell=(),
            steps=(),
            consent=card.destination.consent,
        )
        for card in cards
    )
    columns = {name: draw(texts) for name in ("seen", "heard", "checked_not", "unknown")}
    rest = {
        name: draw(texts) for name in ("guesses", "urgent", "wishes", "tell", "hand_over", "how")
    }
    answer, name = draw(st.sampled_from(MeetingAnswer)), draw(worst.texts)
    result = SheetResult(
        place=draw(worst.texts),
        **columns,
        **rest,
        agreement=draw(st.none() | st.sampled_from(i.Agreement)),
        duties=tuple(draw(st.lists(sheet_duties, max_size=7))),
        destinations=found,
        meeting=SheetMeeting(answer, draw(worst.ids), name, draw(worst.texts)),
        nothing_on_paper=draw(st.booleans()),
        record=draw(worst.texts),
    )
    duties = tuple(draw(st.lists(worst.duty_cards, max_size=7)))
    return JudgedSheet(result, duties, tuple(cards))


@WORST
@given(judged(), st.booleans(), st.sampled_from(sheet_result.Paper))
def test_any_result_fits(found: JudgedSheet, more: bool, paper: sheet_result.Paper) -> None:
    view = sheet_result.result_view(found, OpenSheet(), more=more, paper=paper)
    view["blocks"] = [
        {**b, "accessory": {**b["accessory"], "action_id": f"a{n}"}} if "accessory" in b else b
        for n, b in enumerate(view["blocks"])
    ]
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])
    assert view["blocks"][0]["text"]["text"] == f"*{HEADER}*"


def test_every_heading_with_every_urgency(ward: Ward) -> None:
    """Over the shipped content, with all of a heading ticked: it fits, and danger comes first."""
    service = ward.service.sheet
    form = service.form(ACTOR)
    (urgency,), (wish,) = form.part(i.SheetPart.URGENCY), form.part(i.SheetPart.WISH)
    signs = form.part(i.SheetPart.SIGNS)
    for one, urgent, consent in product(signs, (None, *urgency.items), (None, *wish.items)):
        ids = [item.id for item in one.items]
        ids += [item.id for item in (urgent, consent) if item]
        opened = OpenSheet(
            Sheet(tuple(Observation(id_, Noticed.HEARD) for id_ in ids)), (one.id, urgency.id)
        )
        found = service.judge(ACTOR, opened.sheet, NOW)
        view = sheet_result.result_view(found, opened, more=True)
        assert view_errors(view) == []
        assert view_errors(sheet.fill_view(form, opened, found.duties)) == []
        assert found.result.destinations or found.duties
        if urgent:
            assert_danger_first(view, found)


def assert_danger_first(view: dict[str, Any], found: JudgedSheet) -> None:
    assert found.duties
    said = str(view["blocks"][1])
    assert found.duties[0].duty.act_now in said


@pytest.mark.parametrize("part", i.SheetPart)
def test_what_a_form_has_of_each_part(ward: Ward, part: i.SheetPart) -> None:
    assert ward.service.sheet.form(ACTOR).part(part)
