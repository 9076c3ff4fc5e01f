"""duties.yaml: seven kinds, short orders, and 義務 only where a law says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.citation import Citation
from bot.core.duties import Force, LawBasis, SafetyKind, SignRule
from tests.content.conftest import Desk

Told = Callable[[], list[str]]
DUTIES = "knowledge/duties.yaml"
LAW = "{text: 通告する, force: duty, condition: null, source: plan, cites: 第6条}"


def test_a_duty_with_its_law_and_rule(desk: Desk) -> None:
    desk.replace(DUTIES, "laws: []", f"laws: [{LAW}]")
    desk.replace(DUTIES, "steps: [話を聞く]", "steps: [通告は義務です]")
    loaded = desk.knowledge()
    assert loaded.value is not None
    duty = loaded.value.duties[SafetyKind.LIFE_DANGER]
    assert duty.laws == (LawBasis("通告する", Force.DUTY, None, Citation("plan", "第6条")),)
    assert duty.rules == (SignRule((frozenset({"violence"}),), frozenset()),)
    assert list(loaded.value.duties) == list(SafetyKind)


def test_an_order_has_at_most_25_characters(desk: Desk) -> None:
    order = "ためらわずに今すぐ区の子育て支援室に電話で相談してください"
    desk.replace(DUTIES, "act_now: 今すぐ相談する", f"act_now: {order}")
    assert desk.errors() == [
        f"{DUTIES}:4: すぐすること（act_now）が長すぎます（29文字。25文字まで）"
    ]


def test_all_seven_kinds(desk: Desk) -> None:
    text = desk.text(DUTIES)
    desk.write(DUTIES, text[: text.index("  - kind: no_shelter")])
    assert desk.errors() == [
        f"{DUTIES}:1: 『no_shelter_or_food_today』がありません。7種類すべてを書いてください"
    ]


def test_a_kind_only_once(told: Told) -> None:
    """
    == knowledge/duties.yaml + kind: suicide → kind: life_danger
    """
    assert told() == [
        f"{DUTIES}:1: 『suicide』がありません。7種類すべてを書いてください",
        f"{DUTIES}:15: 種類（kind）の『life_danger』は {DUTIES}:2 にもあります",
    ]


@pytest.mark.parametrize("laws", ["[]", f"[{LAW.replace('force: duty', 'force: none')}]"])
def test_no_law_no_word_of_duty(desk: Desk, laws: str) -> None:
    desk.replace(DUTIES, "steps: [話を聞く]", "steps: [通報義務があります]")
    desk.replace(DUTIES, "laws: []", f"laws: {laws}")
    assert desk.errors() == [
        f"{DUTIES}:5: 義務を定める法律（laws）がないので『義務』とは書けません"
    ]


def test_a_rule_needs_groups(told: Told) -> None:
    """
    == knowledge/duties.yaml + {all_of: [[violence]], none_of: []} → {all_of: [violence]}
    """
    assert told() == [
        f"{DUTIES}:11: すべて必要な兆候（all_of）は箇条書き（行の頭に『- 』）で書いてください"
    ]


def test_utterances_of_danger_stand_beside_the_cards(desk: Desk) -> None:
    desk.write("knowledge/safety/suicide.txt", "消えたい\n× 消しゴムで消えた\n")
    desk.write("knowledge/safety/none.txt", "画面が消えた\n")
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.duties[SafetyKind.SUICIDE].examples == ("消えたい",)
    assert loaded.value.duties[SafetyKind.SUICIDE].negatives == ("消しゴムで消えた",)
    assert loaded.value.harmless == ("画面が消えた",)


def test_a_file_of_danger_is_named_after_its_kind(desk: Desk) -> None:
    desk.write("knowledge/safety/fire.txt", "燃えている\n")
    [error] = desk.errors()
    assert error.startswith("knowledge/safety/fire.txt:1: ファイルの名前は life_danger・suicide・")
