"""One working day as each role lives it: what stands on their home, what they pull, what not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.demo import Visitor, running_demo
from tests.support.records import Records

CLERK, BOSS = "海野 あおい", "浜田 みなと"
AS_CLERK, AS_BOSS = "職員（窓口サービス課）", "課長（窓口サービス課）"
SECTION = "窓口サービス課　対象2人／受講済0人（0.0％）／未受講2人／対象外0人"
WARD = "区全体　対象6人／受講済0人（0.0％）"
MONTHLY = "月のはじめの開庁日にお届けしています"
MOST_POSTS = 20


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("roles"), records) as address:
        yield address


def home_of(page: Page, address: str, title: str) -> tuple[Visitor, Locator]:
    """Somebody's App Home."""
    visitor = Visitor(page, address)
    visitor.become(title)
    return visitor, visitor.open_home()


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()


def test_the_front_door_of_everybody(page: Page, address: str) -> None:
    """本人: urgent numbers as text on top, then the doors; no figures of anybody."""
    _, home = home_of(page, address, AS_CLERK)
    words = home.inner_text()
    assert (
        words.index("緊急の連絡先") < words.index("一人で抱えない") < words.index("つなぎ先を探す")
    )
    for door in ("つなぎ先を探す", "会議の使い分け", "今週の設問に答える", "自分の記録"):
        expect(home.get_by_role("button", name=door, exact=True)).to_be_visible()
    expect(home.get_by_role("button", name=re.compile("シート"))).to_be_visible()
    first = home.get_by_role("button").first.inner_text()
    assert words.index("一人で抱えない") < words.index(first), "a button stands above the numbers"
    expect(home).not_to_contain_text("受講の状況")
    expect(home.get_by_role("button", name="受講の集計")).to_have_count(0)


def test_a_supervisor_pulls_copies_and_looks_up_names(page: Page, address: str) -> None:
    """課長: the sentence, the copy, the names; who is on the list sees that they were looked up."""
    visitor, home = home_of(page, address, AS_BOSS)
    expect(home).to_contain_text(SECTION)
    expect(home).not_to_contain_text("保健福祉課　対象")
    home.get_by_role("button", name="文をコピー").click()
    expect(visitor.dialog().locator("pre")).to_contain_text(SECTION)
    close(page)

    visitor.open_messages()
    visitor.say("/kizuki 集計")
    figures = visitor.newest("受講の状況（")
    figures.get_by_role("button", name="名前を見る").click()
    dialog = visitor.dialog()
    expect(dialog).to_contain_text(CLERK)
    expect(dialog).to_contain_text(BOSS)
    expect(dialog).to_contain_text("見たことは記録されます")
    dialog.get_by_role("button", name="受講済", exact=True).click()
    expect(dialog).to_contain_text("あてはまる方はいません")
    close(page)

    visitor.become(AS_CLERK)
    visitor.say("/kizuki 記録")
    expect(visitor.newest("記録")).to_contain_text(BOSS)


def test_a_supervisor_chooses_a_period(page: Page, address: str) -> None:
    visitor, _ = home_of(page, address, AS_BOSS)
    visitor.open_messages()
    visitor.say("/kizuki 集計")
    figures = visitor.newest("受講の状況（")
    figures.get_by_role("button", name="日付でえらぶ").click()
    dialog = visitor.dialog()
    dialog.get_by_label("始まりの日").fill("2026-06-30")
    dialog.get_by_label("終わりの日").fill("2026-06-01")
    dialog.get_by_role("button", name="見る").click()
    expect(dialog).to_contain_text("同じか、あとにしてください")
    dialog.get_by_label("終わりの日").fill("2026-07-31")
    dialog.get_by_role("button", name="見る").click()
    expect(visitor.dialog()).to_contain_text("2026年6月30日〜2026年7月31日")
    close(page)


def test_a_supervisor_reminds_and_gets_the_monthly_message(page: Page, address: str) -> None:
    """The reminder spends the budget of the day; the summary comes with its picture."""
    visitor, _ = home_of(page, address, AS_BOSS)
    visitor.open_messages()
    page.get_by_role("button", name="つぎの設問の日").click()
    visitor.newest("今週の設問")
    visitor.say("/kizuki 集計")
    figures = visitor.newest("（受付中）")
    figures.get_by_role("button", name="お知らせを送る").click()
    page.get_by_role("alertdialog").get_by_role("button", name="送る").click()
    expect(visitor.dialog()).to_contain_text("その日は、ほかの設問やお知らせが届くため：2人")
    close(page)

    clock = page.locator("#clock-now")
    for _ in range(MOST_POSTS):
        if page.locator("[data-ts]").filter(has_text=MONTHLY).count():
            break
        before = clock.inner_text()
        page.get_by_role("button", name="つぎの設問の日").click()
        expect(clock).not_to_have_text(before)
    summary = visitor.newest(MONTHLY)
    expect(summary).to_contain_text("窓口サービス課　対象2人")
    expect(summary).not_to_contain_text(CLERK)
    for name in ("名前を見る", "資料を作る"):
        expect(summary.get_by_role("button", name=name)).to_be_visible()
    expect(page.locator("#log img").last).to_have_attribute("alt", re.compile("棒グラフ"))


@pytest.mark.parametrize("title", ["研修担当", "指標担当"])
def test_the_training_desk_sees_the_ward_and_no_names(page: Page, address: str, title: str) -> None:
    """研修担当・指標担当: the ward, small sections as one, nobody's name and no way to one."""
    visitor, home = home_of(page, address, title)
    expect(home).to_contain_text(WARD)
    expect(home).to_contain_text("人数の少ない課（2課）")
    expect(home.get_by_role("button", name="名前を見る")).to_have_count(0)
    expect(home.get_by_role("button", name="お知らせを送る")).to_have_count(0)
    visitor.open_messages()
    visitor.say("/kizuki 集計")
    figures = visitor.newest("受講の状況（")
    for name in (CLERK, BOSS, "渡瀬 そら"):
        expect(figures).not_to_contain_text(name)
    figures.get_by_role("button", name="資料を作る").click()
    expect(visitor.dialog()).not_to_contain_text("お名前を載せる")
    close(page)


def test_the_administrator_sees_health_and_no_figures(page: Page, address: str) -> None:
    visitor, home = home_of(page, address, "管理者")
    expect(home).to_contain_text("配信の状態")
    expect(home).to_contain_text("知識と設問の状態")
    expect(home).not_to_contain_text("受講の状況（")
    visitor.open_messages()
    visitor.say("/kizuki 集計")
    visitor.newest("担当の役割がある方だけ")


def test_the_knowledge_editor_sees_the_content_and_no_figures(page: Page, address: str) -> None:
    visitor, home = home_of(page, address, "知識編集者")
    expect(home).to_contain_text("知識と設問の状態")
    expect(home).not_to_contain_text("配信の状態")
    visitor.open_messages()
    visitor.say("/kizuki 集計")
    visitor.newest("担当の役割がある方だけ")
