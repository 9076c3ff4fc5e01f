"""The plan's page, sheets and forms: inside Slack's limits whatever stands in the file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.plan_form import FieldFaults
from bot.core.indicator.plan import Activity, Beside, Half, Indicator, Moment, Plan, SheetChoice
from bot.core.indicator.plan_changes import Row
from bot.core.indicator.result import SurveyResult
from bot.service.plan_values import (
    LastChange,
    Opened,
    Saved,
    activity_form,
    choice_form,
    page_of,
    sheet_of,
    value_form,
)
from bot.slack.blocks.base import CUT_NOTE, as_modal, fitted
from bot.slack.blocks.plan import NO_PLAN, NO_SHEETS, SAVED, notice_of, page_reply, with_undo
from bot.slack.blocks.plan_forms import (
    LONGEST_LIST,
    activity_modal,
    choice_modal,
    days_fit,
    value_modal,
)
from bot.slack.blocks.plan_sheet import CHOOSE_FIRST, CONFIRM, sheet_reply
from bot.slack.blocks.plan_typed import errors_of, gone_of, opened_of, row_of, typed_of
from bot.slack.blocks.quiet import sensitive_words
from bot.workspace.validate import message_block_errors, view_errors
from tests.content.test_plan_text import plans
from tests.reports.survey_samples import PLAN, result, without_waves
from tests.slack.test_builders import WORST, assert_no_markup_from_content

LONG = "<!channel> *x* & " * 12  # 200 characters, all of them awkward
LAST = LastChange("20261116-100000-00000000", datetime(2026, 11, 16, tzinfo=UTC), (LONG,) * 40)
TODAY = date(2026, 11, 16)


def pages(plan: Plan) -> list[SurveyResult]:
    return [SurveyResult((), plan, TODAY, moment) for moment in Moment]


def check(plan: Plan) -> None:
    """The page, both sheets and every form."""
    page = page_reply(
        page_of(pages(plan)[-1], pages(plan), LAST, 2199), notice_of(Saved("x", (LONG,)))
    )
    notices = (with_undo(Saved("x", (LONG,)), SAVED), with_undo(Saved("", ()), SAVED))
    sheets = [
        sheet_reply(sheet_of(one), said) for one, said in zip(pages(plan), notices, strict=True)
    ]
    for reply in (page, *sheets):
        assert message_block_errors(fitted(reply.blocks)) == []
        assert view_errors(as_modal(reply)) == []
        assert_no_markup_from_content(reply.blocks)
    forms = [activity_form(plan, place, TODAY) for place in range(len(plan.activities))]
    values = [value_form(plan, place, TODAY) for place in range(len(plan.indicators))]
    for view in (
        *(activity_modal(form) for form in forms if days_fit(form)),
        *map(value_modal, values),
        *(choice_modal(choice_form(plan, moment)) for moment in Moment),
    ):
        assert view_errors(view) == []
        assert_no_markup_from_content(view["blocks"])


@WORST
@given(plans())
def test_whatever_stands_in_the_file_fits(plan: Plan) -> None:
    check(plan)


def test_the_longest_that_the_file_takes_fits() -> None:
    days = tuple(date.fromordinal(TODAY.toordinal() - n) for n in range(200))
    activity = Activity(Half.CONFERENCE, LONG[:80], "開催", days, days, LONG[:80], 9_999_999)
    (sample, *_) = PLAN.indicators
    beside = tuple(Beside(f"{n}{LONG[:190]}", sample.values) for n in range(12))
    indicator = Indicator("x", LONG[:200], 9_999_999, "人", LONG[:80], sample.values * 30, beside)
    words = tuple(f"{n}{LONG[:70]}" for n in range(120))
    choices = tuple(SheetChoice(moment, words[0], LONG[:80]) for moment in Moment)
    check(Plan(2026, (activity,) * 60, (indicator,) * 60, choices, words, LONG[:80]))


def test_the_page_keeps_the_columns_apart_and_starts_quietly() -> None:
    plan = replace(PLAN, choices=())
    reply = page_reply(
        page_of(replace(result(), plan=plan), [without_waves(), result()], None, None)
    )
    fields = [b["fields"] for b in reply.blocks if "fields" in b]
    ((local, school),) = fields
    assert "180人（2026年9月末時点）" in local["text"]
    assert "目標の60.0％" in local["text"]
    assert "保健福祉課の集計" in local["text"]
    assert "95人（2026年9月末時点）" in school["text"]
    assert "目標に数えません" in school["text"]
    assert "275" not in str(reply.blocks)
    assert sensitive_words(reply.text[:40] + str(reply.blocks[0])) == []


def test_a_sheet_can_be_confirmed_once_its_progress_is_chosen() -> None:
    found = replace(result(), plan=replace(PLAN, choices=()))
    without = str(sheet_reply(sheet_of(found)).blocks)
    assert CONFIRM not in without
    assert CHOOSE_FIRST in without
    reply = sheet_reply(sheet_of(result()))
    mark = sheet_of(result()).draft.mark
    (confirm,) = [e for b in reply.blocks for e in b.get("elements", ()) if "confirm" in e]
    assert (confirm["action_id"], confirm["value"]) == (CONFIRM, f"year_end|{mark}")
    shown = json.dumps(reply.blocks, ensure_ascii=False)
    for sentence in sheet_of(result()).draft.sentences:
        assert sentence.text in shown, "the text that is confirmed is all there"
    choice = SheetChoice(Moment.YEAR_END, "予定どおり", mark)
    done = sheet_of(replace(result(), plan=replace(PLAN, choices=(choice,))))
    assert CONFIRM not in str(sheet_reply(done).blocks)
    assert "指標担当が確認済" in str(sheet_reply(done).blocks)


def test_a_long_sheet_is_shown_to_its_end() -> None:
    days = tuple(date(2026, 5, 1 + n) for n in range(28))
    held = tuple(Activity(Half.TRAINING, f"{n}{'あ' * 70}", held=days) for n in range(20))
    reply = sheet_reply(sheet_of(replace(result(), plan=replace(PLAN, activities=held))))
    shown = json.dumps(reply.blocks, ensure_ascii=False)
    assert all(activity.name in shown for activity in held)
    assert CUT_NOTE not in shown
    assert view_errors(as_modal(reply)) == []


def test_figures_are_called_what_people_answered() -> None:
    words = str(page_reply(page_of(result(), [result()], None, None)).blocks)
    words += str(sheet_reply(sheet_of(result())).blocks)
    assert words.count("職員の割合") == words.count("と回答した職員の割合") > 0


def test_without_a_file_it_is_said() -> None:
    nothing = pages(Plan())
    assert NO_PLAN in str(page_reply(page_of(nothing[-1], nothing, None, None)).blocks)
    assert NO_SHEETS in str(page_reply(page_of(result(), [], None, None)).blocks)


def test_more_days_than_a_field_holds_are_not_cut() -> None:
    days = tuple(date.fromordinal(TODAY.toordinal() - n) for n in range(1000))
    form = activity_form(
        Plan(2026, (Activity(Half.TRAINING, "x", held=days),)), 0, date(2026, 11, 16)
    )
    assert not days_fit(form)
    few = replace(form, activity=replace(form.activity, held=days[: LONGEST_LIST // 13]))
    assert days_fit(few)


@pytest.mark.parametrize("metadata", ["", "x", "1", "-1|x", "²|x", "9999999|x", None])
def test_what_no_form_carries_is_nothing(metadata: str | None) -> None:
    assert opened_of(metadata) is None


def test_what_is_typed_is_read_by_field() -> None:
    state = {
        "value": {"value": {"type": "plain_text_input", "value": "180"}},
        "as_of": {"as_of": {"type": "datepicker", "selected_date": "2026-09-30"}},
        "source": {"source": {"type": "plain_text_input", "value": None}},
        "row": {"row": {"type": "static_select", "selected_option": {"value": "0.1"}}},
        "gone": {
            "gone": {
                "type": "checkboxes",
                "selected_options": [{"value": "0|2026-08-31"}, {"value": "0|x"}, {"value": None}],
            }
        },
    }
    typed = typed_of(state)
    assert (typed["value"], typed["as_of"], typed["source"]) == ("180", "2026-09-30", "")
    assert row_of(state, Opened(0, "x")) == Row(0, 1)
    assert gone_of(state) == [(Row(0), date(2026, 8, 31))]
    assert row_of({}, Opened(3, "x")) == Row(3)


def test_a_fault_stands_where_it_was_typed() -> None:
    wrong = FieldFaults({"progress": "だめです。", "other": "これも。"})
    blocks = [{"type": "input", "block_id": name} for name in ("progress", "new_progress")]
    for typed, field in (("", "progress"), ("遅れ", "new_progress")):
        state = {"new_progress": {"new_progress": {"value": typed}}}
        view = {"blocks": blocks, "state": {"values": state}}
        errors = errors_of(wrong.by_field, view)
        assert "だめです。" in errors[field]
        assert "これも。" in errors["progress"]
    assert typed_of({"new_progress": {"new_progress": {"value": " 遅れ "}}})["progress"] == "遅れ"


def test_choices_name_what_is_chosen() -> None:
    plan = replace(PLAN, progress=("予定どおり", "一部遅れあり"))
    view = choice_modal(choice_form(plan, Moment.YEAR_END))
    (chosen,) = [b["element"] for b in view["blocks"] if b.get("block_id") == "progress"]
    assert chosen["initial_option"]["value"] == "予定どおり"
    view = choice_modal(choice_form(plan, Moment.SEPTEMBER))
    (chosen,) = [b["element"] for b in view["blocks"] if b.get("block_id") == "progress"]
    assert "initial_option" not in chosen


@given(st.dates(date(2026, 4, 1), date(2027, 3, 31)))
def test_the_day_offered_is_the_end_of_a_month_that_is_over(today: date) -> None:
    view = value_modal(value_form(PLAN, 3, today))
    (picker,) = [b["element"] for b in view["blocks"] if b.get("block_id") == "as_of"]
    offered = date.fromisoformat(picker["initial_date"])
    assert offered <= today < date.fromordinal(offered.toordinal() + 32)
    assert date.fromordinal(offered.toordinal() + 1).day == 1
