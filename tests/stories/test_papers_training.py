"""A team talk on paper, who took part, one taken back, and the certificate at the end of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.clock import SystemClock
from bot.databases import sqlite_url
from bot.demonstration import DEMO_FILE, PEOPLE, roster_csv
from bot.reports.morning_card import TALK
from bot.service.roster import OPERATOR, Roster
from bot.store.engine import Store
from tests.support.demo import Visitor, running_demo
from tests.support.pdf import page_texts
from tests.support.records import Records

AS_CLERK, AS_BOSS, AS_TRAINER = "職員（窓口サービス課）", "課長（窓口サービス課）", "研修担当"
CLERK, BOSS = PEOPLE[0].name, PEOPLE[1].name
THIRD = "𠮷野 﨑子"
SERIAL = re.compile("第([0-9A-Z]{5}-[0-9A-Z]{5})号")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    """The demonstration with a third person at the counter."""
    folder = tmp_path_factory.mktemp("papers")
    with running_demo(folder, records) as address:
        row = f"D007,{THIRD},窓口サービス課,,U0DEMO07\n"
        with closing(Store.open(sqlite_url(folder / DEMO_FILE))) as store:
            roster = roster_csv() + row.encode()
            assert Roster(store).replace(OPERATOR, roster, SystemClock().now()).faults == ()
        yield address


def latest_file(page: Page, name: str) -> str:
    """The text of the newest file with that name, once it has come."""
    link = page.locator("#log a[download]").filter(has_text=name).last
    expect(link).to_be_visible(timeout=60_000)
    (text,) = page_texts(page.request.get(str(link.get_attribute("href"))).body())
    return text


def morning(visitor: Visitor) -> Locator:
    visitor.say("/kizuki 朝礼")
    return visitor.newest("次におすすめのテーマ")


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()


def make_card(visitor: Visitor) -> None:
    """The suggested card as a file."""
    page = visitor.page
    morning(visitor).get_by_role("button", name="このカードを受け取る").click()
    expect(visitor.dialog()).to_contain_text("カードを送っています")
    close(page)
    assert TALK in latest_file(page, "朝礼5分カード（")


def tick_three(visitor: Visitor) -> None:
    """All 必修 themes, three people, looked over, saved."""
    page = visitor.page
    morning(visitor).get_by_role("button", name="参加した方に印を付ける").click()
    dialog = visitor.dialog()
    for theme in dialog.get_by_label(re.compile("〔必修〕")).all():
        theme.check()
    dialog.get_by_role("button", name="お名前を見る").click()
    expect(dialog).to_contain_text("参加した方に印を付けてください")
    for name in (CLERK, BOSS, THIRD):
        expect(dialog.get_by_label(name)).not_to_be_checked()
        dialog.get_by_label(name).check()
    dialog.get_by_role("button", name="確かめる").click()
    expect(dialog).to_contain_text("3人の受講を「集合」で記録します")
    expect(dialog).to_contain_text(THIRD)
    dialog.get_by_role("button", name="記録する").click()
    expect(dialog).to_contain_text("3人の受講を「集合」で記録しました")
    close(page)


def take_one_back(visitor: Visitor) -> None:
    """The supervisor was not there after all."""
    page = visitor.page
    morning(visitor).get_by_role("button", name="取り消す").first.click()
    dialog = visitor.dialog()
    dialog.get_by_label(BOSS).check()
    dialog.get_by_role("button", name="取り消す", exact=True).click()
    expect(dialog).to_contain_text("1人の「集合」の記録を取り消しました")
    close(page)


def get_paper(visitor: Visitor) -> str:
    """The certificate's number, read from the file."""
    page = visitor.page
    shown = visitor.newest("必修：12テーマのうち12テーマを受講")
    shown.get_by_role("button", name="「受講」の修了証を受け取る").click()
    expect(visitor.dialog()).to_contain_text("修了証を送っています")
    close(page)
    paper = latest_file(page, "修了証（")
    assert "".join(CLERK.split()) in paper
    assert "習得" not in paper
    found = SERIAL.search(paper)
    assert found is not None
    return str(found.group(1))


def check_number(visitor: Visitor, serial: str) -> None:
    """The number is good, and no name is shown."""
    page = visitor.page
    visitor.newest("番号を確かめる").get_by_role("button", name="番号を確かめる").click()
    dialog = visitor.dialog()
    dialog.get_by_label("修了証の番号").fill(serial.lower())
    dialog.get_by_label("お名前").fill(CLERK)
    dialog.get_by_role("button", name="確かめる").click()
    expect(dialog).to_contain_text("有効な修了証の番号です")
    expect(dialog).to_contain_text("一致します")
    expect(dialog).not_to_contain_text(CLERK)
    close(page)


def certificates(visitor: Visitor, title: str) -> Locator:
    """What somebody is told of their certificate."""
    visitor.become(title)
    visitor.open_messages()
    visitor.say("/kizuki 修了証")
    return visitor.newest("必修：12テーマのうち")


def test_a_card_three_ticks_one_taken_back_and_the_certificate(page: Page, address: str) -> None:
    """課長 makes a card, ticks three, takes one back; a clerk gets what was earned by it."""
    visitor = Visitor(page, address)
    visitor.become(AS_BOSS)
    visitor.open_messages()
    make_card(visitor)
    tick_three(visitor)
    take_one_back(visitor)
    expect(certificates(visitor, AS_BOSS)).to_contain_text("0テーマを受講")
    expect(certificates(visitor, AS_CLERK)).to_contain_text("12テーマを受講")
    serial = get_paper(visitor)
    visitor.say("/kizuki 記録")
    expect(visitor.newest("集合")).to_contain_text(BOSS)
    certificates(visitor, AS_TRAINER)
    check_number(visitor, serial)
