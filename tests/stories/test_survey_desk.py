"""The 指標担当 holds a wave without a command: opens, counts, paper, close, files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.clock import TOKYO
from bot.core.indicator.questions import INDICATOR
from bot.demonstration import open_demo_store, roster_csv, start_demo
from bot.service.roster import OPERATOR, Roster
from bot.slack.blocks import survey_files, survey_paper
from bot.slack.blocks.survey_desk import FROZEN_THEN, NO_MORE_THEN
from bot.store import marker
from tests.support.demo import Visitor, demo_config
from tests.support.engines import lend_engines
from tests.support.records import Records

FRIDAY = datetime(2027, 1, 22, 9, 30, tzinfo=TOKYO)  # the wave's reference day
ON_PAPER = 34
COUNTER = "指標担当"
MAKING_SECONDS = 120_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    """The demonstration on the reference day of a wave, with colleagues who have no Slack."""
    config = demo_config(tmp_path_factory.mktemp("desk"))
    lend_engines(config.data_dir)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        with store.write() as tx:
            marker.set_clock_offset(tx, FRIDAY - datetime.now(UTC))
        found = start_demo(stack, config, store, on_record=records.add)
        rows = "".join(f"P{n:03},檜 {n}号,窓口サービス課,,\n" for n in range(ON_PAPER))
        done = Roster(store).replace(OPERATOR, roster_csv() + rows.encode(), FRIDAY)
        assert done.faults == ()
        yield found


def test_a_wave_is_held_without_a_command(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become(COUNTER)
    _opens(visitor)
    _enters_paper(visitor)
    _closes(visitor)
    _takes_the_files(visitor)


def _page_of(visitor: Visitor, words: str) -> Locator:
    visitor.open_messages()
    visitor.say("/kizuki アンケート")
    return visitor.newest(words)


def _opens(visitor: Visitor) -> None:
    """After everything that will be frozen was shown, and one more question."""
    _page_of(visitor, "アンケートの担当の方へ").get_by_role("button", name="この回を開く").click()
    dialog = visitor.dialog()
    for words in (INDICATOR, "40人（うち紙でお願いする方34人）", FROZEN_THEN):
        expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name="この回を開く").click()
    visitor.page.get_by_role("button", name="開く", exact=True).click()
    expect(visitor.dialog()).to_contain_text("を開きました。対象は40人です。")
    visitor.page.keyboard.press("Escape")
    expect(_page_of(visitor, "受付中")).to_contain_text("回答0人／対象40人（回答率0.0％）")


def _enters_paper(visitor: Visitor) -> None:
    """First too few and a word, each said at its field; then twelve, looked at once more."""
    _page_of(visitor, "受付中").get_by_role("button", name="紙の人数を入れる").click()
    form = visitor.dialog()
    form.get_by_role("combobox").select_option(index=1)
    first, second = (form.get_by_label(f"問1「{o}」の人数") for o in ("そう思う", "そう思わない"))
    first.fill("三")
    form.get_by_role("button", name="確かめる").click()
    expect(form).to_contain_text(survey_paper.NO_DIGITS)
    first.fill("3")
    form.get_by_role("button", name="確かめる").click()
    expect(form).to_contain_text("5枚以上まとめて入れてください（いま3枚）")
    first.fill("１０")
    second.fill("2")
    form.get_by_role("button", name="確かめる").click()
    expect(visitor.dialog()).to_contain_text("用紙12枚を足します")
    expect(visitor.dialog()).to_contain_text("まだの用紙は22枚です")
    visitor.dialog().get_by_role("button", name="この人数を足す").click()
    expect(visitor.dialog()).to_contain_text("用紙12枚を足しました")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#modal")).not_to_be_visible()
    expect(_page_of(visitor, "受付中")).to_contain_text("回答12人／対象40人")


def _closes(visitor: Visitor) -> None:
    _page_of(visitor, "受付中").get_by_role("button", name="この回を閉じる").click()
    expect(visitor.dialog()).to_contain_text("まだ入れていない紙：22枚")
    expect(visitor.dialog()).to_contain_text(NO_MORE_THEN)
    visitor.dialog().get_by_role("button", name="この回を閉じる").click()
    visitor.page.get_by_role("button", name="閉じる", exact=True).last.click()
    expect(visitor.dialog()).to_contain_text("を閉じました")
    visitor.page.keyboard.press("Escape")
    expect(_page_of(visitor, "の結果")).to_contain_text("「はい」は10人です")


def _takes_the_files(visitor: Visitor) -> None:
    """Picture, paper and workbook, the picture to be seen in the conversation."""
    _page_of(visitor, "の結果").get_by_role("button", name="資料を作る").click()
    visitor.dialog().get_by_role("button", name="作る", exact=True).click()
    expect(visitor.dialog()).to_contain_text(survey_files.ASKED)
    visitor.page.keyboard.press("Escape")
    log = visitor.open_messages()
    expect(log).to_contain_text(survey_files.READY, timeout=MAKING_SECONDS)
    for ending in ("pdf", "xlsx"):
        expect(log.locator("a[download]").filter(has_text=f".{ending}")).to_have_count(1)
    expect(log.locator("img[alt*='対象40人、回答12人']")).to_have_count(1)
