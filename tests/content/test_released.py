"""quizzes/released.txt: what was released stays as it was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.released import appended, digest, released_ids, unreleased
from bot.core.course import Choice, Course, Question, QuestionType
from tests.content.conftest import Desk

FILE = "quizzes/concepts/call-first.yaml"
RELEASED = "quizzes/released.txt"
HELP = "      - {text: 助けを呼ぶ, right: true, why: 命が先だから}\n"
WAIT = "      - {text: 様子を見る, right: false, why: 手遅れになるから}\n"
BACK = "元に戻し、retired に日付を書いてやめて、新しい番号で足してください"


def course(desk: Desk) -> Course:
    loaded = desk.course()
    assert loaded.value is not None, loaded.errors
    return loaded.value


@pytest.fixture
def released(desk: Desk) -> Desk:
    """The small content set with its question released."""
    desk.write(RELEASED, appended(b"", course(desk).questions.values()))
    assert desk.errors() == []
    return desk


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: duty", "type: procedure"),
        ("まず何をしますか。", "はじめに何をしますか。"),
        ("text: 助けを呼ぶ", "text: 人を呼ぶ"),
        (HELP + WAIT, WAIT + HELP),
    ],
)
def test_what_is_asked_cannot_be_changed(old: str, new: str, released: Desk) -> None:
    released.replace(FILE, old, new)
    assert released.errors() == [
        (
            f"{FILE}:5: 公開した設問『call-first-1』の種類・問題文・選択肢・正解は"
            f"変えられません。{BACK}"
        )
    ]


def test_another_choice_cannot_become_the_right_one(released: Desk) -> None:
    text = released.text(FILE).replace("right: true", "right: x").replace("false", "true")
    released.write(FILE, text.replace("right: x", "right: false"))
    (said,) = released.errors()
    assert said.startswith(f"{FILE}:5: 公開した設問『call-first-1』の")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("explanation: 命が先です。", "explanation: 命が一番先です。"),
        ("why: 手遅れになるから", "why: 間に合わないから"),
        ("assured_date: 2026-11-22", "assured_date: 2026-12-01"),
        ("sources: [{id: plan}]", "sources: [{id: plan, cites: 第1項}]"),
        ("assured_date: 2026-11-22", "assured_date: 2026-11-22\n    retired: 2027-04-01"),
    ],
)
def test_the_rest_can_be_improved_and_a_question_retired(
    old: str, new: str, released: Desk
) -> None:
    released.replace(FILE, old, new)
    assert released.errors() == []


def test_a_released_question_cannot_vanish(released: Desk) -> None:
    released.write(FILE, released.text(FILE).replace("call-first-1", "call-first-2"))
    (said,) = released.errors()
    assert said.startswith(f"{RELEASED}:3: 公開した設問『call-first-1』がありません")


def test_a_file_that_cannot_be_read_hides_no_question(released: Desk) -> None:
    released.replace(FILE, "title: まず呼ぶ", "title： まず呼ぶ")
    assert all("公開した設問" not in said for said in released.errors())


@pytest.mark.parametrize("line", ["call-first-9", "call-first-9 abc", "設問 を足す"])
def test_a_line_written_by_hand_is_told(line: str, released: Desk) -> None:
    released.write(RELEASED, f"{released.text(RELEASED)}{line}\n")
    assert released.errors() == [
        f"{RELEASED}:4: 公開した設問の控えの形ではありません。手で直さず、元に戻してください"
    ]


def test_a_question_is_released_once(released: Desk) -> None:
    line = released.text(RELEASED).splitlines()[-1]
    released.write(RELEASED, f"{released.text(RELEASED)}{line}\n")
    assert released.errors() == [f"{RELEASED}:4: 設問『call-first-1』は {RELEASED}:3 にもあります"]


def test_bytes_that_are_no_text_are_told(released: Desk) -> None:
    released.write(RELEASED, b"\xff\xfe")
    (said,) = released.errors()
    assert said.startswith(f"{RELEASED}:1: UTF-8 として読めません")


def test_only_what_is_asked_and_new_is_to_be_released(released: Desk) -> None:
    known = released_ids(released.text(RELEASED).encode())
    assert known == {"call-first-1"}
    assert unreleased(course(released), known) == ()
    (question,) = unreleased(course(released), frozenset())
    assert question.id == "call-first-1"


_TEXTS = st.text(min_size=1, max_size=8)
_QUESTIONS = st.builds(
    Question,
    id=st.from_regex("[a-z]{1,5}-[0-9]{1,3}", fullmatch=True),
    concept_id=st.just("x"),
    type=st.sampled_from(QuestionType),
    stem=_TEXTS,
    choices=st.tuples(
        st.builds(Choice, _TEXTS, st.just(True), _TEXTS),
        st.builds(Choice, _TEXTS, st.just(False), _TEXTS),
    ),
    explanation=_TEXTS,
    rests_on=st.just(()),
    citations=st.just(()),
    assured_date=st.just(date(2026, 11, 22)),
)


@given(st.lists(_QUESTIONS, unique_by=lambda q: q.id), st.data())
def test_the_file_only_grows(questions: list[Question], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(questions)))
    first = appended(b"", questions[:cut])
    both = appended(first, questions[cut:])
    assert both.startswith(first)
    assert released_ids(both) == {question.id for question in questions}


@given(_QUESTIONS, _TEXTS)
def test_the_digest_tells_what_is_asked_and_nothing_else(question: Question, other: str) -> None:
    said = {"explanation": other, "retired": date(2027, 4, 1), "concept_id": other}
    assert digest(replace(question, **said)) == digest(question)
    assert (digest(replace(question, stem=other)) == digest(question)) == (other == question.stem)
    turned = replace(question, choices=question.choices[::-1])
    assert digest(turned) != digest(question)


def test_a_file_without_a_last_line_break_is_continued_on_a_new_line(desk: Desk) -> None:
    asked = course(desk).questions.values()
    assert appended(b"# x", asked).startswith(b"# x\ncall-first-1 ")
