"""Everything can be done without a mouse, and the focus never gets lost."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.workspace_page.keys import focused, tab_to
from tests.workspace_page.samples import DIRECT
from tests.workspace_page.stub import World


def action(name: str) -> str:
    return f"[data-action-id={name}]"


def test_the_whole_path_from_the_sidebar_to_a_submitted_modal(page: Page, world: World) -> None:
    _switch_person_and_room(page)
    _complete_a_command(page, world)
    _confirm_a_button(page, world)
    _submit_the_modal(page, world)


def _switch_person_and_room(page: Page) -> None:
    tab_to(page, "#who")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("me=U2"))
    tab_to(page, "[data-room=C1]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="# 全体連絡")).to_be_visible()
    expect(page.locator("[data-room=C1]")).to_be_focused()
    tab_to(page, f"[data-room={DIRECT}]", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(action("record"))).to_be_visible()


def _complete_a_command(page: Page, world: World) -> None:
    box = page.locator("#box")
    tab_to(page, "#box")
    page.keyboard.type("/k")
    options = page.locator("#completions").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "completion-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/kizuki ")
    assert world.ordered("command") == []
    page.keyboard.type("困りごと")
    page.keyboard.press("Enter")
    expect(page.get_by_text("/kizuki 困りごと を受け取りました。")).to_be_visible()
    expect(box).to_have_value("")
    expected = {"user": "U2", "channel": DIRECT, "text": "/kizuki 困りごと"}
    assert world.ordered("command") == [expected]


def _confirm_a_button(page: Page, world: World) -> None:
    dialog = page.get_by_role("alertdialog", name="記録しますか")
    tab_to(page, action("record"), back=True)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(action("record"))).to_be_focused()
    assert world.ordered("action") == []
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(action("record"))).not_to_have_attribute("aria-busy", "true")
    assert [body["element"]["value"] for body in world.ordered("action")] == ["r"]


def _submit_the_modal(page: Page, world: World) -> None:
    modal = page.get_by_role("dialog", name="事実確認シート")
    tab_to(page, action("sheet"))
    page.keyboard.press("Enter")
    expect(modal.get_by_label("困りごと")).to_be_focused()
    page.keyboard.type("家賃")
    tab_to(page, action("desk_a"))
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name^=choice][type=radio]")
    page.keyboard.press("Space")
    tab_to(page, "#modal-submit")
    page.keyboard.press("Enter")
    expect(modal.get_by_text("もう少しくわしく書いてください。")).to_be_visible()
    expect(modal.get_by_label("困りごと")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("を払えない")
    tab_to(page, "#modal-submit")
    page.keyboard.press("Enter")
    expect(modal).to_be_hidden()
    expect(page.locator(action("sheet"))).to_be_focused()
    values = world.ordered("submit")[-1]["state"]["values"]
    assert values["concern"]["concern_a"]["value"] == "家賃を払えない"
    assert values["desk"]["desk_a"]["selected_option"]["value"] == "desk-1"
    assert values["seen"]["seen_a"]["selected_option"]["value"] == "yes"


def test_the_focus_stays_inside_an_open_modal(page: Page) -> None:
    page.locator(action("sheet")).click()
    expect(page.locator("#modal")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        inside = "document.activeElement.matches('body, #modal, #modal *')"
        assert page.evaluate(inside)


def test_a_menu_opens_moves_and_closes_with_keys(page: Page, world: World) -> None:
    button = page.locator(action("more"))
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("menuitem", name="あとで見る")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="消す")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(button).to_be_focused()
    with page.expect_response("**/page/messages*"):
        world.tell("messages", channel=DIRECT)
    picked = [body["element"]["selected_option"]["value"] for body in world.ordered("action")]
    assert picked == ["later"]


def test_the_tabs_follow_the_arrow_keys(page: Page) -> None:
    page.get_by_role("tab", name="メッセージ").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="ホーム")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="ホーム")).to_contain_text("今週の設問")
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="メッセージ")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#log")).to_be_visible()


def test_arrow_keys_wait_before_a_choice_is_sent(page: Page, world: World) -> None:
    page.locator(action("select")).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert world.ordered("action") == []
    with page.expect_response("**/page/action"):
        page.keyboard.press("Enter")
    picked = [body["element"]["selected_option"]["value"] for body in world.ordered("action")]
    assert picked == ["desk-3"]


def test_the_skip_link_leads_to_the_message_box(page: Page) -> None:
    before = page.url
    tab_to(page, "#skip")
    page.keyboard.press("Enter")
    expect(page.locator("#box")).to_be_focused()
    assert page.url == before
    assert focused(page, "id") == "box"
