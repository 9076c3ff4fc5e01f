"""運営方針: dates and figures in forms, drafts confirmed as shown, the last change taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.permissions import NotPermitted
from bot.service.editing import AlreadyBack
from bot.service.plan_values import DraftChanged, EntryChanged
from bot.service.referral import UnknownEntry
from bot.slack.blocks.plan import (
    ACTIVITY,
    BACK_AGAIN,
    NEW_YEAR,
    PAGE,
    SAME,
    SAVED,
    SHEET,
    UNDO,
    VALUE,
)
from bot.slack.blocks.plan_forms import ACTIVITY_FORM, CHOICE_FORM, GONE, ROW, VALUE_FORM
from bot.slack.blocks.plan_sheet import CHOOSE, CONFIRM, CONFIRMED
from bot.slack.errors import SENTENCES
from bot.slack.plan_refusals import SENTENCES as REFUSALS
from tests.content.conftest import Desk, desk
from tests.service.test_plan_desk import PLAN
from tests.support.editing import editable, open_editable
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK, COUNTER, EDITOR, Someone, Ward
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    blocks_of,
    control,
    decoded,
    elements,
    modal,
    words_of,
)

__all__ = ["desk", "editable", "open_editable"]

FILE = "quizzes/plan.yaml"
NOW = datetime(2026, 11, 16, 10, tzinfo=TOKYO)


@pytest.fixture
def ward(desk: Desk, editable: Ward) -> Ward:
    desk.write(FILE, PLAN)
    editable.service.editors.reload(NOW)
    editable.clock.moment = NOW
    return editable


def page(front: Front, who: Who = COUNTER) -> list[Payload]:
    """The blocks of the command's answer."""
    return blocks_of(front.command(who, "運営方針").body)


def press(front: Front, element: Payload, who: Who = COUNTER) -> dict[str, Any]:
    """Press a control of the page in a modal; the view that takes its place at once."""
    front.forget()
    assert front.press(who, element, modal()) == Ack(200, "")
    call = front.stub.wait(lambda c: c.method == "views.update")
    view: dict[str, Any] = decoded(call.args["view"])
    return view


def button(blocks: list[Payload], action_id: str, value: str) -> Payload:
    return next(
        e for e in elements(blocks) if (e["action_id"], e.get("value")) == (action_id, value)
    )


def form(front: Front, action_id: str, value: str) -> dict[str, Any]:
    return press(front, button(page(front), action_id, value))


def state_of(view: dict[str, Any], typed: Payload) -> Payload:
    """The form as it stands, with some fields filled otherwise."""
    state: Payload = {}
    for block in view["blocks"]:
        element = block.get("element")
        if element:
            name, kind = block["block_id"], element["type"]
            held: Payload = {"type": kind}
            held["value"] = element.get("initial_value")
            held["selected_date"] = element.get("initial_date")
            held["selected_option"] = element.get("initial_option")
            state[name] = {name: held}
    for name, value in typed.items():
        state[name][name].update(value if isinstance(value, dict) else {"value": value})
    return state


def submit(front: Front, view: dict[str, Any], who: Who = COUNTER, **typed: Any) -> Payload:
    return front.submit(
        who,
        view["callback_id"],
        state_of(view, typed),
        private_metadata=view["private_metadata"],
        blocks=view["blocks"],
    ).body


def chosen(value: str) -> Payload:
    return {"selected_option": {"value": value}}


def test_dates_and_people_from_the_page_to_the_file_and_back(front: Front, desk: Desk) -> None:
    view = form(front, ACTIVITY, "1")
    assert view["callback_id"] == ACTIVITY_FORM
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if "element" in b}
    assert inputs["held"]["initial_value"] == "6月1日"
    assert inputs["planned"]["initial_value"] == "9月2日\n12月1日"
    assert inputs["people"]["initial_value"] == "20"
    assert "予定の日（9月2日）をすぎています" in words_of(view)
    done = submit(front, view, held="６月１日\n10/5", people="４６人", planned="12月1日")
    assert done["response_action"] == "update"
    said = words_of(done)
    assert SAVED in said
    assert "「合同会議」の日程・人数" in said
    assert "行った日：6月1日、10月5日（全2回、参加46人）" in said
    assert "      - 2026-10-05\n" in desk.text(FILE)
    back = press(front, control(blocks_of(done), UNDO))
    assert BACK_AGAIN in words_of(back)
    assert desk.text(FILE) == PLAN


