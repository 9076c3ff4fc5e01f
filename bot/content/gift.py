"""GIFT, the plain text in which learning systems such as Moodle exchange questions.

Multiple choice and true/false go out and come in (``gift_reading``) without loss: title,
text, choices with their feedback, the right ones, the general feedback and a tag. What GIFT
has no place for (what a question rests on, its sources, its plain Japanese) does not travel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.course import Choice, Question

TRUE, FALSE = "正しい", "正しくない"  # the choices of a true/false question, in this order

ESCAPED = "\\~=#{}:"


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """One question as GIFT can hold it; ``category`` and ``tag`` are empty where not given.

    No text begins or ends with blank space. A choice's ``why`` is its feedback.
    """

    title: str
    stem: str
    choices: tuple[Choice, ...]
    explanation: str = ""
    category: str = ""
    tag: str = ""


def of_question(question: Question) -> GiftQuestion:
    """A question of the course; its concept is the category and its type the tag.

    GIFT has no place for やさしい日本語, so that it stays behind.
    """
    return GiftQuestion(
        question.id,
        question.stem,
        tuple(replace(choice, easy_why="") for choice in question.choices),
        question.explanation,
        f"quizzes/{question.concept_id}",
        question.type.value,
    )


def to_gift(questions: Iterable[GiftQuestion]) -> str:
    """The text of a GIFT file."""
    parts: list[str] = []
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            parts.append(f"$CATEGORY: {category}\n")
        parts.append(_written(question))
    return "\n".join(parts)


def _escape(text: str) -> str:
    plain = "".join(f"\\{sign}" if sign in ESCAPED else sign for sign in text)
    return plain.replace("\n", "\\n")


def _written(question: GiftQuestion) -> str:
    tag = f"// [tag:{question.tag}]\n" if question.tag else ""
    answers = _true_false(question) or _choices(question)
    general = f"\t####{_escape(question.explanation)}\n" if question.explanation else ""
    head = f"::{_escape(question.title)}::[plain]{_escape(question.stem)}"
    return f"{tag}{head}{{\n{answers}{general}}}\n"


def _true_false(question: GiftQuestion) -> str | None:
    """「T#wrong#right」 for the two choices of a true/false question."""
    if [choice.text for choice in question.choices] != [TRUE, FALSE]:
        return None
    right = [choice for choice in question.choices if choice.right]
    wrong = [choice for choice in question.choices if not choice.right]
    if len(right) != 1:
        return None
    said = "TRUE" if right[0].text == TRUE else "FALSE"
    return f"\t{said}#{_escape(wrong[0].why)}#{_escape(right[0].why)}\n"


def _choices(question: GiftQuestion) -> str:
    rights = sum(choice.right for choice in question.choices)
    return "".join(f"\t{_marked(choice, rights)}\n" for choice in question.choices)


def _marked(choice: Choice, rights: int) -> str:
    if rights == 1:
        # A text that begins with a weight of its own is told apart by a weight before it.
        weight = "%100%" if choice.right else "%0%"
        mark = ("=" if choice.right else "~") + (weight if choice.text.startswith("%") else "")
    else:
        mark = f"~%{100 / rights:.5f}%" if choice.right else "~%-100%"
    feedback = f"#{_escape(choice.why)}" if choice.why else ""
    return f"{mark}{_escape(choice.text)}{feedback}"
