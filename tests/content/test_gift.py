"""GIFT: what goes out comes back in the same (L9), and what is none of ours is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.gift import FALSE, TRUE, GiftQuestion, of_question, to_gift
from bot.content.gift_reading import from_gift
from bot.content.reader import read_course
from bot.core.course import Choice

ROOT = Path(__file__).parents[2]


def _clean(text: str) -> str:
    """As content is read: no invisible signs, no blank space around it."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


_SIGNS = st.text(alphabet="\\~=#{}:%[]>-/$n T\n「」はい。1", max_size=12)
_ANY = st.one_of(st.text(max_size=30), _SIGNS).map(_clean)
_SAID = _ANY.filter(bool)
_NAMES = st.from_regex("[a-z]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)


def _some_are_right(choices: list[Choice]) -> bool:
    return len({choice.right for choice in choices}) == 2


_MULTIPLE = st.lists(st.builds(Choice, _SAID, st.booleans(), _ANY), min_size=2, max_size=5)
_TRUE_FALSE = st.builds(
    lambda truth, one, two: [Choice(TRUE, truth, one), Choice(FALSE, not truth, two)],
    st.booleans(),
    _ANY,
    _ANY,
)
_QUESTIONS = st.builds(
    GiftQuestion,
    title=_ANY,
    stem=_SAID,
    choices=st.one_of(_MULTIPLE.filter(_some_are_right), _TRUE_FALSE).map(tuple),
    explanation=_ANY,
    category=st.one_of(st.just(""), _NAMES),
    tag=st.one_of(st.just(""), _NAMES),
)


@given(st.lists(_QUESTIONS, max_size=4))
def test_l9_out_and_in_is_the_identity(questions: list[GiftQuestion]) -> None:
    found = from_gift(to_gift(questions))
    assert found.faults == ()
    assert list(found.questions) == questions


def test_l9_every_shipped_question_comes_back_the_same() -> None:
    course = read_course(ROOT / "quizzes", None).value
    assert course is not None
    asked = [of_question(question) for question in course.questions.values()]
    assert len(asked) >= 96
    assert from_gift(to_gift(asked)).questions == tuple(asked)


FOREIGN = """\
// [id:17] [tag:duty]
::Q1:: Two plus two {
  =four # right \\: yes
  ~three
}

::Q2::[html]The sky is blue.{T#no#yes}

The {~%-50%cat ~%50%dog ~%50%fox} runs.
"""


def test_a_file_of_another_system_is_read() -> None:
    one, two, three = from_gift(FOREIGN).questions
    assert (one.title, one.stem, one.tag) == ("Q1", "Two plus two", "duty")
    assert one.choices == (Choice("four", True, "right : yes"), Choice("three", False, ""))
    assert (two.stem, two.tag) == ("The sky is blue.", "")
    assert two.choices == (Choice(TRUE, True, "yes"), Choice(FALSE, False, "no"))
    assert three.stem == "The ＿＿＿ runs."
    assert [choice.right for choice in three.choices] == [False, True, True]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ただの説明です。", "選択肢（{ と } の間）がありません"),
        ("問い{=はい ~いいえ", "{ と } の組が合いません"),
        ("問い{}", "記述式や数値の問題は取り込めません"),
        ("問い{#3:1}", "記述式や数値の問題は取り込めません"),
        ("問い{#=3:1 =%50%2:1}", "最初の選択肢の前に = か ~ がありません"),
        ("問い{=犬 -> 動物 =松 -> 植物}", "短答か組み合わせの問題です"),
        ("問い{=はい =ええ}", "短答か組み合わせの問題です"),
        ("問い{~はい ~いいえ}", "正しい選択肢"),
        ("問い{=はい ~}", "文のない選択肢があります"),
        ("::題 問い{=はい ~いいえ}", "題名の終わりの :: がありません"),
        ("::題::{=はい ~いいえ}", "問題文がありません"),
    ],
)
def test_what_is_no_question_of_ours_is_told_and_the_others_come_in(
    written: str, said: str
) -> None:
    found = from_gift(f"前の問い{{=はい ~いいえ}}\n\n\n{written}\n\n後の問い{{=はい ~いいえ}}\n")
    assert [question.stem for question in found.questions] == ["前の問い", "後の問い"]
    (fault,) = found.faults
    assert str(fault).startswith(f"4行目: {said}")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    found = from_gift(text)
    assert all(question.stem and question.choices for question in found.questions)
