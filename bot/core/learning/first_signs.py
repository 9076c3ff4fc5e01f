"""「この窓口でよくある三つの気づき」: what a newcomer's first post shows of their own section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GENERAL = "general"
TITLE = "この窓口でよくある三つの気づき"


@dataclass(frozen=True, slots=True)
class FirstSign:
    """What one may notice at the counter, what to do then, and the concept that is about it."""

    text: str
    action: str
    concept_id: str


@dataclass(frozen=True, slots=True)
class SignGroup:
    """The three signs of one kind of section; ``words`` stand in such sections' names."""

    id: str
    words: tuple[str, ...]
    signs: tuple[FirstSign, ...]


def group_for(groups: Sequence[SignGroup], section_name: str) -> SignGroup | None:
    """The group whose word stands in the section's name, else the general one; None without any."""
    fitting = (g for g in groups if any(word in section_name for word in g.words))
    general = (g for g in groups if g.id == GENERAL)
    return next(fitting, None) or next(general, None)
