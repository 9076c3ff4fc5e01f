"""Modals: inputs, errors, what is kept, and how they close."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.workspace_page import samples
from tests.workspace_page.build import Json
from tests.workspace_page.sheets import fill, submit
from tests.workspace_page.stub import World, refusal


def test_it_says_which_view_it_is(sheet: Locator) -> None:
    expect(sheet).to_have_attribute("data-callback-id", "sheet")
    expect(sheet).to_have_attribute("data-view-id", "V1")


def test_all_values_are_sent_in_slacks_shape(sheet: Locator, world: World) -> None:
    fill(sheet)
    sheet.get_by_label("見たこと").fill("一行\n二行")
    sheet.get_by_role("group", name="気づき").get_by_label("はい").check()
    desks = sheet.get_by_role("group", name="知らせる窓口")
    desks.get_by_label("選択肢をしぼり込む").fill("１２")
    expect(desks.get_by_label("窓口3")).to_be_hidden()
    desks.get_by_label("窓口12").check()
    sheet.get_by_label("会った日").fill("2026-11-20")
    submit(sheet)
    expect(sheet).to_be_hidden()
    [order] = world.ordered("submit")
    assert (order["user"], order["view_id"]) == ("U1", "V1")
    assert order["state"]["values"] == {
        "concern": {"concern_a": {"type": "plain_text_input", "value": "家賃を払えない"}},
        "memo": {"memo_a": {"type": "plain_text_input", "value": "一行\n二行"}},
        "desk": {"desk_a": {"type": "static_select", "selected_option": samples.MANY[1]}},
        "seen": {"seen_a": {"type": "radio_buttons", "selected_option": samples.OPTIONS[1]}},
        "signs": {"signs_a": {"type": "checkboxes", "selected_options": [samples.OPTIONS[0]]}},
        "desks": {
            "desks_a": {"type": "multi_static_select", "selected_options": [samples.MANY[11]]}
        },
        "day": {"day_a": {"type": "datepicker", "selected_date": "2026-11-20"}},
    }


def test_what_is_missing_is_said_beside_each_input_before_sending(
    sheet: Locator, world: World
) -> None:
    submit(sheet)
    concern = sheet.get_by_label("困りごと")
    expect(concern).to_be_focused()
    expect(concern).to_have_attribute("aria-invalid", "true")
    expect(concern).to_have_accessible_description("0／40文字 入力してください。")
    seen = sheet.get_by_role("radiogroup", name="会えましたか")
    expect(seen).to_have_accessible_description("どれかひとつを選んでください。")
    expect(sheet.get_by_text("選んでください。", exact=True).last).to_be_visible()
    assert world.ordered("submit") == []


def test_too_long_a_text_is_kept_and_explained(sheet: Locator, world: World) -> None:
    fill(sheet, "あ" * 41)
    expect(sheet.get_by_text("41／40文字")).to_be_visible()
    submit(sheet)
    expect(sheet.get_by_text("40文字までです。いま41文字あります。")).to_be_visible()
    expect(sheet.get_by_label("困りごと")).to_have_value("あ" * 41)
    assert world.ordered("submit") == []


def test_an_error_from_the_app_is_shown_focused_and_taken_away(sheet: Locator) -> None:
    fill(sheet, "家賃")
    submit(sheet)
    concern = sheet.get_by_label("困りごと")
    expect(concern).to_be_focused()
    expect(concern).to_have_accessible_description("2／40文字 もう少しくわしく書いてください。")
    concern.fill("家賃を払えない")
    submit(sheet)
    expect(sheet).to_be_hidden()


def test_a_second_same_error_takes_the_focus_again(sheet: Locator) -> None:
    fill(sheet, "家賃")
    for _ in range(2):
        submit(sheet)
        expect(sheet.get_by_label("困りごと")).to_be_focused()
        expect(sheet.get_by_text("もう少しくわしく書いてください。")).to_be_visible()
        sheet.get_by_label("会った日").focus()


def test_a_refused_submission_says_so_and_keeps_everything(sheet: Locator, world: World) -> None:
    def fail(world: World, _: Json) -> Json:
        world.notice = "うまくつながりませんでした。"
        return refusal("operation_timeout", "うまくつながりませんでした。")

    world.handlers["submit"] = fail
    fill(sheet)
    submit(sheet)
    expect(
        sheet.get_by_role("alert").filter(has_text="うまくつながりませんでした。")
    ).to_have_count(1)
    expect(sheet.get_by_label("困りごと")).to_have_value("家賃を払えない")
    expect(sheet.get_by_role("button", name="送る")).to_be_enabled()


def test_a_refusal_without_a_notice_is_told_inside_the_modal(sheet: Locator, world: World) -> None:
    world.handlers["submit"] = lambda *_: refusal(
        "view_not_found", "その画面は、もう開いていません。"
    )
    fill(sheet)
    submit(sheet)
    expect(sheet.get_by_text("その画面は、もう開いていません。")).to_be_visible()
