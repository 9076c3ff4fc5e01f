"""One question back, and only where a tap settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.core.clarification import UNSURE, WHICH, WHOM, PersonKind, clarify, person_kind
from bot.core.knowledge import Destination, LifeDomain
from bot.core.ranking import Hit
from tests.referral import small

DOMAINS: Mapping[str, tuple[LifeDomain, ...]] = {
    "elder-desk": (LifeDomain.ELDER, LifeDomain.HEALTH),
    "elder-team": (LifeDomain.ELDER,),
    "child-desk": (LifeDomain.CHILD,),
    "disability-desk": (LifeDomain.DISABILITY,),
    "both": (LifeDomain.ELDER, LifeDomain.DISABILITY),
    "money-desk": (LifeDomain.MONEY,),
    "work-desk": (LifeDomain.HOME_WORK,),
}
DESTINATIONS: Mapping[str, Destination] = {
    i: replace(small.destination(i, f"{i}の名", ""), domains=domains)
    for i, domains in DOMAINS.items()
}


def hits(**scores: float) -> list[Hit]:
    """A ranking; ids are written with an underscore."""
    return [Hit(i.replace("_", "-"), score, ()) for i, score in scores.items()]


def test_for_whom_a_destination_is() -> None:
    kinds = {i: person_kind(d) for i, d in DESTINATIONS.items()}
    assert kinds["elder-desk"] is PersonKind.ELDER
    assert kinds["child-desk"] is PersonKind.CHILD
    assert kinds["disability-desk"] is PersonKind.DISABILITY
    assert kinds["both"] is kinds["money-desk"] is None


def test_two_kinds_of_person_are_asked_about() -> None:
    ranking = hits(elder_desk=2.0, child_desk=1.8, elder_team=1.5, disability_desk=0.9)
    asked = clarify(ranking, DESTINATIONS, ())
    assert asked is not None
    assert asked.question == WHOM
    labels = [(c.label, c.destination_ids) for c in asked.choices]
    assert labels == [
        ("高齢の方", ("elder-desk", "elder-team")),
        ("子ども・子育て中の方", ("child-desk",)),
        (UNSURE, ("elder-desk", "child-desk", "elder-team")),
    ]


@pytest.mark.parametrize("sign", ["elder", "child", "disability"])
def test_who_was_said_is_not_asked(sign: str) -> None:
    ranking = hits(elder_desk=2.0, child_desk=1.5, money_desk=1.2)
    assert clarify(ranking, DESTINATIONS, (sign,)) is None


def test_a_rival_that_is_far_behind_is_none() -> None:
    assert clarify(hits(elder_desk=2.0, child_desk=0.9), DESTINATIONS, ()) is None


def test_two_level_desks_are_asked_about() -> None:
    asked = clarify(hits(money_desk=2.0, work_desk=1.9, both=1.0), DESTINATIONS, ())
    assert asked is not None
    assert asked.question == WHICH
    assert [c.destination_ids for c in asked.choices[:2]] == [("money-desk",), ("work-desk",)]
    assert asked.choices[-1].label == UNSURE


@pytest.mark.parametrize(
    "ranking",
    [
        hits(money_desk=2.0, work_desk=1.9, both=1.5),
        hits(money_desk=2.0, work_desk=1.6),
        hits(money_desk=-1.0),
        [],
    ],
)
def test_otherwise_nothing_is_asked(ranking: list[Hit]) -> None:
    assert clarify(ranking, DESTINATIONS, ()) is None


def test_scores_below_nothing_are_compared_alike() -> None:
    assert clarify(hits(money_desk=-1.0, work_desk=-1.1), DESTINATIONS, ()) is not None
    assert clarify(hits(money_desk=-1.0, work_desk=-2.1), DESTINATIONS, ()) is None
