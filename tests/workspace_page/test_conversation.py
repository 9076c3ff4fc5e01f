"""Messages, their controls, and the box."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.workspace_page import build, samples
from tests.workspace_page.samples import DIRECT
from tests.workspace_page.stub import World, refusal


def box(page: Page) -> Any:
    return page.locator("#box")


def test_enter_sends_and_shift_enter_makes_a_line(page: Page, world: World) -> None:
    box(page).click()
    page.keyboard.type("一行目")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("二行目")
    assert world.ordered("message") == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-ts]").last).to_contain_text("一行目\n二行目")
    [order] = world.ordered("message")
    assert order == {"user": "U1", "channel": DIRECT, "text": "一行目\n二行目"}
    expect(box(page)).to_have_value("")


def test_enter_that_ends_a_conversion_does_not_send(page: Page, world: World) -> None:
    box(page).click()
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": "やちん", "selectionStart": 3, "selectionEnd": 3}
    )
    session.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "key": "Enter", "windowsVirtualKeyCode": 229}
    )
    session.send("Input.insertText", {"text": "家賃"})
    page.evaluate(
        "document.getElementById('box').dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))"
    )
    expect(box(page)).to_have_value("家賃")
    assert world.ordered("message") == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-ts]").last).to_contain_text("家賃")


def test_a_refused_message_comes_back_into_the_box(page: Page, world: World) -> None:
    world.handlers["message"] = lambda *_: refusal("msg_too_long", "文が長すぎます。")
    box(page).fill("とても長い文")
    box(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="文が長すぎます。")).to_be_visible()
    expect(box(page)).to_have_value("とても長い文")
    page.get_by_role("button", name="消す").last.click()
    expect(page.get_by_text("文が長すぎます。")).to_be_hidden()


def test_escape_puts_the_completions_away(page: Page) -> None:
    box(page).fill("/")
    expect(page.locator("#completions")).to_be_visible()
    box(page).press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    box(page).fill("/kizuki 相談")
    expect(page.locator("#completions")).to_be_hidden()
    expect(page.get_by_text("使い方：/kizuki [困りごと｜クイズ｜ヘルプ]")).to_be_visible()


def test_a_completion_can_be_clicked(page: Page) -> None:
    box(page).fill("/")
    page.locator("[data-command='/kizuki-quiz']").click()
    expect(box(page)).to_have_value("/kizuki-quiz ")
    expect(box(page)).to_be_focused()


def test_every_conversation_has_its_own_draft(page: Page) -> None:
    box(page).fill("書きかけ")
    page.locator("[data-room=C2]").click()
    expect(box(page)).to_have_value("")
    expect(page.get_by_label("#窓口 へのメッセージ")).to_be_visible()
    page.go_back()
    expect(box(page)).to_have_value("書きかけ")


def test_an_ephemeral_message_says_who_sees_it(page: Page) -> None:
    message = page.locator(".ephemeral")
    expect(message).to_contain_text("あなただけに表示されています")
    expect(page.locator("[data-ts]").first).not_to_contain_text("あなただけに")


def test_a_new_message_appears_by_itself_and_politely(page: Page, world: World) -> None:
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    first = page.locator("[data-ts]").first.element_handle()
    world.say(DIRECT, "今週の設問です。")
    expect(page.locator("[data-ts]").last).to_contain_text("今週の設問です。")
    assert first.evaluate("(node) => node.isConnected")


def test_somebody_reading_above_is_told_and_not_moved(page: Page, world: World) -> None:
    log = page.locator("#log")
    log.evaluate("(node) => { node.scrollTop = 0; }")
    world.say(DIRECT, "新しい知らせ")
    newest = page.get_by_role("button", name="新しいメッセージがあります")
    expect(newest).to_be_visible()
    assert log.evaluate("(node) => node.scrollTop") == 0
    newest.click()
    expect(page.get_by_text("新しい知らせ")).to_be_in_viewport()
    expect(newest).to_be_hidden()


def test_an_update_keeps_choices_and_the_focus(page: Page, world: World) -> None:
    page.locator("[data-action-id=boxes]").get_by_label("いいえ").check()
    page.locator("[data-action-id=date]").focus()
    world.messages[DIRECT][2] = world.messages[DIRECT][2] | {
        "blocks": [*samples.CHOICES, build.section("added", "追記しました。")]
    }
    world.tell("messages", channel=DIRECT)
    expect(page.get_by_text("追記しました。")).to_be_visible()
    expect(page.locator("[data-action-id=boxes]").get_by_label("いいえ")).to_be_checked()
    expect(page.locator("[data-action-id=date]")).to_be_focused()


def test_a_deleted_message_goes(page: Page, world: World) -> None:
    world.messages[DIRECT].pop(1)
    world.tell("messages", channel=DIRECT)
    expect(page.get_by_text("相談先の候補")).to_have_count(0)


ACTIONS = [
    ("helpful", lambda node: node.click(), {"type": "button", "value": "1"}),
    (
        "radio",
        lambda node: node.get_by_label("いいえ").check(),
        {"selected_option": samples.OPTIONS[1]},
    ),
    (
        "boxes",
        lambda node: node.get_by_label("はい").check(),
        {"selected_options": [samples.OPTIONS[0]]},
    ),
    ("select", lambda node: node.select_option("desk-2"), {"selected_option": samples.MANY[1]}),
    ("date", lambda node: node.fill("2026-12-01"), {"selected_date": "2026-12-01"}),
]


@pytest.mark.parametrize(("name", "use", "expected"), ACTIONS, ids=[row[0] for row in ACTIONS])
def test_every_control_sends_what_slack_would(
    page: Page, world: World, name: str, use: Any, expected: Any
) -> None:
    with page.expect_response("**/page/action"):
        use(page.locator(f"[data-action-id={name}]"))
    [order] = world.ordered("action")
    assert order["action_id"] == name
    assert order["element"] == order["element"] | expected
    assert order["source"]["kind"] == "message"
    assert order["source"]["channel"] == DIRECT
    if name != "helpful":
        assert (
            order["state"]["values"]["a2"][name] == order["state"]["values"]["a2"][name] | expected
        )


def test_a_late_picture_does_not_push_the_newest_line_away(page: Page, world: World) -> None:
    arrived = []

    def late(route: Route) -> None:
        world.say(DIRECT, "いちばん新しい行")
        page.get_by_text("いちばん新しい行").wait_for()
        arrived.append(route)
        route.continue_()

    page.route("**/static/icon.svg?late", late)
    picture = {
        "type": "image",
        "block_id": "late",
        "image_url": "/static/icon.svg?late",
        "alt_text": "遅れて届く図",
    }
    world.say(DIRECT, "", blocks=[picture])
    image = page.get_by_alt_text("遅れて届く図")
    page.wait_for_function("(node) => node.naturalWidth > 0", arg=image.element_handle())
    assert len(arrived) == 1
    expect(page.get_by_text("いちばん新しい行")).to_be_in_viewport()


def test_chosen_files_are_sent_with_what_is_in_the_box(page: Page, world: World) -> None:
    box(page).fill("直しました")
    file = {"name": "card.yaml", "mimeType": "text/plain", "buffer": "名: 値\n".encode()}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイル", exact=True).click()
    chooser.value.set_files([file])
    expect(box(page)).to_have_value("")
    [order] = world.ordered("files")
    sent = {"name": "card.yaml", "content": base64.b64encode("名: 値\n".encode()).decode()}
    assert order == {"user": "U1", "channel": DIRECT, "text": "直しました", "files": [sent]}


def test_a_refused_file_leaves_the_box_as_it_was(page: Page, world: World) -> None:
    world.handlers["files"] = lambda *_: refusal("invalid_file", "ファイルを読めませんでした。")
    box(page).fill("直しました")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="ファイル", exact=True).click()
    chooser.value.set_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}])
    expect(
        page.get_by_role("alert").filter(has_text="ファイルを読めませんでした。")
    ).to_be_visible()
    expect(box(page)).to_have_value("直しました")
