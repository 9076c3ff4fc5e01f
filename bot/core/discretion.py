"""What is kept off paper, and what is not even counted."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.duties import SafetyKind
from bot.core.knowledge import Destination, LifeDomain

# Signs of 死にたい気持ち, and the desk for it.
_DISCREET_SIGNS = frozenset({"suicidal", "death-wish", "self-harm", "bereaved"})
_DISCREET_DESKS = frozenset({"crisis-lines"})
# Signs of partners and of sexual violence: whoever harms may go through bags and telephones.
_PURSUED_SIGNS = frozenset({"dv-control", "stalking", "sexual-harm", "hide-address"})


def hand_nothing_over(destination: Destination) -> bool:
    """Whether a paper or a shared card could betray somebody to whoever harms them."""
    violence = LifeDomain.VIOLENCE in destination.domains
    return violence and not _PURSUED_SIGNS.isdisjoint(destination.signs)


def is_discreet(
    duties: Collection[SafetyKind], signs: Collection[str], destination_ids: Collection[str]
) -> bool:
    """Whether an answer has to do with 死にたい気持ち: nothing about it is counted."""
    return (
        SafetyKind.SUICIDE in duties
        or not _DISCREET_SIGNS.isdisjoint(signs)
        or not _DISCREET_DESKS.isdisjoint(destination_ids)
    )
