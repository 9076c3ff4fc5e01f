"""quizzes/released.txt: which questions have been released, and that they stay as they were.

What was answered must still be what was asked. So the file holds, one a line, the id of
every released question and a digest of its type, stem, choices and right choices; it only
grows (``python -m bot questions release``). Everything else of a question may be improved.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.content import syntax
from bot.content.schema import Page, Place, Record, quoted
from bot.core.course import Course, Question

RELEASED = "released.txt"
HEADING = """\
# 公開した設問の控えです。python -m bot questions release が書き足します。
# 手で直したり、行を消したりしないでください。やめる設問には retired を書きます。
"""
_LINE = re.compile(r"([a-z0-9]{1,60}(?:-[a-z0-9]{1,60}){0,20}) ([a-p]{64})")
# Letters only: a run of digits would be taken for a phone number.
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True, slots=True)
class Released:
    """One line of the file."""

    id: str
    digest: str
    place: Place


def digest(question: Question) -> str:
    """What must not change of a question, as 64 letters."""
    told = [
        question.type.value,
        question.stem,
        [choice.text for choice in question.choices],
        sorted(question.right_indexes),
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest().translate(_LETTERS)


def read_released(data: bytes, page: Page) -> tuple[Released, ...]:
    """The lines of the file; what is no line of it is noted as a mistake."""
    text, line, fault = syntax.decode(data)
    if fault is not None:
        page.fault(line, fault)
        return ()
    held: dict[str, Released] = {}
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip() or written.startswith("#"):
            continue
        found = _LINE.fullmatch(written.strip())
        if found is None:
            page.fault(
                number, "公開した設問の控えの形ではありません。手で直さず、元に戻してください"
            )
        elif found[1] in held:
            first = held[found[1]].place
            page.fault(number, f"設問{quoted(found[1])}は {first} にもあります")
        else:
            held[found[1]] = Released(found[1], found[2], page.place(number))
    return tuple(held.values())


def check_released(data: bytes, page: Page, questions: Mapping[str, Question]) -> None:
    """Every question that the file names is still there, and as it was."""
    record = page.record
    places = record.defined.get("question", {})
    # A file that cannot be read hides its questions; they are not missing for that.
    whole = not record.errors
    for one in read_released(data, page):
        question = questions.get(one.id)
        if question is not None and digest(question) != one.digest:
            _fault(record, places.get(one.id, one.place), _CHANGED.format(quoted(one.id)))
        elif whole and one.id not in places:
            _fault(record, one.place, _GONE.format(quoted(one.id)))


_NO_LINE = "公開した設問の控えの形ではありません。手で直さず、元に戻してください"
_CHANGED = (
    "公開した設問{}の種類・問題文・選択肢・正解は変えられません。"
    "元に戻し、retired に日付を書いてやめて、新しい番号で足してください"
)
_GONE = "公開した設問{}がありません。消さずに、retired に日付を書いてやめてください"


def _fault(record: Record, place: Place, message: str) -> None:
    Page(place.path, record).fault(place.line, message)


def released_ids(data: bytes) -> frozenset[str]:
    """Ids of a file that has been found without a mistake."""
    page = Page(RELEASED, Record())
    return frozenset(one.id for one in read_released(data, page))


def unreleased(course: Course, released: frozenset[str]) -> tuple[Question, ...]:
    """Questions that are asked without having been released, in the order of the files."""
    held = (q for concept in course.concepts.values() for q in concept.questions)
    return tuple(question for question in held if question.id not in released)


def appended(before: bytes, questions: Iterable[Question]) -> bytes:
    """The file with these questions added at its end; what it held stays byte for byte."""
    start = before or HEADING.encode("utf-8")
    if not start.endswith(b"\n"):
        start += b"\n"
    return start + "".join(f"{q.id} {digest(q)}\n" for q in questions).encode("utf-8")
