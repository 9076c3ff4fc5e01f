"""The real pages: narrow, zoomed, by keyboard, and without a serious finding by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.demo import Visitor, running_demo
from tests.support.records import Records

PHONE = {"width": 375, "height": 667}
ZOOMED = {"width": 640, "height": 400}  # a 1280 x 800 window at 200 %
QUESTION = "夫に殴られて逃げてきた、帰りたくないと言う女性"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def address(folder: Path, records: Records) -> Iterator[str]:
    with running_demo(folder, records) as address:
        yield address


def serious(page: Page) -> list[str]:
    """What axe-core finds that would stop somebody."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']}" for v in found if v["impact"] in {"serious", "critical"}]


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_home_answer_and_modal_fit_and_have_no_serious_finding(
    page: Page, address: str, size: dict[str, int]
) -> None:
    visitor = Visitor(page, address)
    visitor.become("管理者（保健福祉課）")
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a typed dict with these two keys
    home = visitor.open_home()
    expect(home).to_contain_text("配信の状態")
    assert serious(page) == []
    assert not too_wide(page)
    visitor.open_messages()
    visitor.say(f"/kizuki 相談 {QUESTION}")
    answer = visitor.newest("お探しの案内です")
    assert serious(page) == []
    assert not too_wide(page)
    answer.get_by_role("button", name="くわしく").last.click()
    expect(visitor.dialog()).to_contain_text("区民の方へのひと言")
    assert serious(page) == []
    assert not too_wide(page)
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()


def test_by_keyboard_alone(page: Page, address: str) -> None:
    """Ask, open the details, close them and delete the answer without a mouse."""
    visitor = Visitor(page, address)
    visitor.become("研修担当（保健福祉課）")
    visitor.open_messages()
    page.locator("#box").focus()
    page.keyboard.type("/kizuki 相談 税金を分けて払いたい")
    page.keyboard.press("Enter")
    answer = visitor.newest("お探しの案内です")
    answer.get_by_role("button", name="くわしく").first.focus()
    page.keyboard.press("Enter")
    visitor.dialog()
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()
    answer.get_by_role("button", name="消す").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#log")).not_to_contain_text("お探しの案内です")


def test_every_page_says_that_it_is_a_demonstration(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    expect(page.get_by_text("これはデモです")).to_be_visible()
    visitor.open_home()
    expect(page.get_by_text("これはデモです")).to_be_visible()


def test_what_was_asked_is_kept_nowhere(page: Page, address: str, folder: Path) -> None:
    marker = "ひみつのしるしカモノハシ"
    visitor = Visitor(page, address)
    visitor.open_messages()
    visitor.say(f"/kizuki 相談 {marker}で困っている")
    visitor.newest("お探しの案内です")
    files = [f for f in folder.rglob("*") if f.is_file()]
    assert any(f.name == "demo.db" for f in files)
    for file in files:
        assert marker.encode() not in file.read_bytes(), file.name
