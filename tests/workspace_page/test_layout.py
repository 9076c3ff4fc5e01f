"""Narrow windows, zoom, touch targets and axe-core."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.workspace_page import samples
from tests.workspace_page.conftest import DESKTOP, PHONE, ZOOMED
from tests.workspace_page.samples import DIRECT
from tests.workspace_page.stub import World

SERIOUS = {"serious", "critical"}

WIDER = """() => [...document.querySelectorAll(
    'html, body, main, #log, #panel-home, dialog, #modal-body')]
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.tagName + '#' + node.id + ' ' + node.scrollWidth + '>' + node.clientWidth)"""
SMALL = """() => [...document.querySelectorAll(
    'button, a.button, nav a, select, textarea, .choice label, ' +
    'input:not([type=radio], [type=checkbox])')]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => [node.getBoundingClientRect(), node.outerHTML.slice(0, 80)])
  .filter(([box]) => box.width > 0 && box.height < 44)
  .map(([box, html]) => box.height + ' ' + html)"""

BACKDROPS = """() => [...document.querySelectorAll('dialog[open]')]
  .map((node) => parseFloat(getComputedStyle(node, '::backdrop').top))"""


def main(page: Page) -> None:
    expect(page.locator("#log")).to_be_visible()


def home(page: Page) -> None:
    page.get_by_role("tab", name="ホーム").click()
    expect(page.get_by_role("button", name="答える")).to_be_visible()


def modal(page: Page) -> None:
    page.locator("[data-action-id=sheet]").click()
    sheet = page.get_by_role("dialog", name="事実確認シート")
    sheet.get_by_role("button", name="送る").click()
    expect(sheet.get_by_text("入力してください。")).to_be_visible()


def confirmation(page: Page) -> None:
    page.locator("[data-action-id=record]").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def menu(page: Page) -> None:
    page.locator("[data-action-id=more]").click()
    expect(page.get_by_role("menu")).to_be_visible()


def completion(page: Page) -> None:
    page.locator("#box").fill("/")
    expect(page.locator("#completions")).to_be_visible()


def drawer(page: Page) -> None:
    page.locator("#drawer-open").click()
    expect(page.locator("#sidebar")).to_have_css("transform", "none")
    expect(page.get_by_label("あなたは")).to_be_visible()


Screen = Callable[[Page], None]
SIZES = {"desktop": DESKTOP, "phone": PHONE, "zoomed": ZOOMED}
SCREENS: list[Screen] = [main, home, modal, confirmation, menu, completion]
ON = [(size, screen) for size in SIZES for screen in SCREENS]
ON += [("phone", drawer), ("zoomed", drawer)]
LONG_WORDS = "https://example.invalid/" + "a" * 400 + " `" + "b" * 300 + "`"


@pytest.mark.parametrize(("size", "screen"), ON, ids=[f"{row[1].__name__}-{row[0]}" for row in ON])
def test_every_screen_fits_and_is_accessible(
    page: Page, world: World, size: str, screen: Screen
) -> None:
    page.set_viewport_size(SIZES[size])
    world.say(DIRECT, LONG_WORDS)
    page.get_by_text("bbbbbbbb").wait_for()
    screen(page)
    assert page.evaluate(WIDER) == [], "something scrolls sideways"
    assert size == "desktop" or page.evaluate(SMALL) == [], "a touch target is too small"
    assert _serious(page) == []
    _expect_banner(page)


def test_axe_would_find_a_fault(page: Page) -> None:
    page.evaluate("document.getElementById('box-label').remove()")
    page.evaluate("document.getElementById('box').removeAttribute('placeholder')")
    assert any("label" in fault for fault in _serious(page))


def _serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {[node['html'] for node in found['nodes']]}"
        for found in violations
        if found["impact"] in SERIOUS
    ]


def _expect_banner(page: Page) -> None:
    banner = page.locator(".banner")
    expect(banner).to_contain_text("デモ")
    expect(banner).to_contain_text("これはデモです。本物のSlackにはつながっていません。")
    box = banner.bounding_box()
    assert box is not None
    assert box["y"] == 0
    for opened in page.locator("dialog[open], #sidebar.open").all():
        over = opened.bounding_box()
        assert over is not None
        assert over["y"] >= box["height"] - 1
    backdrop = page.evaluate(BACKDROPS)
    assert all(top >= box["height"] - 3 for top in backdrop)


def test_the_drawer_opens_closes_and_gives_the_focus_back(page: Page) -> None:
    page.set_viewport_size(PHONE)
    sidebar = page.locator("#sidebar")
    expect(sidebar).to_be_hidden()
    page.get_by_role("button", name="メニュー").click()
    expect(page.get_by_role("button", name="メニューを閉じる")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sidebar).to_be_hidden()
    expect(page.locator("#drawer-open")).to_be_focused()
    page.locator("#drawer-open").click()
    page.get_by_role("link", name="全体連絡").click()
    expect(sidebar).to_be_hidden()
    expect(page.get_by_role("heading", name="# 全体連絡")).to_be_visible()


def test_a_long_modal_keeps_its_buttons_in_sight(page: Page) -> None:
    page.set_viewport_size(ZOOMED)
    modal(page)
    button = page.get_by_role("button", name="送る")
    expect(button).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name="事実確認シート")).to_be_in_viewport(ratio=1)


def test_motion_is_off_for_those_who_ask(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')]"
        ".filter((node) => getComputedStyle(node).transitionDuration !== '0s').length"
    )
    assert moving == 0


def test_the_page_is_japanese_and_fetches_only_from_its_own_server(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("[data-ts]").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "ja"
    origin = re.match(r"https?://[^/]+/", page.url)
    assert origin is not None
    assert asked
    assert all(url.startswith(origin.group()) for url in asked)


def test_a_long_message_can_be_read_to_its_end(page: Page, world: World) -> None:
    world.say(DIRECT, samples.LONG * 4 + "おわり")
    end = page.get_by_text("おわり")
    expect(end).to_be_in_viewport()
    log = page.locator("#log")
    rest = log.evaluate("(node) => node.scrollHeight - node.scrollTop - node.clientHeight")
    assert rest < 2
