"""Reads GIFT: multiple choice and true/false; other kinds of question are refused one by one.

What cannot be read is told with the line it begins on, and the rest of the file comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.gift import ESCAPED, FALSE, TRUE, GiftQuestion
from bot.core.course import Choice

_KIND = re.compile(r"\[(?:plain|html|markdown|moodle)\]")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")
_TRUE_FALSE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_BLANK = "＿＿＿"


@dataclass(frozen=True, slots=True)
class GiftFault:
    """What could not be read: the line it begins on (from 1) and a Japanese sentence."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.line}行目: {self.message}"


@dataclass(frozen=True, slots=True)
class GiftFile:
    """The questions of a file, and what of it is none."""

    questions: tuple[GiftQuestion, ...]
    faults: tuple[GiftFault, ...]


def from_gift(text: str) -> GiftFile:
    """Every question of a GIFT file; what is no multiple choice or true/false is a fault."""
    questions: list[GiftQuestion] = []
    faults: list[GiftFault] = []
    for block in _blocks(text):
        try:
            questions.append(_read(block))
        except _NotReadable as error:
            faults.append(GiftFault(block.line, str(error)))
    return GiftFile(tuple(questions), tuple(faults))


class _NotReadable(Exception):
    """Why one block is no question of ours, in Japanese."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one question, joined; where it begins, and what stood above it."""

    line: int
    text: str
    category: str
    tag: str


def _blocks(text: str) -> Iterator[_Block]:
    """Questions stand apart by an empty line; comments and categories belong to none."""
    category, tag, start = "", "", 1
    held: list[str] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for number, line in enumerate([*lines, ""], 1):
        if line.lstrip().startswith("//"):
            found = _TAG.search(line)
            tag = found[1] if found else tag
        elif line.startswith("$CATEGORY:"):
            category = line.partition(":")[2].strip()
        elif line.strip():
            start = number if not held else start
            held.append(line)
        elif held:
            yield _Block(start, "\n".join(held), category, tag)
            tag, held = "", []


def _read(block: _Block) -> GiftQuestion:
    body, answers, tail = _parts(block.text)
    title, stem = _titled(body)
    if tail.strip():
        stem = f"{stem} {_BLANK} {_plain(tail)}"
    answers, explanation = _explained(answers)
    choices = _read_true_false(answers) or _read_choices(answers)
    return GiftQuestion(title, stem, choices, explanation, block.category, block.tag)


def _explained(answers: str) -> tuple[str, str]:
    """The choices, and the general feedback after 「####」."""
    start = next((p for p in _places(answers, "#") if answers[p : p + 4] == "####"), len(answers))
    return answers[:start], _plain(answers[start + 4 :])


def _parts(text: str) -> tuple[str, str, str]:
    """What stands before, between and after the braces."""
    opens, closes = _places(text, "{"), _places(text, "}")
    if not opens and not closes:
        raise _NotReadable("選択肢（{ と } の間）がありません")
    if len(opens) != 1 or len(closes) != 1 or closes[0] < opens[0]:
        raise _NotReadable("{ と } の組が合いません。文の中では \\{ \\} と書いてください")
    return text[: opens[0]], text[opens[0] + 1 : closes[0]], text[closes[0] + 1 :]


def _places(text: str, signs: str) -> Sequence[int]:
    """Where unescaped signs stand."""
    found, escaped = [], False
    for place, sign in enumerate(text):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign in signs:
            found.append(place)
    return found


def _titled(body: str) -> tuple[str, str]:
    body = body.strip()
    title = ""
    if body.startswith("::"):
        ends = [p for p in _places(body, ":") if p >= 2 and body[p : p + 2] == "::"]
        if not ends:
            raise _NotReadable("題名の終わりの :: がありません")
        title, body = body[2 : ends[0]], body[ends[0] + 2 :]
    stem = _plain(_KIND.sub("", body.strip(), count=1) if _KIND.match(body.strip()) else body)
    if not stem:
        raise _NotReadable("問題文がありません")
    return _plain(title), stem


def _plain(text: str) -> str:
    """Without escapes and without the blank space around it."""
    return re.sub(r"\\(.)", _unescaped, text.strip(), flags=re.DOTALL)


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    if sign == "n":
        return "\n"
    return sign if sign in ESCAPED else found[0]


def _read_true_false(answers: str) -> tuple[Choice, ...] | None:
    """The two choices of 「T#wrong#right」, or None when it is something else."""
    said, *feedback = _split(answers, "#")
    truth = _TRUE_FALSE.get(said.strip().upper())
    if truth is None:
        return None
    wrong, right = (*map(_plain, feedback[:2]), "", "")[:2]
    return (
        Choice(TRUE, truth, right if truth else wrong),
        Choice(FALSE, not truth, wrong if truth else right),
    )


def _split(text: str, sign: str) -> list[str]:
    places = _places(text, sign)
    starts, ends = [0, *(p + 1 for p in places)], [*places, len(text)]
    return [text[a:b] for a, b in zip(starts, ends, strict=True)]


def _read_choices(answers: str) -> tuple[Choice, ...]:
    marks = _places(answers, "=~")
    if not marks:
        raise _NotReadable("記述式や数値の問題は取り込めません（多肢選択と正誤だけです）")
    if answers[: marks[0]].strip():
        raise _NotReadable("最初の選択肢の前に = か ~ がありません")
    ends = [*marks[1:], len(answers)]
    choices = tuple(_choice(answers[a:b]) for a, b in zip(marks, ends, strict=True))
    if all(choice.right for choice in choices):
        raise _NotReadable("短答か組み合わせの問題です（取り込めるのは多肢選択と正誤だけです）")
    if not any(choice.right for choice in choices):
        raise _NotReadable("正しい選択肢（= か、% の付いたもの）がありません")
    if not all(choice.text for choice in choices):
        raise _NotReadable("文のない選択肢があります")
    return choices


def _choice(written: str) -> Choice:
    """One choice with its mark; a positive weight makes it right."""
    mark, rest = written[0], written[1:].lstrip()
    found = _WEIGHT.match(rest)
    right = float(found[1]) > 0 if found else mark == "="
    text, *feedback = _split(rest[found.end() :] if found else rest, "#")
    return Choice(_plain(text), right, _plain(feedback[0]) if feedback else "")