def test_other_processes_follow(front: Front, desk: Desk) -> None:
    other = Library.open(desk.knowledge_dir, desk.quizzes_dir)
    submit(front, form(front, ACTIVITY, "0"), held="11月16日")
    assert other.changed_on_disk()
    assert other.reload().changed
    assert other.course.plan.activities[0].held == (date(2026, 11, 16),)


def test_faults_stand_at_their_fields_and_the_form_stays(front: Front, desk: Desk) -> None:
    body = submit(front, form(front, ACTIVITY, "1"), held="2026/12/24", people="やく10")
    assert body["response_action"] == "errors"
    assert "2026年12月24日は、まだ来ていません" not in str(body["errors"]), (
        "first what is no number"
    )
    assert "0以上の整数" in body["errors"]["people"]
    body = submit(front, form(front, ACTIVITY, "1"), held="2026/12/24")
    assert set(body["errors"]) == {"held"}
    assert "2026年12月24日は、まだ来ていません" in body["errors"]["held"]
    body = submit(front, form(front, VALUE, "0"), value="三百", source="")
    assert set(body["errors"]) == {"value", "source"}
    assert desk.text(FILE) == PLAN


def test_figures_of_both_columns(front: Front) -> None:
    view = form(front, VALUE, "0")
    assert view["callback_id"] == VALUE_FORM
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if "element" in b}
    assert [o["value"] for o in inputs[ROW]["options"]] == ["0", "0.0"]
    assert inputs["as_of"]["initial_date"] == "2026-10-31"
    assert inputs["source"]["initial_value"] == "課の集計"
    submit(front, view, value="１８０", as_of={"selected_date": "2026-09-30"})
    done = submit(front, form(front, VALUE, "0"), value="95", row=chosen("0.0"))
    (fields,) = [b["fields"] for b in blocks_of(done) if "fields" in b]
    local, school = (field["text"] for field in fields)
    assert "値：180人（2026年9月末時点）" in local
    assert "値：95人（2026年10月末時点）" in school
    assert "目標に数えません" in school
    assert "275" not in words_of(done)


def test_a_value_is_taken_out_by_a_tick(front: Front, desk: Desk) -> None:
    view = form(front, VALUE, "0")
    options = [b["element"]["options"] for b in view["blocks"] if b.get("block_id") == GONE]
    ((option,),) = options
    assert option["text"]["text"] == "120人（2026年8月末時点）"
    ticked = {"type": "checkboxes", "selected_options": [option]}
    submit(front, view, value="", gone=ticked)
    assert "value: 120" not in desk.text(FILE)


def test_a_draft_is_chosen_for_confirmed_and_falls_back(front: Front) -> None:
    sheet = form(front, SHEET, "september")
    assert "案（指標担当の確認前）" in words_of(sheet)
    assert CONFIRM not in words_of(sheet)
    view = press(front, control(sheet["blocks"], CHOOSE))
    assert view["callback_id"] == CHOICE_FORM
    sheet = submit(front, view, new_progress="一部遅れあり", next_year="拡充して実施")["view"]
    said = words_of(sheet)
    assert "一部遅れあり" in said
    assert "拡充して実施" in said
    confirm = control(sheet["blocks"], CONFIRM)
    assert confirm["confirm"]["title"]["text"] == "この案を確かめましたか"
    done = press(front, confirm)
    assert CONFIRMED in words_of(done)
    assert "指標担当が確認済" in words_of(done)
    assert CONFIRM not in words_of(done)
    submit(front, form(front, ACTIVITY, "1"), held="6月1日\n9月2日")
    assert "案（指標担当の確認前）" in words_of(form(front, SHEET, "september"))
    again = press(front, confirm)
    assert REFUSALS[DraftChanged] in words_of(again)
    assert "9月2日に開催" in words_of(again), "and it is shown as it is now"
    assert "指標担当が確認済" not in words_of(again)


def test_pressed_twice_it_is_taken_back_once(front: Front, desk: Desk) -> None:
    done = submit(front, form(front, ACTIVITY, "0"), by="12月ごろ")
    undo = control(blocks_of(done), UNDO)
    press(front, undo)
    assert REFUSALS[AlreadyBack] in words_of(press(front, undo))
    assert desk.text(FILE) == PLAN


def test_a_form_left_open_meanwhile_keeps_what_was_typed(front: Front, desk: Desk) -> None:
    mine = form(front, ACTIVITY, "1")
    submit(front, form(front, ACTIVITY, "1"), people="21")
    text = desk.text(FILE)
    body = submit(front, mine, people="22")
    assert body["errors"] == {"held": REFUSALS[EntryChanged]}
    assert desk.text(FILE) == text


