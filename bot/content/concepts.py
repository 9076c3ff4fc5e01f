"""Reads quizzes/concepts/<id>.yaml: a concept and the questions that test it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.content.common import ASSURED_KEY, SENTENCE, SHORT, sources_key
from bot.content.destinations import check_stem
from bot.content.fields import Defines, Flag, OneOf, RefersTo, Text
from bot.content.lists import Entries, ListOf
from bot.content.nodes import Node
from bot.content.schema import Bad, Entry, Key, Page, Reference, Shape
from bot.core.course import Choice, Concept, Question, QuestionType


def _rest(entry: str, field: str) -> tuple[str, str]:
    return entry, field


def _note_field(entry: Entry[tuple[str, str]]) -> None:
    page = entry.page
    place = page.place(entry.table.line_of("field"))
    reference = Reference("field", ".".join(entry.value), "項目（field）", place)
    page.record.references.append(reference)


def _check_choices(entry: Entry[Question]) -> None:
    choices, right = entry.value.choices, len(entry.value.right_indexes)
    if right == 0:
        entry.fault("choices", "選択肢（choices）に正しいもの（right: true）がありません")
    if right == len(choices):
        entry.fault("choices", "選択肢（choices）に誤りのもの（right: false）がありません")
    if len({choice.text for choice in choices}) < len(choices):
        entry.fault("choices", "選択肢（choices）に同じ文が2回あります")


_CHOICE = Shape(
    Choice,
    (
        Key("text", "文", SENTENCE),
        Key("right", "正しいか", Flag()),
        Key("why", "理由", Text()),
    ),
)
_REST = Shape(
    _rest,
    (
        Key("entry", "項目のID", RefersTo("entry")),
        Key("field", "項目", SHORT),
    ),
    _note_field,
)
_QUESTION = Shape(
    partial(Question, concept_id=""),
    (
        Key("id", "ID", Defines("question")),
        Key("type", "種類", OneOf.all(QuestionType)),
        Key("stem", "問題文", Text(600)),
        Key("choices", "選択肢", ListOf(_CHOICE, least=2, most=5)),
        Key("explanation", "解説", Text(1000)),
        Key("rests_on", "よりどころ", ListOf(_REST, least=1)),
        sources_key(),
        ASSURED_KEY,
    ),
    _check_choices,
)


def _concept(
    *, id_: str, title: str, required: bool, questions: tuple[Entry[Question], ...]
) -> Concept:
    held = tuple(replace(question.value, concept_id=id_) for question in questions)
    return Concept(id_, title, required, held)


CONCEPT = Shape(
    _concept,
    (
        Key("id", "ID", Defines("concept"), into="id_"),
        Key("title", "題名", SHORT),
        Key("required", "必修か", Flag()),
        Key("questions", "設問", Entries(_QUESTION)),
    ),
)


def read_concept(root: Node, page: Page) -> Concept | Bad:
    """The concept of one file with its questions."""
    concept = CONCEPT.read(root, "学ぶこと", page)
    check_stem(root, page)
    return concept
