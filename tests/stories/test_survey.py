"""A wave from its opening by the clock to its close: asked, counted, and no more shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.core.clock import TOKYO
from bot.core.indicator.questions import FOUR_OPTIONS, INDICATOR
from bot.demonstration import open_demo_store, start_demo
from bot.service.survey.values import Why
from bot.service.survey.words import PROMISE, REFUSALS, TAKEN
from bot.store import marker
from tests.support.demo import Visitor, demo_config
from tests.support.engines import lend_engines
from tests.support.records import Records

FRIDAY = datetime(2027, 1, 22, 9, 30, tzinfo=TOKYO)  # the wave opens on Monday at nine
CLERK, BOSS, COUNTER = "職員（窓口サービス課）", "課長（窓口サービス課）", "指標担当"
LAST_DAY = 18  # days from the opening to the last one
FIRST, NONE = "回答1人／対象6人（回答率16.7％）", "回答0人／対象6人（回答率0.0％）"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    """The demonstration on the last working day before a wave."""
    config = demo_config(tmp_path_factory.mktemp("survey"))
    lend_engines(config.data_dir)
    with ExitStack() as stack:
        store = open_demo_store(config)
        stack.callback(store.close)
        with store.write() as tx:
            marker.set_clock_offset(tx, FRIDAY - datetime.now(UTC))
        yield start_demo(stack, config, store, on_record=records.add)


def forward(page: Page, label: str, times: int) -> None:
    """Press a button of the clock and see it move."""
    clock = page.locator("#clock-now")
    for _ in range(times):
        before = clock.inner_text()
        page.get_by_role("button", name=label).click()
        expect(clock).not_to_have_text(before)


def counts(visitor: Visitor) -> Locator:
    """What 「/kizuki アンケート」 says now, alone in the conversation."""
    visitor.open_messages()
    visitor.say("/kizuki アンケート")
    return visitor.newest("だれが回答したかは、だれにも見えません")


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()


def test_a_wave_from_its_opening_to_its_close(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    visitor.become(CLERK)
    expect(visitor.open_home().get_by_role("button", name="答える（1分）")).to_have_count(0)
    forward(page, "1日進める", 3)
    _opens(visitor)
    _answers(visitor)
    _counts_only(visitor)
    forward(page, "1日進める", LAST_DAY)
    forward(page, "1時間進める", 8)
    _closed(visitor)


def _opens(visitor: Visitor) -> None:
    """By the clock alone; the supervisor sees that nobody has answered."""
    visitor.become(BOSS)
    visitor.open_messages()
    expect(visitor.page.locator("#log")).to_be_visible()
    visitor.say("/kizuki アンケート")
    shown = visitor.newest("職員アンケート（2026年度・年度末）のお願いです")
    expect(shown).to_contain_text(NONE)


def _answers(visitor: Visitor) -> None:
    """In a modal, after the promise; nothing afterwards says what was chosen."""
    page = visitor.page
    visitor.become(CLERK)
    home = visitor.open_home()
    expect(home).to_contain_text(PROMISE.first_line)
    home.get_by_role("button", name="答える（1分）").click()
    form = visitor.dialog()
    expect(form).to_contain_text(PROMISE.first_line)
    expect(form).to_contain_text(PROMISE.lines[-1])
    expect(form).to_contain_text(INDICATOR)
    expect(form.locator("input:checked")).to_have_count(0)
    form.get_by_role("radio", name=FOUR_OPTIONS[1], exact=True).first.check()
    form.get_by_role("button", name="答える").click()
    expect(visitor.dialog()).to_contain_text(TAKEN)
    expect(visitor.dialog()).not_to_contain_text(FOUR_OPTIONS[1])
    close(page)
    expect(home.get_by_role("button", name="答える（1分）")).to_have_count(0)
    visitor.open_messages()
    visitor.say("/kizuki アンケート")
    visitor.newest(REFUSALS[Why.ALREADY])
    expect(page.locator("#log")).not_to_contain_text(FOUR_OPTIONS[1])


def _counts_only(visitor: Visitor) -> None:
    """While it is open the supervisor reads one more answer, and nothing of what it was."""
    visitor.become(BOSS)
    for _ in range(20):  # the owner tells of itself every few seconds
        shown = counts(visitor)
        if FIRST in shown.inner_text():
            break
        visitor.page.wait_for_timeout(500)
    expect(shown).to_contain_text(FIRST)
    for word in ("判定", "割合", *FOUR_OPTIONS, "海野"):
        expect(shown).not_to_contain_text(word)


def _closed(visitor: Visitor) -> None:
    """Of one answer in a ward of six nothing may be shown, to nobody."""
    for who in (BOSS, COUNTER):
        visitor.become(who)
        shown = counts(visitor)
        expect(shown).to_contain_text(REFUSALS[Why.NO_WAVE])
        expect(shown).to_contain_text("回答が10人に満たないため")
        expect(shown).to_contain_text("終わりました")
        for word in ("判定", "割合", *FOUR_OPTIONS):
            expect(shown).not_to_contain_text(word)
    visitor.become(CLERK)
    expect(visitor.open_home().get_by_role("button", name="答える（1分）")).to_have_count(0)
