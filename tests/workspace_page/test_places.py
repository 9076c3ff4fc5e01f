"""Moving about: home tab, sidebar, shortcuts, clock, and the line to the server."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.workspace_page import build, samples
from tests.workspace_page.samples import DIRECT
from tests.workspace_page.stub import World


def test_the_home_tab_sends_its_actions(page: Page, world: World) -> None:
    page.get_by_role("tab", name="ホーム").click()
    with page.expect_response("**/page/action"):
        page.get_by_role("button", name="答える").click()
    assert world.ordered("action")[0]["source"] == {"kind": "home"}
    assert len(world.ordered("open_home")) == 1
    world.home = samples.HOME | {"blocks": [build.section("done", "答えました。")]}
    world.tell("home")
    expect(page.get_by_text("答えました。")).to_be_visible()


def test_opening_the_direct_message_is_reported(page: Page, world: World) -> None:
    expect(page.locator("#log")).to_be_visible()
    page.locator("[data-room=C2]").click()
    with page.expect_response("**/page/open_dm"):
        page.locator("[data-room=D1]").click()


def test_a_safe_link_button_is_a_link(page: Page) -> None:
    link = page.get_by_role("link", name="案内を見る")
    expect(link).to_have_attribute("href", "https://example.invalid/a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_unread_marks_come_and_go(page: Page, world: World) -> None:
    room = page.get_by_role("link", name="全体連絡")
    expect(room).to_have_accessible_name("全体連絡 未読 2 件")
    room.click()
    expect(page.get_by_role("heading", name="# 全体連絡")).to_be_visible()
    expect(room).to_have_accessible_name("全体連絡")
    world.unread["C2"] = 1
    world.say("C2", "ほかの会話です。")
    expect(page.get_by_role("link", name="窓口")).to_have_accessible_name("窓口 未読 1 件")
    expect(page.get_by_text("ほかの会話です。")).to_have_count(0)


def test_a_press_is_not_lost_when_news_comes_under_it(page: Page, world: World) -> None:
    page.locator("[data-room=C2]").hover()
    page.mouse.down()
    world.unread["C1"] = 3
    world.tell("state")
    expect(page.get_by_role("link", name="全体連絡")).to_have_accessible_name("全体連絡 未読 3 件")
    page.mouse.up()
    expect(page.get_by_role("heading", name="# 窓口")).to_be_visible()


def test_a_reload_keeps_person_conversation_and_tab(page: Page) -> None:
    page.get_by_label("あなたは").select_option(label="例示 たろう：課長（窓口サービス課）")
    expect(page).to_have_url(re.compile("me=U2"))
    page.get_by_role("tab", name="ホーム").click()
    expect(page).to_have_url(re.compile("tab=home"))
    page.reload()
    expect(page.get_by_role("tab", name="ホーム")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label("あなたは")).to_have_value("U2")
    expect(page.get_by_role("heading", name="今週の設問")).to_be_visible()


def test_an_address_of_nobody_falls_back_to_somebody(page: Page) -> None:
    page.evaluate("location.hash = '#me=U404&in=C404'")
    expect(page.get_by_label("あなたは")).to_have_value("U1")
    expect(page.get_by_role("heading", name="気づきナビ", level=2)).to_be_visible()


def test_a_shortcut_opens_its_modal(page: Page, world: World) -> None:
    page.get_by_role("button", name="ショートカット").click()
    page.get_by_role("menuitem", name="クイズに答える").click()
    expect(page.get_by_role("dialog", name="事実確認シート")).to_be_visible()
    assert world.ordered("shortcut") == [{"user": "U1", "callback_id": "quiz"}]


def test_the_clock_is_shown_and_moves_forward(page: Page, world: World) -> None:
    clock = page.get_by_role("region", name="デモの時計")
    expect(clock.locator("time")).to_have_text("2026年11月24日(火) 9:00")
    clock.get_by_role("button", name="1時間進める").click()
    expect(clock.locator("time")).to_have_text("2026年11月24日(火) 10:00")
    clock.get_by_role("button", name="つぎの設問の日（11月30日(月) 10:00）へ進める").click()
    expect(clock.locator("time")).to_have_text("2026年11月30日(月) 10:00")
    expect(page.get_by_text("2026年11月30日(月) 10:00 になりました。")).to_be_visible()
    assert world.ordered("clock") == [{"minutes": 60}, {"to": "next_post"}]


def test_a_lost_line_is_shown_and_what_was_missed_is_fetched(page: Page, world: World) -> None:
    lost = page.get_by_text("つながっていません。再接続しています…")
    world.down = True
    world.cut()
    expect(lost).to_be_visible()
    missed = build.message(samples.FIRST_TS + 500, "切れている間の知らせ")
    world.messages[DIRECT].append(missed)
    world.down = False
    expect(lost).to_be_hidden()
    expect(page.get_by_text("切れている間の知らせ")).to_be_visible()


def test_a_resting_app_is_said_and_forgotten(page: Page, world: World) -> None:
    world.connected = False
    world.tell("state")
    resting = page.get_by_text("気づきナビはいま応答できません。")
    expect(resting).to_be_visible()
    world.connected = True
    world.tell("state")
    expect(resting).to_be_hidden()
