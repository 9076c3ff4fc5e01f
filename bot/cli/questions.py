"""`questions`: lists the quiz questions, releases new ones, exchanges them as GIFT."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.config import Config
from bot.content.errors import ContentUnusable
from bot.content.gift import GiftQuestion, of_question, to_gift
from bot.content.gift_reading import from_gift
from bot.content.library import Library
from bot.content.reader import read_course, read_knowledge
from bot.content.released import RELEASED, appended, released_ids, unreleased
from bot.core.course import TYPE_LABELS, Concept, Course, QuestionType
from bot.core.failures import reason

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TO_COMPLETE = (
    "{}問を読み取りました。よりどころ・出典・確かめた日・やさしい日本語などの足りない項目を書き足し、"
    "quizzes/concepts のファイルに入れてください。"
)


def show(config: Config) -> int:
    """Print every question by concept, and how it stands."""
    course = Library.open(config.knowledge_dir, config.quizzes_dir).course
    known = released_ids(_held(config))
    for concept in course.concepts.values():
        for line in _of_concept(concept, known):
            print(line)
    asked = [q for concept in course.concepts.values() for q in concept.questions]
    new = sum(question.id not in known for question in asked)
    retired = len(course.questions) - len(asked)
    print(f"使っている設問{len(asked)}問（うち公開前{new}問）、やめた設問{retired}問")
    kinds = Counter(question.type for question in asked)
    print("、".join(f"{label}{kinds[kind]}" for kind, label in TYPE_LABELS.items()))
    return 0


def _of_concept(concept: Concept, known: frozenset[str]) -> Iterator[str]:
    required = "（必修）" if concept.required else ""
    yield f"{concept.title}{required}  {concept.id}"
    for question in concept.questions:
        stands = "公開済" if question.id in known else "公開前"
        yield f"  {question.id}  {TYPE_LABELS[question.type]}  {stands}"
    for question in concept.retired:
        yield f"  {question.id}  {TYPE_LABELS[question.type]}  {question.retired}にやめました"


def release(config: Config) -> int:
    """Add every question that is not yet in released.txt; refused while there is a mistake."""
    course = _faultless(config)
    held = _held(config)
    new = unreleased(course, released_ids(held))
    if not new:
        print("新しく公開する設問はありません。")
        return 0
    path = config.quizzes_dir / RELEASED
    draft = path.with_name(f"{RELEASED}.tmp")
    try:
        draft.write_bytes(appended(held, new))
        draft.replace(path)
    except OSError as error:
        print(f"{path} に書けません：{reason(error)}", file=sys.stderr)
        return 1
    print(f"{len(new)}問を公開しました。種類・問題文・選択肢・正解は、これから変えられません。")
    return 0


def _faultless(config: Config) -> Course:
    """The course as it is on disk; ContentUnusable names every mistake."""
    knowledge = read_knowledge(config.knowledge_dir)
    loaded = read_course(config.quizzes_dir, knowledge.value)
    if loaded.value is None or knowledge.value is None:
        raise ContentUnusable(tuple(sorted(knowledge.errors + loaded.errors)))
    return loaded.value


def _held(config: Config) -> bytes:
    """What released.txt holds; nothing where there is none."""
    path = config.quizzes_dir / RELEASED
    return path.read_bytes() if path.exists() else b""


def export_gift(config: Config, file: Path | None) -> int:
    """Write the questions in use as GIFT, to a file or the screen."""
    course = Library.open(config.knowledge_dir, config.quizzes_dir).course
    asked = [q for concept in course.concepts.values() for q in concept.questions]
    text = to_gift(map(of_question, asked))
    if file is None:
        print(text, end="")
        return 0
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{file} に書けません：{reason(error)}", file=sys.stderr)
        return 1
    print(f"{len(asked)}問を {file} に書き出しました。")
    return 0


def import_gift(file: Path) -> int:
    """Print the questions of a GIFT file as a draft of ours; 1 when any could not be read."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        print(f"{file} を読めません：{reason(error)}", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{file} は UTF-8 ではありません。文字コードを直してください。", file=sys.stderr)
        return 1
    found = from_gift(text)
    for line in draft(found.questions):
        print(line)
    for fault in found.faults:
        print(f"{file.name}:{fault}", file=sys.stderr)
    print(_TO_COMPLETE.format(len(found.questions)), file=sys.stderr)
    return 1 if found.faults else 0


def draft(questions: Iterable[GiftQuestion]) -> Iterator[str]:
    """Lines of a ``questions:`` list; what GIFT does not hold is left for ``check`` to ask."""
    yield "questions:"
    for question in questions:
        if question.category:
            yield f"  # {' '.join(question.category.split())}"
        first = "  - "
        for line in _drafted(question):
            yield f"{first}{line}"
            first = "    "


def _drafted(question: GiftQuestion) -> Iterator[str]:
    if _KEBAB.fullmatch(question.title):
        yield f"id: {question.title}"
    if question.tag in set(QuestionType):
        yield f"type: {question.tag}"
    yield f"stem: {_quoted(question.stem)}"
    yield "choices:"
    for choice in question.choices:
        yield f"  - text: {_quoted(choice.text)}"
        yield f"    right: {str(choice.right).lower()}"
        if choice.why:
            yield f"    why: {_quoted(choice.why)}"
    if question.explanation:
        yield f"explanation: {_quoted(question.explanation)}"


def _quoted(text: str) -> str:
    """A text as YAML in double quotes, which take what JSON writes."""
    return json.dumps(text, ensure_ascii=False)