def test_nothing_new_is_said_so(front: Front, desk: Desk) -> None:
    assert SAME in words_of(submit(front, form(front, ACTIVITY, "1")))
    assert desk.text(FILE) == PLAN


def test_the_new_year_is_asked_for_in_april(front: Front, desk: Desk) -> None:
    assert NEW_YEAR not in words_of({"blocks": page(front)})
    front.ward.clock.moment = datetime(2027, 4, 1, 9, tzinfo=TOKYO)
    started = press(front, control(page(front), NEW_YEAR))
    assert "令和9年度　運営方針" in words_of(started)
    assert "fiscal_year: 2027" in desk.text(FILE)


def test_the_page_in_the_message_gives_way_to_the_page(front: Front) -> None:
    submit(front, form(front, ACTIVITY, "0"), by="12月ごろ")
    undo = control(page(front), UNDO)
    front.press(COUNTER, undo, front.message(ephemeral=True))
    after = front.stub.wait(lambda c: c.method == "response_url").args
    assert after["replace_original"] is True
    assert BACK_AGAIN in words_of(after)
    front.forget()
    front.press(COUNTER, control(page(front), SHEET), front.message(ephemeral=True))
    view = decoded(front.only("views.open").args["view"])
    back = press(front, control(view["blocks"], PAGE))
    assert "令和8年度　運営方針" in words_of(back)


def test_a_file_with_mistakes_is_named(front: Front, desk: Desk) -> None:
    opened = page(front)
    mine = form(front, ACTIVITY, "1")
    desk.replace(FILE, "unit: 人", "unit: 名")
    assert "quizzes/plan.yaml:13:" in words_of({"blocks": page(front)})
    assert "quizzes/plan.yaml:13:" in words_of(press(front, button(opened, ACTIVITY, "1")))
    body = submit(front, mine, people="21")
    assert "quizzes/plan.yaml:13:" in body["errors"]["held"]


@pytest.mark.parametrize("who", [CLERK, EDITOR])
def test_others_are_refused_everywhere(front: Front, desk: Desk, who: Someone) -> None:
    opened, view = page(front), form(front, ACTIVITY, "1")
    refused = SENTENCES[NotPermitted]
    assert refused in words_of({"blocks": page(front, who)})
    for element in (e for e in elements(opened) if e["action_id"].startswith("plan:")):
        front.forget()
        front.press(who, element, modal())
        call = front.answer()
        assert refused in words_of(call.args)
    assert refused in words_of(submit(front, view, who, people="9"))
    front.forget()
    front.press(who, {"type": "button", "action_id": UNDO, "value": "x"}, modal())
    assert refused in words_of(front.stub.wait(lambda c: "views" in c.method).args)
    assert desk.text(FILE) == PLAN


def test_the_surveys_page_leads_here_for_who_runs_it(front: Front) -> None:
    front.forget()
    survey = blocks_of(front.command(COUNTER, "アンケート").body)
    front.press(COUNTER, control(survey, PAGE), front.message(ephemeral=True))
    opened = front.only("views.open").args
    assert "令和8年度　運営方針" in words_of(opened)


def test_administrators_may(front: Front) -> None:
    assert ACTIVITY in words_of({"blocks": page(front, ADMIN)})


@pytest.mark.parametrize(
    ("action_id", "value"),
    [(ACTIVITY, "99"), (ACTIVITY, "x"), (VALUE, "-1"), (SHEET, "none"), (CHOOSE, "")],
)
def test_what_no_control_carries_is_gone(front: Front, action_id: str, value: str) -> None:
    front.press(COUNTER, {"type": "button", "action_id": action_id, "value": value}, modal())
    (call,) = [c for c in front.stub.calls if c.method.startswith("views")]
    assert SENTENCES[UnknownEntry] in words_of(call.args)


@pytest.mark.parametrize("callback_id", [ACTIVITY_FORM, VALUE_FORM, CHOICE_FORM])
def test_what_no_form_carries_is_gone(front: Front, desk: Desk, callback_id: str) -> None:
    for metadata in ("", "x", "0", "77|x", "none|x"):
        body = front.submit(COUNTER, callback_id, {}, private_metadata=metadata, blocks=[]).body
        assert SENTENCES[UnknownEntry] in words_of(body)
    assert desk.text(FILE) == PLAN
