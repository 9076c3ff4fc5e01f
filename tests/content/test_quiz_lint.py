"""The shipped questions (L1, L11), and what is said about a set that falls short."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.content.quiz_lint import lint_course
from bot.content.reader import read_course, read_knowledge
from bot.content.released import RELEASED, released_ids
from bot.core.course import Course, QuestionType
from bot.core.knowledge import Grade, Knowledge
from tests.content.conftest import Desk
from tests.support.readability import EASY_ENOUGH, score

ROOT = Path(__file__).parents[2]
QUIZZES = ROOT / "quizzes"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    loaded = read_knowledge(ROOT / "knowledge").value
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def course(knowledge: Knowledge) -> Course:
    loaded = read_course(QUIZZES, knowledge)
    assert loaded.value is not None, loaded.errors
    return loaded.value


def test_l1_the_course_is_whole(course: Course) -> None:
    assert lint_course(QUIZZES, course) == ()
    assert len(course.concepts) == 24
    assert sum(concept.required for concept in course.concepts.values()) == 12
    assert all(len(concept.questions) >= 4 for concept in course.concepts.values())
    assert {question.type for question in course.questions.values()} == set(QuestionType)


def test_l1_every_question_names_its_facts_and_dated_sources(
    course: Course, knowledge: Knowledge
) -> None:
    for question in course.questions.values():
        assert question.rests_on, question.id
        sources = [knowledge.sources[c.source_id] for c in question.citations]
        assert sources, question.id
        assert all(source.seen or source.seen_note for source in sources), question.id
        # An old source may stand beside others, but no question hangs on it alone.
        assert any(source.grade is not Grade.V_OLD for source in sources), question.id


def test_no_question_rests_on_a_number_or_its_hours(course: Course) -> None:
    """A changed phone number does not put a question to rest."""
    moving = {"contact_ids", "phones", "hours", "owner", "deputy"}
    assert not [q.id for q in course.questions.values() if moving & {f for _, f in q.rests_on}]


def test_every_shipped_question_is_released(course: Course) -> None:
    assert released_ids((QUIZZES / RELEASED).read_bytes()) == set(course.questions)


def test_questions_are_set_at_the_counters_of_many_sections(course: Course) -> None:
    said = Counter(
        name
        for question in course.questions.values()
        for name, pattern in SECTIONS.items()
        if re.search(pattern, question.stem)
    )
    assert set(said) == set(SECTIONS)
    assert min(said.values()) >= 6, said


SECTIONS = {
    "税": "税",
    "保険年金": "保険料|健康保険|保険年金|後期高齢者医療|年金の",
    "住民情報": "住民情報",
    "子育て": "保育|子育て|児童手当|健診",
    "保健": "保健の|保健師",
    "地域": "地域|町会|まちづくり",
    "総務": "総務",
    "介護・障がい": "介護保険|要介護|障がい",
}


def easy_texts(course: Course) -> list[tuple[str, str]]:
    """All that is read of each question in plain Japanese, one sentence a line."""
    texts = []
    for question in course.questions.values():
        assert question.easy is not None, question.id
        reasons = (choice.reason(easy=True) for choice in question.choices)
        easy = question.easy
        parts = (easy.stem, *easy.choices, easy.explanation, *reasons)
        texts.append((question.id, "\n".join(f"{part.removesuffix('。')}。" for part in parts)))
    return texts


def test_l11_plain_japanese_is_easy_to_read(course: Course) -> None:
    hard = {id_: round(score(text), 2) for id_, text in easy_texts(course)}
    assert {id_: found for id_, found in hard.items() if found < EASY_ENOUGH} == {}


def test_l11_plain_sentences_are_short(course: Course) -> None:
    long = [
        sentence
        for _, text in easy_texts(course)
        for sentence in re.split(r"[。\n]", re.sub("「[^」]*」", "「」", text))
        if len(sentence) > 50
    ]
    assert long == []


def test_l11_the_score_tells_office_language_from_plain_japanese() -> None:
    office = (
        "当該申請書類の記載内容に関し不備が認められた場合には、所管課において補正指示書を"
        "交付の上、所定期間内における再提出を求めることとする。"
    )
    plain = "紙に まちがいが あるときは、もう一度 書いて ください。"
    assert score(office) < 1.5
    assert score(plain) > EASY_ENOUGH
    with pytest.raises(ValueError, match="word"):
        score("  ")


# ------------------------------------------------------------ what is said of other sets

EASY = (
    "easy: {stem: 人が たおれています。, choices: [人を 呼ぶ, 見る], explanation: 先に 呼びます。}"
)
FILE = "quizzes/concepts/call-first.yaml"


def said(desk: Desk) -> list[str]:
    loaded = desk.course()
    assert loaded.value is not None, loaded.errors
    return [str(error) for error in lint_course(desk.quizzes_dir, loaded.value)]


def test_a_thin_set_is_told_in_full(desk: Desk) -> None:
    told = said(desk)
    assert told[0] == "quizzes:1: 学ぶことは24、うち必修は12にしてください（いまは1、うち必修1）"
    missing = [line for line in told if "の設問がありません" in line]
    assert len(missing) == len(QuestionType) - 1
    assert "quizzes:1: 正しい選択肢がいちばん長い設問が多すぎます（100%。45%まで）" in told
    assert "quizzes:1: 正しい選択肢の場所がかたよっています（1番目が100%。45%まで）" in told
    assert told[-2:] == [
        f"{FILE}:1: 使える設問が1問しかありません（4問以上）",
        f"{FILE}:5: 設問『call-first-1』にやさしい日本語（easy）がありません",
    ]


def test_a_question_with_its_plain_japanese_is_not_told(desk: Desk) -> None:
    desk.replace(FILE, "assured_date", f"{EASY}\n    assured_date")
    assert not [line for line in said(desk) if "call-first-1" in line]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "text: 助けを呼ぶ",
            f"text: {'あ' * 71}",
            "選択肢（text）が長すぎます（71文字。70文字まで）",
        ),
        (
            "why: 命が先だから",
            f"why: {'あ' * 201}",
            "理由（why）が長すぎます（201文字。200文字まで）",
        ),
        ("人が倒れています。", "あ" * 300, "問題文（stem）が長すぎます（310文字。300文字まで）"),
        ("命が先です。", "あ" * 401, "解説（explanation）が長すぎます（401文字。400文字まで）"),
        (
            "      - {text: 様子",
            "      - {text: 走る, right: true, why: 速い}\n      - {text: 様子",
            "正しい選択肢が2つ以上あります。1つにしてください",
        ),
    ],
)
def test_what_the_manual_promises_is_held(desk: Desk, old: str, new: str, found: str) -> None:
    desk.replace(FILE, old, new)
    assert any(found in line for line in said(desk))


def test_retired_questions_do_not_count(desk: Desk) -> None:
    desk.replace(
        FILE, "assured_date: 2026-11-22", "assured_date: 2026-11-22\n    retired: 2027-04-01"
    )
    told = said(desk)
    assert f"{FILE}:1: 使える設問が0問しかありません（4問以上）" in told
    assert not [line for line in told if "call-first-1" in line or "選択肢" in line]
