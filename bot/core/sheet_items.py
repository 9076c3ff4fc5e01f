"""The headings and items of the 事実確認シート, as sheet.yaml has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.citation import Citation
from bot.core.duties import SafetyKind


class SheetPart(StrEnum):
    """What a heading of the sheet asks for."""

    SIGNS = "signs"  # 見たこと・聞いたこと
    URGENCY = "urgency"  # 急ぎの様子
    WISH = "wish"  # ご本人の意向・同意


class Agreement(StrEnum):
    """How it stands with the person's consent to being referred."""

    AGREED = "agreed"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line of the 事実確認シート: something that can be seen or heard.

    ``signs`` are ids of the lexicon, the one that is the item itself first. ``danger``
    brings these duties' cards at once; ``watch`` are kinds that it may be a sign of.
    ``lead_ids`` are the destinations it leads to. ``agreement`` is what it says of consent.
    """

    id: str
    group: str
    text: str
    signs: tuple[str, ...]
    citations: tuple[Citation, ...]
    danger: tuple[SafetyKind, ...] = ()
    watch: tuple[SafetyKind, ...] = ()
    lead_ids: tuple[str, ...] = ()
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A heading of the sheet (A–J) with its items."""

    id: str
    title: str
    items: tuple[SheetItem, ...]
    part: SheetPart = SheetPart.SIGNS
