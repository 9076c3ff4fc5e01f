"""The 指標担当: enters a date and a figure, sees the draft change, confirms it, takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.demonstration import CONTENT_FOLDER
from tests.support.demo import Visitor, running_demo
from tests.support.process import ROOT
from tests.support.records import Records

MEETING = "つながる場を兼ねた住之江区合同会議"
FILE = "quizzes/plan.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's data."""
    return tmp_path_factory.mktemp("plan")


@pytest.fixture(scope="module")
def address(folder: Path, records: Records) -> Iterator[str]:
    with running_demo(folder, records) as address:
        yield address


def enter(visitor: Visitor, name: str, number: int, **fields: str) -> Locator:
    """Open a form by its button, fill it in, hand it in; the page that follows."""
    opened = visitor.dialog() if visitor.page.locator("#modal").is_visible() else newest(visitor)
    opened.get_by_role("button", name=name).nth(number).click()
    form = visitor.dialog()
    for label, text in fields.items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name="入れる", exact=True).click()
    return visitor.dialog()


def newest(visitor: Visitor) -> Locator:
    """The command's answer."""
    return visitor.newest("令和8年度　運営方針")


def test_from_a_date_to_a_confirmed_draft_and_back(page: Page, address: str, folder: Path) -> None:
    original = (ROOT / FILE).read_bytes()
    copy = folder / CONTENT_FOLDER / FILE
    visitor = Visitor(page, address)
    visitor.become("指標担当")
    visitor.open_messages()
    visitor.say("/kizuki 運営方針")
    shown = enter(visitor, "日程・人数を入れる", 1, **{"行った日（任意）": "2099年1月1日"})
    expect(shown).to_contain_text("2099年1月1日は、まだ来ていません")
    shown.get_by_label("行った日（任意）").fill("４月６日")
    shown.get_by_label("参加した人数").fill("２３人")
    shown.get_by_role("button", name="入れる", exact=True).click()
    expect(shown).to_contain_text("行った日：4月6日（全1回、参加23人）")
    shown = enter(visitor, "数字を入れる", 0, **{"値（人）": "１８０", "出典": "保健福祉課の集計"})
    expect(shown).to_contain_text("値：180人")
    expect(shown).to_contain_text("目標の60.0％")
    _confirmed(visitor)
    changed = copy.read_text(encoding="utf-8")
    assert "value: 180" in changed
    assert "confirmed:" in changed
    _taken_back(visitor)
    assert "confirmed:" not in copy.read_text(encoding="utf-8")
    assert (ROOT / FILE).read_bytes() == original, "the demonstration works on a copy"


def _confirmed(visitor: Visitor) -> None:
    """The draft says what was entered; its 進捗状況 is chosen, then it is confirmed."""
    shown = visitor.dialog()
    shown.get_by_role("button", name="案を見る").nth(1).click()
    expect(shown).to_contain_text(f"{MEETING}を4月6日に開催（全1回、参加23人）")
    expect(shown).to_contain_text("案（指標担当の確認前）")
    shown.get_by_role("button", name="進捗状況・方向性を選ぶ").click()
    shown.get_by_label("進捗状況（任意）", exact=True).select_option(label="予定どおり")
    shown.get_by_role("button", name="入れる", exact=True).click()
    shown.get_by_role("button", name="案を確かめた").click()
    asked = visitor.page.get_by_role("alertdialog")
    asked.get_by_role("button", name="確かめた").click()
    expect(shown).to_contain_text("この案を確かめたことを記しました")
    expect(shown).to_contain_text("指標担当が確認済")


def _taken_back(visitor: Visitor) -> None:
    shown = visitor.dialog()
    shown.get_by_role("button", name="元に戻す").click()
    expect(shown).to_contain_text("元に戻しました")
    expect(shown).to_contain_text("年度末　案（指標担当の確認前）")
