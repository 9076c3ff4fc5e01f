"""What makes the shipped questions a whole course, beyond being without a mistake.

Asked only of the questions that ship: a ward's own folder may be thin while it grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content import syntax
from bot.content.errors import ContentError
from bot.core.course import TYPE_LABELS, Course, Question

CONCEPTS, REQUIRED = 24, 12
FEWEST_QUESTIONS = 4  # look-alikes of one concept
# What the manual promises its readers, in characters.
STEM, CHOICE, WHY, EXPLANATION = 300, 70, 200, 400
# Somebody who always takes the longest choice, or one place in the file, may not do better.
MOST_LONGEST, MOST_IN_ONE_PLACE = 0.45, 0.45


def lint_course(folder: Path, course: Course) -> tuple[ContentError, ...]:
    """Everything found, in the order of the files."""
    asked = [q for concept in course.concepts.values() for q in concept.questions]
    name = folder.resolve().name
    whole = [ContentError(name, 1, message) for message in (*_counts(course), *_hints(asked))]
    single = (
        ContentError(f"{name}/concepts/{q.concept_id}.yaml", _line_of(folder, q), message)
        for q in asked
        for message in _of_question(q)
    )
    return tuple(sorted([*whole, *_thin(name, course), *single]))


def _counts(course: Course) -> Iterator[str]:
    concepts = course.concepts.values()
    required = sum(concept.required for concept in concepts)
    if (len(concepts), required) != (CONCEPTS, REQUIRED):
        said = f"いまは{len(concepts)}、うち必修{required}"
        yield f"学ぶことは{CONCEPTS}、うち必修は{REQUIRED}にしてください（{said}）"
    present = {q.type for concept in concepts for q in concept.questions}
    for kind, label in TYPE_LABELS.items():
        if kind not in present:
            yield f"種類『{kind}』（{label}）の設問がありません"


def _thin(name: str, course: Course) -> Iterator[ContentError]:
    for concept in course.concepts.values():
        count = len(concept.questions)
        if count < FEWEST_QUESTIONS:
            message = f"使える設問が{count}問しかありません（{FEWEST_QUESTIONS}問以上）"
            yield ContentError(f"{name}/concepts/{concept.id}.yaml", 1, message)


def is_longest(question: Question) -> bool:
    """Whether a right choice is as long as the longest one."""
    lengths = [len(choice.text) for choice in question.choices]
    return any(lengths[i] == max(lengths) for i in question.right_indexes)


def _hints(asked: Sequence[Question]) -> Iterator[str]:
    """What gives the right choice away without knowing anything."""
    if not asked:
        return
    longest = sum(map(is_longest, asked)) / len(asked)
    if longest > MOST_LONGEST:
        said = f"{longest:.0%}。{MOST_LONGEST:.0%}まで"
        yield f"正しい選択肢がいちばん長い設問が多すぎます（{said}）"
    places = Counter(min(question.right_indexes) for question in asked)
    place, count = places.most_common(1)[0]
    if count / len(asked) > MOST_IN_ONE_PLACE:
        said = f"{place + 1}番目が{count / len(asked):.0%}。{MOST_IN_ONE_PLACE:.0%}まで"
        yield f"正しい選択肢の場所がかたよっています（{said}）"


def _of_question(question: Question) -> Iterator[str]:
    if question.easy is None:
        yield f"設問『{question.id}』にやさしい日本語（easy）がありません"
    if len(question.right_indexes) > 1:
        yield f"設問『{question.id}』の正しい選択肢が2つ以上あります。1つにしてください"
    for label, text, limit in _lengths(question):
        if len(text) > limit:
            said = f"{len(text)}文字。{limit}文字まで"
            yield f"設問『{question.id}』の{label}が長すぎます（{said}）"


def _lengths(question: Question) -> Iterator[tuple[str, str, int]]:
    yield "問題文（stem）", question.stem, STEM
    yield "解説（explanation）", question.explanation, EXPLANATION
    for choice in question.choices:
        yield "選択肢（text）", choice.text, CHOICE
        yield "理由（why）", choice.why, WHY
        yield "やさしい理由（easy_why）", choice.easy_why, WHY


def _line_of(folder: Path, question: Question) -> int:
    data = (folder / "concepts" / f"{question.concept_id}.yaml").read_bytes()
    lines = syntax.decode(data)[0].split("\n")
    wanted = f"- id: {question.id}"
    return next((n for n, line in enumerate(lines, 1) if line.strip() == wanted), 1)
