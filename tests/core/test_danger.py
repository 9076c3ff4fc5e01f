from dataclasses import replace

import pytest

from bot.core.analysis import Analyser
from bot.core.danger import Likely
from bot.core.duties import SafetyKind
from bot.core.knowledge import Knowledge
from bot.core.matching import Matcher
from tests.referral.small import knowledge

DV, SUICIDE = SafetyKind.DV, SafetyKind.SUICIDE


@pytest.fixture(scope="module")
def taught() -> Knowledge:
    plain = knowledge()
    dv = replace(
        plain.duties[DV],
        examples=(
            "レシートを一枚ずつ調べられる",
            "電話に出ないと帰ってから大変",
            "携帯を毎晩調べられる",
            "外出のたびに写真を送らされる",
        ),
        negatives=("レシートの再発行", "携帯の機種変更", "写真の撮り方", "電話に出ない会社"),
    )
    calm = ("会議室の予約", "年金の記録", "昼ごはん", "写真の大きさ", "電話の取り次ぎ")
    return replace(plain, duties={**plain.duties, DV: dv}, harmless=calm)


def test_what_no_rule_saw_is_learnt_from_examples(taught: Knowledge) -> None:
    text = "旦那に毎晩レシートを調べられるらしい奥さん"
    assert Matcher(knowledge(), Analyser()).rank(text).duties == ()
    assert Matcher(taught, Analyser()).rank(text).duties == (DV,)


def test_the_rules_stand_where_nothing_is_taught() -> None:
    assert Matcher(knowledge(), Analyser()).rank("旦那に殴られた").duties == (DV,)


def test_a_likely_kind_needs_a_ranking_that_leans_towards_its_desks() -> None:
    duties = knowledge().duties
    far, near = {"legal-aid": 0.3, "emergency-x": 0.2, "dv-support": 0.1}, {"dv-support": 0.1}
    assert Likely({DV: 0.7}, harmless=0.3).confirmed((), duties, near) == (DV,)
    assert Likely({DV: 0.7}, harmless=0.3).confirmed((), duties, far) == ()
    assert Likely({DV: 0.3}, harmless=0.7).confirmed((), duties, near) == ()
    assert Likely({DV: 0.4}, harmless=0.6).confirmed((), duties, {"dv-support": 0.7}) == (DV,)


def test_what_is_said_to_be_over_is_left_to_the_rules(taught: Knowledge) -> None:
    matcher = Matcher(taught, Analyser())
    assert matcher.rank("旦那にレシートを調べられていた。昔のことで今は安全").duties == ()


def test_what_is_surely_harmless_hushes_the_rules_and_doubt_does_not() -> None:
    assert Likely({}, harmless=0.999).doubted((DV,)) == ()
    assert Likely({}, harmless=0.9).doubted((DV,)) == (DV,)


def test_most_urgent_first() -> None:
    duties = {kind: replace(knowledge().duties[DV], kind=kind) for kind in (DV, SUICIDE)}
    likely = Likely({SUICIDE: 0.7, DV: 0.1}, harmless=0.1)
    assert likely.confirmed((DV,), duties, {"dv-support": 0.9}) == (SUICIDE, DV)
