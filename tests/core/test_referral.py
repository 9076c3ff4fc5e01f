import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.analysis import Analyser
from bot.core.duties import SafetyKind
from bot.core.knowledge import OtherMatter
from bot.core.matching import Matcher
from bot.core.personal_data import PersonalDataDetector, PersonalDataKind
from bot.core.referral import GENERAL_DESK, Decider
from tests.referral.small import knowledge

HELD_OUT = Path(__file__).parents[1] / "referral" / "heldout.jsonl"


@pytest.fixture(scope="module")
def decider() -> Decider:
    rooms = OtherMatter("rooms", "会議室", ("会議室の予約", "プロジェクターが映らない"))
    analyser, content = Analyser(), replace(knowledge(), elsewhere=(rooms,))
    return Decider(content, Matcher(content, analyser), PersonalDataDetector(analyser))


def test_a_clear_question_is_answered(decider: Decider) -> None:
    decision = decider.decide("家賃を滞納して追い出されそうな方")
    assert decision.hits[0].destination_id == "kurashi-assist"
    assert not decision.abstained
    assert decision.heard == ("家賃",)


def test_safety_comes_with_the_ranking(decider: Decider) -> None:
    decision = decider.decide("旦那に殴られて帰れないって")
    assert decision.duties == (SafetyKind.DV,)
    assert decision.hits[0].destination_id == "dv-support"
    assert decision.heard == ("旦那", "殴")


def test_not_understood_is_said_and_still_ranked(decider: Decider) -> None:
    decision = decider.decide("会議室のプロジェクターが映らない")
    assert decision.abstained
    assert decision.elsewhere is not None
    assert not decision.direct
    assert len(decision.hits) == 3


def test_a_duty_is_never_abstained_from(decider: Decider) -> None:
    decision = decider.decide("もう消えたい")
    assert decision.duties == (SafetyKind.SUICIDE,)
    assert not decision.abstained


def test_the_general_desk_is_never_a_direct_referral(decider: Decider) -> None:
    decision = decider.decide("どこに相談すればよいか決まらない世帯")
    assert decision.hits[0].destination_id == GENERAL_DESK
    assert not decision.direct


def test_personal_data_are_told_by_kind_once(decider: Decider) -> None:
    decision = decider.decide("佐倉花子さん 090-0000-1122 と 080-0000-3344、家賃")
    assert set(decision.personal_data) == {PersonalDataKind.NAME, PersonalDataKind.PHONE}
    assert len(decision.personal_data) == 2


def test_the_same_question_gets_the_same_answer(decider: Decider) -> None:
    assert decider.decide("物忘れの父") == decider.decide("物忘れの父")


def test_the_held_out_questions_are_well_formed() -> None:
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    keys = {"id", "text", "primary", "also", "duty", "in_scope", "style"}
    assert len(rows) >= 60
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == keys
        assert row["duty"] == "none" or SafetyKind(row["duty"])
        assert bool(row["primary"]) == row["in_scope"]
        assert not set(row["primary"]) & set(row["also"])
