"""What a printed 気づきメモ is made of: plain words, nothing to look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TITLE = "気づきメモ"
HOW_TO = (
    "見たこと・聞いたことだけに印を付けます。推測は書きません。"
    "お名前・住所・電話番号・生年月日も書きません（「80代女性」のように書きます）。"
    "印のないところは「未確認」で、「なかった」ではありません。"
)
STOP = "ひとつでもあれば、ここでやめて、すぐ上司へ"
# As in the chat, broken where the narrow heads of the columns need it.
MARKS = (("見た",), ("聞いた",), ("確かめたが", "なかった"), ("わからない",))


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A heading and its lines."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The blank form. ``header`` says what the paper is not; ``ask_no_more`` stands by STOP."""

    header: str
    ask_no_more: str
    places: tuple[str, ...]
    urgent: tuple[FormGroup, ...]
    groups: tuple[FormGroup, ...]
    wishes: tuple[FormGroup, ...]
    version: str
    printed: date


@dataclass(frozen=True, slots=True)
class Listed:
    """A heading with its lines, each behind a dot; left out where there are none."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One writer's sheet: ``seen`` beside ``heard``, then everything else in its order.

    ``at_once`` comes before all else where somebody may be in danger.
    """

    header: str
    place: str
    at_once: tuple[str, ...]
    ask_no_more: str
    seen: tuple[str, ...]
    heard: tuple[str, ...]
    parts: tuple[Listed, ...]
    version: str
    printed: date
