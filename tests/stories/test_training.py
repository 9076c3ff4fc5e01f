"""A concept is learned: missed though sure, explained, asked again in other words, mastered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.content.library import Library
from bot.core.course import Question
from tests.support.demo import Visitor, running_demo
from tests.support.records import Records
from tests.support.service import library

__all__ = ["library"]

MOST_POSTS = 40
POST = re.compile("今週の設問.*（約1分）")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, records: Records) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("training"), records) as address:
        yield address


class Learner:
    """A member of staff at the page who knows the answers, or pretends not to."""

    def __init__(self, page: Page, address: str, library: Library) -> None:
        self.visitor = Visitor(page, address)
        self.page = page
        self.questions = library.course.questions.values()
        self.visitor.become("職員（窓口サービス課）")
        self.visitor.open_messages()

    def next_post(self) -> Locator:
        """Move the clock to the next post; the message that came, which waits alone."""
        waiting = self.page.locator("[data-ts]").filter(has_text=POST)
        self.page.get_by_role("button", name="つぎの設問の日").click()
        expect(waiting).to_have_count(1)
        return self.page.locator(f"[data-ts='{waiting.get_attribute('data-ts')}']")

    def asked(self, post: Locator) -> Question | None:
        """The question that waits in a message, None when all are answered."""
        shown = set(post.locator("label").all_inner_texts())
        return next((q for q in self.questions if {c.text for c in q.choices} == shown), None)

    def answer(self, post: Locator, question: Question, *, right: bool) -> str:
        """Pick a right or a wrong choice, be sure, and read what comes of it."""
        choice = next(c for c in question.choices if c.right is right)
        post.get_by_role("radio", name=choice.text, exact=True).check()
        post.get_by_role("button", name="自信をもって答える").click()
        expect(post).to_contain_text("○ 正解です" if right else "△ もう一歩です")
        expect(post).to_contain_text(choice.why)
        return post.inner_text()

    def finish(self, post: Locator) -> list[tuple[Question, str]]:
        """Answer all that waits in a message rightly; what was asked, and what was said."""
        done = []
        while question := self.asked(post):
            done.append((question, self.answer(post, question, right=True)))
        return done


def test_the_rest_of_the_year_in_easy_words_and_in_one_go(
    page: Page, address: str, library: Library
) -> None:
    """受け取り方 and まとめて受講: chosen in a form, answered in a modal, gone on with later."""
    visitor = Visitor(page, address)
    visitor.become("指標担当（保健福祉課）")
    visitor.open_home().get_by_role("button", name="設問の受け取り方").click()
    form = visitor.dialog()
    form.get_by_role("checkbox", name="やさしい日本語で読む").check()
    form.get_by_role("button", name="変える").click()
    expect(form).to_contain_text("受け取り方を変えました")
    form.get_by_role("button", name="休止する").click()
    expect(form).to_contain_text("休止しています")
    form.get_by_role("button", name="再開する").click()
    expect(form).to_contain_text("再開しました")
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()

    visitor.open_home().get_by_role("button", name="まとめて受講する").click()
    sitting = visitor.dialog()
    expect(sitting).to_contain_text("まとめて受講 1／")
    easy = [q.easy for q in library.course.questions.values() if q.easy]
    assert any(text.stem.splitlines()[0] in sitting.inner_text() for text in easy)
    sitting.get_by_role("radio").first.check()
    sitting.get_by_role("button", name="自信はないが答える").click()
    expect(sitting).to_contain_text("回答を記録しました")
    sitting.get_by_role("button", name=re.compile("^つぎの設問へ")).click()
    expect(sitting).to_contain_text("まとめて受講 2／")
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()
    visitor.open_messages()
    visitor.say("/kizuki まとめて受講")
    expect(visitor.dialog()).to_contain_text("まとめて受講 2／")


def test_what_was_missed_comes_back_in_other_words_until_it_is_learned(
    page: Page, address: str, library: Library
) -> None:
    learner = Learner(page, address, library)
    post = learner.next_post()
    expect(post).to_contain_text("今週の設問 1／2")
    missed = learner.asked(post)
    assert missed is not None
    told = learner.answer(post, missed, right=False)
    for words in ("正しい答え", "迷いやすいところ", missed.explanation, "出典：", "日確認"):
        assert words in told
    post.get_by_role("button", name="この知識を読む").first.click()
    expect(learner.visitor.dialog()).to_contain_text("出典")
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()
    learner.finish(post)

    met, learned = [missed], False
    for _ in range(MOST_POSTS):
        for question, said in learner.finish(learner.next_post()):
            if question.concept_id == missed.concept_id:
                assert question.id != met[-1].id
                met.append(question)
                learned = "「習得」しました" in said
        if learned:
            break
    assert len({q.id for q in met[1:]}) >= 3

    learner.visitor.say("/kizuki 記録")
    record = learner.visitor.newest("自分の記録")
    title = library.course.concepts[missed.concept_id].title
    expect(record).to_contain_text(re.compile(f"習得.*{re.escape(title)}", re.DOTALL))
