"""Reads quizzes/concepts/<id>.yaml: a concept and the questions that test it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.content.common import ASSURED_KEY, SENTENCE, SHORT, sources_key
from bot.content.destinations import check_stem
from bot.content.fields import Day, Defines, Flag, OneOf, RefersTo, Text
from bot.content.lists import Entries, ListOf
from bot.content.nodes import Node
from bot.content.schema import Bad, Entry, Key, Page, Reference, Shape
from bot.core.course import Choice, Concept, EasyText, Question, QuestionType


def _rest(entry: str, field: str) -> tuple[str, str]:
    return entry, field


def _note_field(entry: Entry[tuple[str, str]]) -> None:
    page = entry.page
    place = page.place(entry.table.line_of("field"))
    reference = Reference("field", ".".join(entry.value), "項目（field）", place)
    page.record.references.append(reference)


def _check(entry: Entry[Question]) -> None:
    _check_choices(entry)
    if entry.value.retired is not None:
        _let_go(entry)


def _let_go(entry: Entry[Question]) -> None:
    """A retired question may outlive the entries it rested on; its sources are still shown."""
    question, references = entry.value, entry.page.record.references
    own = 2 * len(question.rests_on) + len(question.citations)
    references[-own:] = [r for r in references[-own:] if r.kind == "source"]


def _check_choices(entry: Entry[Question]) -> None:
    choices, right = entry.value.choices, len(entry.value.right_indexes)
    if right == 0:
        entry.fault("choices", "選択肢（choices）に正しいもの（right: true）がありません")
    if right == len(choices):
        entry.fault("choices", "選択肢（choices）に誤りのもの（right: false）がありません")
    if len({choice.text for choice in choices}) < len(choices):
        entry.fault("choices", "選択肢（choices）に同じ文が2回あります")
    easy = entry.value.easy
    if easy is not None and len(easy.choices) != len(choices):
        said = f"やさしい日本語は{len(easy.choices)}個、選択肢は{len(choices)}個です"
        entry.fault("easy", f"やさしい日本語（easy）の選択肢の数が違います（{said}）")


_CHOICE = Shape(
    Choice,
    (
        Key("text", "文", SENTENCE),
        Key("right", "正しいか", Flag()),
        Key("why", "理由", Text()),
        Key("easy_why", "やさしい理由", Text(), optional=True, default=""),
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
_EASY = Shape(
    EasyText,
    (
        Key("stem", "問題文", Text(600)),
        Key("choices", "選択肢", ListOf(SENTENCE, least=2, most=5)),
        Key("explanation", "解説", Text(1000)),
    ),
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
        Key("easy", "やさしい日本語", _EASY, optional=True),
        Key("retired", "やめた日", Day(), optional=True),
    ),
    _check,
)


def _concept(
    *, id_: str, title: str, required: bool, questions: tuple[Entry[Question], ...]
) -> Concept:
    held = tuple(replace(question.value, concept_id=id_) for question in questions)
    asked = tuple(question for question in held if question.retired is None)
    return Concept(id_, title, required, asked, tuple(q for q in held if q.retired is not None))


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
