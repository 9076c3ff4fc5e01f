"""Taking one's own answers along, and erasing them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

from bot.core.learning.sitting import key_of
from bot.core.learning.weeks import CompletionState
from bot.core.period import whole_year
from bot.service.training import Erased, OwnFile
from bot.store import learning, own, training
from tests.service.training.posts import FIRST, LATER, SECOND, Course
from tests.support.service import CLERK, DUE, EVERYBODY, NURSE, WEEK, Someone

KEYS = (FIRST.key, FIRST.key, SECOND.key)


def _answer_all(course: Course, who: Someone) -> None:
    for question_id, key in zip(course.asked, KEYS, strict=True):
        course.press(who, question_id, key, LATER)


def _files(course: Course, who: Someone = CLERK) -> tuple[OwnFile, OwnFile, OwnFile]:
    return course.training.export(course.ward.actor(who), LATER)


def _rows(file: OwnFile) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))


def test_the_csv_holds_every_answer_in_words(course: Course) -> None:
    _answer_all(course, CLERK)
    course.press(NURSE, course.asked[0], right=False)
    table, _, _ = _files(course)
    assert table.name == "自分の回答-2026-11-18.csv"
    rows = _rows(table)
    assert [row["設問"] for row in rows] == list(course.asked)
    content, first = course.ward.library.course, rows[0]
    question = content.questions[course.asked[0]]
    assert first["テーマ"] == content.concepts[question.concept_id].title
    assert first["設問の文"].split() == question.stem.split()
    assert first["あなたの答え"] == question.choices[course.choice(question.id)].text
    assert (first["週"], first["日時"]) == ("2026年11月16日の週", "2026-11-18 10:00")
    assert (first["自信"], first["結果"]) == ("あり", "正解")


def test_the_json_holds_the_rest_of_the_record(course: Course) -> None:
    _answer_all(course, CLERK)
    question = course.training.catch_up(course.ward.actor(CLERK), LATER).question
    assert question is not None
    course.press(CLERK, question.question_id, key_of(2026), LATER, right=False, sure=False)
    table, document, _ = _files(course)
    held = json.loads(document.data)
    assert document.name == "自分の記録-2026-11-18.json"
    assert held["氏名"] == CLERK.name
    assert len(held["回答"]) == len(_rows(table)) == 4
    sat = next(one for one in held["回答"] if one["週"] == "まとめて受講")
    assert (sat["結果"], sat["自信"]) == ("不正解", "なし")
    assert len(held["テーマ"]) == len(course.ward.library.course.concepts)
    assert sum(one["状態"] == "学習中" for one in held["テーマ"]) == 4
    assert {one["受け方"] for one in held["受講"]} == {"設問", "まとめて受講"}
    assert held["週"] == [{"週": "2026年11月16日の週", "状態": "受講済"}]


def test_the_statements_say_what_was_learned_and_not_by_whom(course: Course) -> None:
    """L9: an answer a line and the week that was done; nobody's name, id or account."""
    _answer_all(course, CLERK)
    lines, again = _files(course)[2], _files(course)[2]
    assert lines.name == "自分の記録（学習システム用）-2026-11-18.jsonl"
    held = [json.loads(line) for line in lines.data.decode().splitlines()]
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in held]
    assert verbs == ["answered"] * 3 + ["completed"]
    assert [one["result"]["success"] for one in held[:3]] == [True] * 3
    assert len({one["id"] for one in held}) == 4
    (name,) = {one["actor"]["account"]["name"] for one in held}
    other = json.loads(again.data.splitlines()[0])["actor"]["account"]["name"]
    assert name != other, "two files cannot be laid side by side"
    for secret in (CLERK.name, CLERK.staff_id, CLERK.account):
        assert secret not in lines.data.decode()


def test_nothing_in_the_files_is_anybody_elses(course: Course) -> None:
    _answer_all(course, NURSE)
    table, document, lines = _files(course)
    assert lines.data == b""
    assert _rows(table) == []
    assert NURSE.name not in document.data.decode()
    assert json.loads(document.data)["回答"] == []


def test_no_cell_is_a_formula(course: Course) -> None:
    library = course.ward.library
    question = library.course.questions[course.asked[0]]
    concept = library.course.concepts[question.concept_id]
    choices = tuple(replace(c, text=f"=HYPERLINK({n})") for n, c in enumerate(question.choices))
    evil = replace(question, stem="＝1+1", choices=choices)
    kept = tuple(evil if q.id == question.id else q for q in concept.questions)
    content = replace(
        library.course,
        concepts={
            **library.course.concepts,
            concept.id: replace(concept, title="@sum", questions=kept),
        },
    )

    class Shown:
        """The library with a question that looks like a formula."""

        course = content
        knowledge = library.knowledge

    course.press(CLERK, question.id)
    means = replace(course.training._means, library=Shown())  # type: ignore[arg-type]
    course.training._means = means
    (row,) = _rows(_files(course)[0])
    for heading in ("テーマ", "設問の文", "あなたの答え"):
        assert row[heading].startswith("'")


def test_erasing_takes_answers_and_learning_and_leaves_what_counts(course: Course) -> None:
    _answer_all(course, CLERK)
    _answer_all(course, NURSE)
    actor, period = course.ward.actor(CLERK), whole_year(2026)
    assert course.training.erase(actor) == Erased(answers=3, concepts=3)
    assert course.training.erase(actor) == Erased(answers=0, concepts=0)
    with course.ward.store.read() as tx:
        assert own.answers_of(tx, CLERK.staff_id) == ()
        assert learning.states_of(tx, CLERK.staff_id) == {}
        assert len(own.taken_of(tx, CLERK.staff_id, period.start, period.end)) == 3
        assert training.state_of(tx, CLERK.staff_id, WEEK) is CompletionState.COMPLETED
        assert len(own.answers_of(tx, NURSE.staff_id)) == 3
        assert len(learning.states_of(tx, NURSE.staff_id)) == 3
    record = course.training.record(actor, LATER)
    assert (record.answered, record.concepts_met, record.required.taken) == (0, 0, 3)


def test_a_done_week_asks_nothing_again_after_erasing(course: Course) -> None:
    _answer_all(course, CLERK)
    actor = course.ward.actor(CLERK)
    course.training.erase(actor)
    assert course.training.due(actor, LATER) is None
    assert course.training.catch_up(actor, LATER).of == 9, "what was taken stays taken"


def test_an_open_week_begins_again_after_erasing(course: Course) -> None:
    course.press(CLERK, course.asked[0])
    actor = course.ward.actor(CLERK)
    course.training.erase(actor)
    due = course.training.due(actor, DUE)
    assert due is not None
    assert (due.question_id, due.first_use) == (course.asked[0], None)
    _answer_all(course, CLERK)
    with course.ward.store.read() as tx:
        assert training.state_of(tx, CLERK.staff_id, WEEK) is CompletionState.COMPLETED


def test_whatever_their_role_people_erase_only_their_own(course: Course) -> None:
    _answer_all(course, NURSE)
    for who in EVERYBODY:
        if who is not NURSE:
            assert course.training.erase(course.ward.actor(who)) == Erased(0, 0)
    with course.ward.store.read() as tx:
        assert len(own.answers_of(tx, NURSE.staff_id)) == 3
