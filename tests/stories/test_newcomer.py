"""A newcomer: opens the page, asks, answers the week's question, sees the count as supervisor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.demo import Visitor, running_demo
from tests.support.records import Records

QUESTION = "家賃が払えず食べるものもないと言っている"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo"), records) as address:
        yield address


def test_ask_answer_count(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become("職員（窓口サービス課）")
    visitor.open_messages()

    visitor.say(f"/kizuki 相談 {QUESTION}")
    answer = visitor.newest("お探しの案内です")
    text = answer.inner_text()
    assert "あなただけに表示されています" in text
    assert text.index("そのまま帰さず") < text.index("ここにつなぐ")
    assert "出典：" in text
    assert "年11月22日確認" in text

    answer.get_by_role("button", name="くわしく").first.click()
    expect(visitor.dialog()).to_contain_text("しないこと")
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()
    answer.get_by_role("button", name="くわしく").last.click()
    expect(visitor.dialog()).to_contain_text("区民の方へのひと言")
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()

    visitor.become("課長（窓口サービス課）")
    figures = visitor.open_home()
    expect(figures).to_contain_text("まだ設問を配信していません")

    visitor.become("職員（窓口サービス課）")
    visitor.open_messages()
    page.get_by_role("button", name="つぎの設問の日").click()
    question = visitor.newest("今週の設問")
    question.get_by_role("button", name="自信をもって答える").click()
    expect(visitor.dialog()).to_contain_text("ひとつ選んで")
    page.keyboard.press("Escape")
    visitor.answer_post(question)
    expect(visitor.newest("解説")).to_contain_text("残りの設問は、開庁日に届きます")
    page.get_by_role("button", name="つぎの設問の日").click()
    visitor.answer_post(visitor.newest("今週の設問"))
    expect(visitor.newest("「受講済」になりました")).to_contain_text("解説")

    visitor.become("課長（窓口サービス課）")
    figures = visitor.open_home()
    expect(figures).to_contain_text("1／2人（50.0％）")
    expect(figures).not_to_contain_text("保健福祉課　対象")


def test_wrong_input_and_unknown_things_are_answered_kindly(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.open_messages()
    visitor.say("/unknown")
    visitor.newest("有効なコマンドではありません")
    visitor.say("/kizuki")
    expect(visitor.newest("使い方")).to_contain_text("/kizuki 相談 困りごと")
    visitor.say("/kizuki 相談 " + "あ" * 2100)
    visitor.newest("質問が長すぎます")
    visitor.become("職員（窓口サービス課）")
    visitor.say("/kizuki 集計")
    visitor.newest("担当の役割がある方だけ")


def test_the_modal_asks_for_what_is_missing_and_keeps_no_message(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become("管理者（保健福祉課）")
    home = visitor.open_home()
    home.get_by_role("button", name="つなぎ先を探す").click()
    dialog = visitor.dialog()
    dialog.get_by_role("button", name="探す").click()
    expect(dialog).to_contain_text("困りごと")
    dialog.get_by_role("textbox").fill("隣の家から子どもの泣き声と怒鳴り声が毎晩聞こえる")
    dialog.get_by_role("button", name="探す").click()
    expect(dialog).to_contain_text("お探しの案内です")
    page.keyboard.press("Escape")
    log = visitor.open_messages()
    expect(log).not_to_contain_text("泣き声")


def test_a_direct_message_is_answered_and_says_that_it_stays(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become("指標担当（保健福祉課）")
    visitor.open_messages()
    visitor.say("つながる場とは何ですか")
    expect(visitor.newest("お探しの案内です")).to_contain_text("このメッセージはSlackに残ります")


def test_browsing_by_domain_and_by_name(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    home = visitor.open_home()
    home.get_by_role("button", name="分野から探す").click()
    dialog = visitor.dialog()
    dialog.get_by_label("分野をえらぶ").select_option(label="お金・くらし")
    expect(dialog).to_contain_text("くらしアシスト住之江")
    dialog.get_by_role("button", name="くわしく").first.click()
    expect(dialog).to_contain_text("区民の方へのひと言")
