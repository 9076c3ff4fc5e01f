"""A concept file and its questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.course import QuestionType
from bot.core.learning.selection import pick
from tests.content.conftest import QUIZZES, Desk

Told = Callable[[], list[str]]
FILE = "quizzes/concepts/call-first.yaml"


def test_a_file_becomes_a_concept(desk: Desk) -> None:
    loaded = desk.course()
    assert loaded.value is not None
    concept = loaded.value.concepts["call-first"]
    question = loaded.value.questions["call-first-1"]
    assert (concept.title, concept.required) == ("まず呼ぶ", True)
    assert (question.concept_id, question.type) == ("call-first", QuestionType.DUTY)
    assert question.stem == "人が倒れています。\nまず何をしますか。"
    assert question.right_indexes == {0}
    assert question.rests_on == (("emergency", "description"),)


def test_a_question_has_a_right_and_a_wrong_choice(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + right: true → right: false
    """
    assert told() == [f"{FILE}:10: 選択肢（choices）に正しいもの（right: true）がありません"]


def test_not_every_choice_is_right(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + right: false → right: true
    """
    assert told() == [f"{FILE}:10: 選択肢（choices）に誤りのもの（right: false）がありません"]


def test_choices_differ(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + text: 様子を見る → text: 助けを呼ぶ
    """
    assert told() == [f"{FILE}:10: 選択肢（choices）に同じ文が2回あります"]


def test_two_to_five_choices(desk: Desk) -> None:
    desk.replace(FILE, "      - {text: 様子を見る, right: false, why: 手遅れになるから}\n", "")
    assert desk.errors() == [f"{FILE}:11: 選択肢（choices）には2つ以上書いてください"]


def test_more_than_five_choices(desk: Desk) -> None:
    more = "".join(f"      - {{text: 待つ{n}, right: false, why: 遅い}}\n" for n in range(4))
    desk.replace(FILE, "    explanation:", f"{more}    explanation:")
    assert desk.errors() == [f"{FILE}:11: 選択肢（choices）が多すぎます（6個。5個まで）"]


def test_a_question_rests_on_an_entry_that_exists(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + entry: emergency → entry: emergensy
    """
    assert told() == [
        (
            f"{FILE}:14: 項目のID（entry）の『emergensy』は knowledge にありません。"
            "『emergency』のことですか"
        )
    ]


def test_a_question_rests_on_a_field_of_its_entry(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + field: description → field: contacts
    """
    assert told() == [
        (
            f"{FILE}:14: 項目（field）の『contacts』は『emergency』にありません。"
            "『contact_ids』のことですか"
        )
    ]


def test_a_duty_a_contact_and_a_conference_can_be_rested_on(desk: Desk) -> None:
    rests = "{entry: child_abuse, field: laws}, {entry: dial-110, field: phones}, "
    desk.replace(
        FILE, "rests_on: [", f"rests_on: [{rests}{{entry: tsunagaru-ba, field: secrecy}}, "
    )
    assert desk.errors() == []


def test_question_ids_are_unique_across_concepts(desk: Desk) -> None:
    text = QUIZZES["concepts/call-first.yaml"].replace("id: call-first\n", "id: zz\n", 1)
    desk.write("quizzes/concepts/zz.yaml", text)
    assert desk.errors() == [
        f"quizzes/concepts/zz.yaml:5: ID（id）の『call-first-1』は {FILE}:5 にもあります"
    ]


def test_the_file_is_named_after_the_concept(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + id: call-first → id: call-last
    """
    assert told() == [f"{FILE}:1: ID（id）の『call-last』がファイル名の『call-first』と違います"]


def test_an_unknown_source(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + sources: [{id: plan}] → sources: [{id: plam}]
    """
    assert told() == [
        f"{FILE}:15: 出典ID（id）の『plam』は sources.yaml にありません。『plan』のことですか"
    ]


def test_a_number_that_is_not_registered(told: Told) -> None:
    """
    == quizzes/concepts/call-first.yaml + explanation: 命が先です。 → explanation: 119番へ。
    """
    assert told() == [
        (
            f"{FILE}:13: 電話番号『119』は contacts.yaml にありません。"
            "番号は contacts.yaml に登録したものだけを使えます"
        )
    ]


EASY = (
    "easy: {stem: 人が たおれています。, choices: [人を 呼ぶ, 見る], explanation: 先に 呼びます。}"
)


def test_plain_japanese_is_read(desk: Desk) -> None:
    desk.replace(FILE, "assured_date", f"{EASY}\n    assured_date")
    loaded = desk.course()
    assert loaded.value is not None
    easy = loaded.value.questions["call-first-1"].easy
    assert easy is not None
    assert (easy.stem, easy.choices) == ("人が たおれています。", ("人を 呼ぶ", "見る"))


def test_plain_japanese_has_the_same_choices(desk: Desk) -> None:
    desk.replace(
        FILE, "assured_date", f"{EASY.replace(', 見る', ', 見る, 待つ')}\n    assured_date"
    )
    assert desk.errors() == [
        (
            f"{FILE}:16: やさしい日本語（easy）の選択肢の数が違います"
            "（やさしい日本語は3個、選択肢は2個です）"
        )
    ]


RETIRED = "assured_date: 2026-11-22\n    retired: 2027-04-01"


def test_a_retired_question_is_asked_no_more_and_still_known(desk: Desk) -> None:
    desk.replace(FILE, "assured_date: 2026-11-22", RETIRED)
    loaded = desk.course()
    assert loaded.value is not None
    concept = loaded.value.concepts["call-first"]
    assert concept.questions == ()
    assert [question.id for question in concept.retired] == ["call-first-1"]
    assert loaded.value.questions["call-first-1"].retired == date(2027, 4, 1)
    assert pick(loaded.value, lambda question: True, {}, date(2027, 4, 1), 3) == ()


def test_a_retired_question_outlives_what_it_rested_on_but_not_its_sources(desk: Desk) -> None:
    desk.replace(FILE, "assured_date: 2026-11-22", RETIRED)
    desk.replace(FILE, "entry: emergency", "entry: gone")
    assert desk.errors() == []
    desk.replace(FILE, "sources: [{id: plan}]", "sources: [{id: gone}]")
    assert desk.errors() == [f"{FILE}:15: 出典ID（id）の『gone』は sources.yaml にありません"]
