"""Which meeting a household's troubles call for, if any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.conferences import Conference
from bot.core.knowledge import DestinationKind, Knowledge, LifeDomain
from bot.core.lexicon import LexiconHit
from bot.core.meeting import (
    MANY,
    NO_CONSENT,
    REFUSAL,
    SHARE,
    TSUNAGARU,
    MeetingReason,
    advise,
    life_domains,
)
from bot.core.ranking import Hit
from tests.referral import small

DAY = date(2026, 11, 22)
GENERAL = "general"


def conference(identifier: str) -> Conference:
    return Conference(identifier, "", (), (), "", "", "", (), (), DAY, DAY, ())


def knowledge() -> Knowledge:
    """A desk for each of four life domains, a desk for danger, and the two meetings."""
    rows = {
        "elder-desk": (LifeDomain.ELDER, "dementia"),
        "child-desk": (LifeDomain.CHILD, "absent"),
        "health-desk": (LifeDomain.HEALTH, "ill"),
        "money-desk": (LifeDomain.MONEY, "debt"),
        "home-desk": (LifeDomain.HOME_WORK, "rent"),
        "danger-desk": (LifeDomain.VIOLENCE, "violence"),
    }
    desks = {
        i: replace(small.destination(i, i, "", signs=(sign,)), domains=(domain,))
        for i, (domain, sign) in rows.items()
    }
    meetings = {
        i: replace(
            small.destination(i, i, "", signs=(NO_CONSENT, REFUSAL, MANY)),
            domains=(LifeDomain.MONEY,),
            kind=DestinationKind.CONFERENCE,
        )
        for i in (TSUNAGARU, SHARE)
    }
    general = {GENERAL: small.destination(GENERAL, GENERAL, "")}
    return Knowledge(
        version="x",
        destinations={**desks, **meetings, **general},
        conferences={i: conference(i) for i in meetings},
    )


def heard(*signs: str) -> list[LexiconHit]:
    """Signs one after the other."""
    return [LexiconHit(sign, i * 10, i * 10 + 5) for i, sign in enumerate(signs)]


RANKING = [Hit(TSUNAGARU, 2.0, ()), Hit("money-desk", 1.0, ())]
DESK_FIRST = [Hit("money-desk", 2.0, ())]
CASES = [
    (("debt",), None),
    (("debt", "dementia"), None),
    (("debt", "rent", "debt"), None),
    (("debt", "dementia", "absent"), TSUNAGARU),
    (("debt", "dementia", "absent", "ill"), TSUNAGARU),
    ((MANY, "debt"), TSUNAGARU),
    ((MANY,), None),
    ((NO_CONSENT,), None),
    ((NO_CONSENT, "dementia"), None),
    ((NO_CONSENT, "debt"), SHARE),
    ((NO_CONSENT, "debt", "dementia", "absent"), SHARE),
    ((REFUSAL, "debt"), None),
    ((REFUSAL, "debt", "dementia", "absent"), SHARE),
    (("violence", "debt", "dementia"), None),
]


@pytest.mark.parametrize(("signs", "expected"), CASES)
def test_what_was_heard_decides(signs: tuple[str, ...], expected: str | None) -> None:
    advice = advise(heard(*signs), DESK_FIRST, knowledge(), GENERAL)
    assert (advice and advice.conference_id) == expected
    if advice:
        shut = expected == SHARE
        assert advice.reason is (MeetingReason.NOT_AGREED if shut else MeetingReason.SEVERAL)


def test_a_desk_leads_and_never_a_meeting() -> None:
    advice = advise(heard("debt", "dementia", "absent"), RANKING, knowledge(), GENERAL)
    assert advice is not None
    assert advice.main_desk == "money-desk"
    alone = advise(heard("debt", "dementia", "absent"), RANKING[:1], knowledge(), GENERAL)
    assert alone is not None
    assert alone.main_desk == GENERAL


def test_a_question_about_the_meeting_itself_proposes_none() -> None:
    assert advise(heard(MANY, "debt"), RANKING, knowledge(), GENERAL) is None
    assert advise(heard(MANY, "debt", "dementia"), RANKING, knowledge(), GENERAL) is not None


def test_without_the_meeting_in_the_content_nothing_is_proposed() -> None:
    content = replace(knowledge(), conferences={})
    assert advise(heard("debt", "dementia", "absent"), RANKING, content, GENERAL) is None


def test_each_place_of_the_text_counts_once() -> None:
    twice = [LexiconHit("debt", 0, 5), LexiconHit("dementia", 1, 4)]
    destinations = knowledge().destinations
    assert life_domains(twice, destinations) == (LifeDomain.MONEY,)
    assert life_domains(heard("debt", "rent"), destinations) == (LifeDomain.MONEY,)
