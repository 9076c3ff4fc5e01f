"""Stories of 会議の使い分け: four questions, danger at once, and the agenda sheet to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.slack.blocks.conferences import NO_MEETING, NOT_NEEDED
from tests.support.demo import Visitor, running_demo
from tests.support.records import Records

SEVERAL = "いくつもの課題が重なる、または制度の間に落ちている"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo"), records) as address:
        yield address


@pytest.fixture
def opened(page: Page, address: str) -> Callable[[str], Locator]:
    """The questions, opened by somebody from the door in App Home.

    Each story has a person of its own, so that none begins with another's modals.
    """

    def open_questions(person: str) -> Locator:
        visitor = Visitor(page, address)
        visitor.become(person)
        visitor.open_home().get_by_role("button", name="会議の使い分け").click()
        dialog = visitor.dialog()
        dialog.get_by_role("button", name="質問に答えて調べる").click()
        expect(dialog).to_contain_text("話し合いたいことに、いちばん近いのはどれですか")
        return dialog

    return open_questions


def answer(dialog: Locator, *choices: str) -> None:
    """Choose these options and ask."""
    for choice in choices:
        dialog.get_by_label(choice, exact=True).click()
    dialog.get_by_role("button", name="調べる").click()


def test_a_household_that_agrees_gets_a_place_and_an_agenda(
    opened: Callable[[str], Locator],
) -> None:
    questions = opened("研修担当")
    answer(questions, "ない", SEVERAL, "同意している", "ほかの機関が支えている")
    expect(questions).to_contain_text("総合的な支援調整の場（つながる場）")
    for part in ("主催", "同意", "集まる人", "秘密を守ること", "所管に確認すること", "出典"):
        expect(questions).to_contain_text(part)
    questions.get_by_role("button", name="議題シート").click()
    expect(questions).to_contain_text("■ ご本人の同意（説明した日・分かち合ってよい相手と範囲）")
    expect(questions.get_by_role("textbox")).to_have_count(0)


def test_one_that_is_in_support_and_does_not_agree_gets_no_meeting(
    opened: Callable[[str], Locator],
) -> None:
    questions = opened("知識編集者")
    answer(questions, "ない", SEVERAL, "断られた", "ほかの機関が支えている")
    expect(questions).to_contain_text(NOT_NEEDED)
    expect(questions).to_contain_text("ご本人の同意をいただけたら：総合的な支援調整の場")


def test_danger_is_answered_before_the_other_questions(opened: Callable[[str], Locator]) -> None:
    questions = opened("管理者")
    questions.get_by_label("迷う", exact=True).click()
    expect(questions).to_contain_text(NO_MEETING)
    text = questions.inner_text()
    assert text.index("これ以上くわしく聞き取らないでください") < text.index("出典")
    expect(questions.get_by_role("button", name="くわしく")).to_have_count(7)
    expect(questions.get_by_role("button", name="議題シート")).to_have_count(0)
