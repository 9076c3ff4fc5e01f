"""The kinds of single value a key may have: text, dates, choices, ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from bot.content.nodes import Node, Scalar, yaml11_reading
from bot.content.schema import BAD, Bad, Page, Reader, Reference, did_you_mean, quoted

S = TypeVar("S", bound=StrEnum)

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HIRAGANA = re.compile(r"[ぁ-ゖゝゞー・、（）／ 　0-9]+")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_URL = re.compile(r"https?://[!-~]+")
# Signs that nobody sees and that can hide or turn around what is written.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _scalar(node: Node, label: str, page: Page) -> Scalar | Bad:
    if not isinstance(node, Scalar):
        return page.fault(node.line, f"{label}は文字で書いてください（箇条書きやまとまりは不可）")
    if node.mistyped:
        return BAD
    if node.is_null or not node.text.strip():
        return page.fault(node.line, f"{label}が空です")
    return node


def _unmistakable(node: Scalar, label: str, page: Page) -> Scalar | Bad:
    reading = yaml11_reading(node.text) if node.plain else None
    if reading is None:
        return node
    return page.fault(
        node.line,
        f"{label}の{quoted(node.text)}は引用符で囲んでください（囲まないと{reading}と読まれます）",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most ``limit`` characters; quoted where YAML 1.1 would misread it."""

    limit: int = 400

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The text without the blank space around it."""
        scalar = _scalar(node, label, page)
        if not isinstance(scalar, Bad):
            scalar = _unmistakable(scalar, label, page)
        if isinstance(scalar, Bad):
            return BAD
        text = scalar.text.strip()
        if len(text) > self.limit:
            said = f"{len(text)}文字。{self.limit}文字まで"
            return page.fault(scalar.line, f"{label}が長すぎます（{said}）")
        hidden = _HIDDEN.search(text)
        if hidden:
            code = f"U+{ord(hidden.group()):04X}"
            return page.fault(scalar.line, f"{label}に目に見えない文字（{code}）があります")
        return text


@dataclass(frozen=True, slots=True)
class _Matching:
    """Text of one fixed form; ``wanted`` ends the sentence about another one."""

    form: re.Pattern[str]
    wanted: str

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The text when it has the form."""
        text = Text().read(node, label, page)
        if isinstance(text, Bad) or self.form.fullmatch(text):
            return text
        return page.fault(node.line, f"{label}の{quoted(text)}は使えません。{self.wanted}")


KEBAB = _Matching(_KEBAB, "半角の英小文字と数字を『-』でつないでください")
YOMI = _Matching(_HIRAGANA, "ひらがなで書いてください")
URL = _Matching(_URL, "https:// で始まる、空白や全角文字のない URL にしてください")


@dataclass(frozen=True, slots=True)
class Defines:
    """An id that this place gives to an entry of ``kind``; unique in its kind."""

    kind: str
    form: Reader[str] = KEBAB

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The id, noted as existing."""
        id_ = self.form.read(node, label, page)
        if isinstance(id_, Bad):
            return BAD
        if not page.record.define(self.kind, str(id_), page.place(node.line)):
            first = page.record.defined[self.kind][str(id_)]
            return page.fault(node.line, f"{label}の{quoted(id_)}は {first} にもあります")
        return id_


@dataclass(frozen=True, slots=True)
class RefersTo:
    """An id that an entry of ``kind`` must have; looked up when all files are read."""

    kind: str

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The id, noted as referred to."""
        text = Text().read(node, label, page)
        if not isinstance(text, Bad):
            reference = Reference(self.kind, text, label, page.place(node.line))
            page.record.references.append(reference)
        return text


@dataclass(frozen=True, slots=True)
class OneOf(Generic[S]):
    """One of a fixed set of values."""

    values: tuple[S, ...]

    @classmethod
    def all(cls, values: Iterable[S]) -> OneOf[S]:
        """Any member of an enumeration."""
        return cls(tuple(values))

    def read(self, node: Node, label: str, page: Page) -> S | Bad:
        """The member whose value is written."""
        scalar = _scalar(node, label, page)
        if isinstance(scalar, Bad):
            return BAD
        for value in self.values:
            if value.value == scalar.text:
                return value
        names = [value.value for value in self.values]
        hint, usable = did_you_mean(scalar.text, names), "・".join(names)
        message = f"{label}に{quoted(scalar.text)}は使えません{hint}（使えるのは {usable}）"
        return page.fault(scalar.line, message)


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``; the other spellings of YAML 1.1 are refused."""

    def read(self, node: Node, label: str, page: Page) -> bool | Bad:
        """The truth value."""
        scalar = _scalar(node, label, page)
        if isinstance(scalar, Bad):
            return BAD
        if not scalar.plain or scalar.text not in ("true", "false"):
            return page.fault(scalar.line, f"{label}は true か false で書いてください")
        return scalar.text == "true"


def _as_date(text: str) -> date | None:
    """First day that a partial date covers, or None when there is no such date."""
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Day:
    """A full date, ``YYYY-MM-DD``."""

    def read(self, node: Node, label: str, page: Page) -> date | Bad:
        """The date."""
        scalar = _scalar(node, label, page)
        if isinstance(scalar, Bad):
            return BAD
        day = _as_date(scalar.text) if len(scalar.text) == len("2026-11-22") else None
        if day is not None:
            return day
        message = (
            f"{label}の{quoted(scalar.text)}は日付ではありません。2026-11-22 の形にしてください"
        )
        return page.fault(scalar.line, message)


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A date as precise as known (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``), kept as text."""

    def read(self, node: Node, label: str, page: Page) -> str | Bad:
        """The date as written."""
        scalar = _scalar(node, label, page)
        if isinstance(scalar, Bad):
            return BAD
        if _as_date(scalar.text) is not None:
            return scalar.text
        wanted = "2026、2026-11、2026-11-22 のどれかの形にしてください"
        message = f"{label}の{quoted(scalar.text)}は日付ではありません。{wanted}"
        return page.fault(scalar.line, message)
