"""The one question the bot may ask back: whom it is about, or which of two desks.

Asked only where the answer would change the destination, and at most once: what is
tapped names destinations, so nothing is ranked a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge import Destination, LifeDomain
from bot.core.ranking import Hit

LOOKED_AT = 6  # places of the ranking that the choices may come from
# In score, of which 0.5 makes one place e times as likely as another.
_IN_REACH = 1.0  # behind the first: farther, and a desk is no rival
_LEVEL = 0.25  # so near that either may be meant
_CLEAR = 0.75  # the third of two level ones is at least so far behind
_MOST_OF_A_KIND = 3


class PersonKind(StrEnum):
    """Whom a destination is for, where it is for one kind of person only."""

    ELDER = "elder"
    CHILD = "child"
    DISABILITY = "disability"


PERSON_LABELS: Mapping[PersonKind, str] = {
    PersonKind.ELDER: "高齢の方",
    PersonKind.CHILD: "子ども・子育て中の方",
    PersonKind.DISABILITY: "障がいのある方",
}
_DOMAINS: Mapping[LifeDomain, PersonKind] = {
    LifeDomain.ELDER: PersonKind.ELDER,
    LifeDomain.CHILD: PersonKind.CHILD,
    LifeDomain.DISABILITY: PersonKind.DISABILITY,
}
# Signs that already say whom it is about; then nobody is asked.
_TELLING = frozenset(
    {
        "elder",
        "old-parent",
        "care-home-elder",
        "child",
        "minor",
        "infant",
        "small-child",
        "pregnancy",
        "disability",
        "disability-work",
        "certificate-disability",
    }
)
WHOM = "どなたについてのご相談ですか。"
WHICH = "どちらのお話に近いですか。"
UNSURE = "わからない"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and the destinations that answer it, best first."""

    label: str
    destination_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question of the bot with its choices; the last one is always 「わからない」."""

    question: str
    choices: tuple[Choice, ...]


def person_kind(destination: Destination) -> PersonKind | None:
    """The one kind of person a destination is for; None for several or anybody."""
    kinds = {_DOMAINS[d] for d in destination.domains if d in _DOMAINS}
    return kinds.pop() if len(kinds) == 1 else None


def clarify(
    hits: Sequence[Hit], destinations: Mapping[str, Destination], signs: Iterable[str]
) -> Clarification | None:
    """What to ask about an unsure ranking, if one tap can settle it."""
    if not hits:
        return None
    rivals = [hit for hit in hits[:LOOKED_AT] if hit.score >= hits[0].score - _IN_REACH]
    unsure = Choice(UNSURE, tuple(hit.destination_id for hit in hits[:3]))
    choices = () if _TELLING & set(signs) else _by_person(rivals, destinations)
    if len(choices) >= 2:
        return Clarification(WHOM, (*choices, unsure))
    choices = _two_desks(rivals, destinations)
    return Clarification(WHICH, (*choices, unsure)) if choices else None


def _by_person(
    rivals: Sequence[Hit], destinations: Mapping[str, Destination]
) -> tuple[Choice, ...]:
    """A choice for each kind of person among the first three, with all rivals of the kind."""
    kinds = [person_kind(destinations[hit.destination_id]) for hit in rivals]
    asked = [kind for kind in PersonKind if kind in kinds[:3]]
    return tuple(
        Choice(
            PERSON_LABELS[kind],
            tuple(h.destination_id for h, k in zip(rivals, kinds, strict=True) if k is kind)[
                :_MOST_OF_A_KIND
            ],
        )
        for kind in asked
    )


def _two_desks(
    rivals: Sequence[Hit], destinations: Mapping[str, Destination]
) -> tuple[Choice, ...]:
    """The first two, where they are level and the third is well behind."""
    level = [hit for hit in rivals if hit.score >= rivals[0].score - _LEVEL]
    near = [hit for hit in rivals if hit.score > rivals[0].score - _CLEAR]
    if len(level) != 2 or len(near) != 2:
        return ()
    return tuple(Choice(destinations[h.destination_id].name, (h.destination_id,)) for h in level)
