"""A supervisor in the browser: files with names arrive, a day later those with names are gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.demo import Visitor, running_demo
from tests.support.records import Records

DRAWING = 120_000  # milliseconds, on a busy machine


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo"), records) as address:
        yield address


def test_files_arrive_and_those_with_names_go_again(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become("課長（窓口サービス課）")
    visitor.open_messages()
    visitor.say("/kizuki 資料")
    form = visitor.dialog()
    expect(form).to_contain_text("24時間後にSlackから消します")
    form.get_by_role("checkbox", name="お名前を載せる").check()
    form.get_by_role("button", name="作る").click()
    expect(visitor.dialog()).to_contain_text("資料を作っています")
    page.keyboard.press("Escape")
    ready = visitor.page.locator("[data-ts]").filter(has_text="受講の資料ができました").last
    expect(ready).to_be_visible(timeout=DRAWING)
    expect(ready).to_contain_text("このファイルをSlackから自動で消します")
    log = page.locator("#log")
    picture = log.get_by_role("img", name="窓口サービス課の週ごとの受講の棒グラフ")
    expect(picture).to_be_visible()
    expect(log).to_contain_text(".pdf")
    expect(log).to_contain_text(".xlsx")
    page.get_by_role("button", name="つぎの設問の日").click()
    page.get_by_role("button", name="つぎの設問の日").click()
    expect(log).not_to_contain_text(".pdf", timeout=DRAWING)
    expect(log).not_to_contain_text(".xlsx")
    expect(picture).to_be_visible()
