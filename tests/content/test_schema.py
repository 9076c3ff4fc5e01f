"""Mappings: unknown, missing, empty and repeated keys, and faults beside each other."""

from __future__ import annotations

from collections.abc import Callable

from tests.content.conftest import Desk

Told = Callable[[], list[str]]


def test_the_good_set_has_no_mistake(desk: Desk) -> None:
    assert desk.errors() == []


def test_an_unknown_key_gets_a_suggestion(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + description: → descripton:
    """
    assert told() == [
        (
            "knowledge/destinations/emergency.yaml:5: "
            "『descripton』という項目はありません。『description（説明）』のことですか"
        )
    ]


def test_an_unknown_key_without_a_likeness_gets_the_list(told: Told) -> None:
    """
    == knowledge/lexicon.yaml + label: 暴力 → label: 暴力⏎    xyz: 1
    """
    assert told() == [
        "knowledge/lexicon.yaml:4: 『xyz』という項目はありません（使えるのは id・label・surfaces）"
    ]


def test_a_missing_key_is_named_by_its_label(told: Told) -> None:
    """
    == knowledge/contacts.yaml +     phones: ["110", "06-6682-0000"]⏎ →
    """
    assert told() == ["knowledge/contacts.yaml:2: 電話番号（phones）がありません"]


def test_an_empty_key_is_not_a_missing_one(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + owner: 区で設定 → owner:
    """
    assert told() == ["knowledge/destinations/emergency.yaml:13: 担当（owner）が空です"]


def test_an_optional_key_may_be_null(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + owner: → caution: null⏎signs:⏎owner:
    """
    assert told() == []


def test_a_key_written_twice_names_the_first_line(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + owner: 区で設定 → owner: 区で設定⏎name: 別名
    """
    assert told() == [
        "knowledge/destinations/emergency.yaml:14: 『name』が2回書かれています（1回目は3行目）"
    ]


def test_text_where_a_mapping_belongs(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + {id: plan, cites: 第1項} → plan
    """
    assert told() == [
        (
            "knowledge/destinations/emergency.yaml:16: "
            "出典（sources）は『項目: 値』の形で書いてください"
        )
    ]


def test_one_bad_entry_hides_no_fault_of_another(told: Told) -> None:
    """
    == knowledge/lexicon.yaml
    entries:
      - id: violence
        label:
        surfaces: [殴]
      - just text
      - id: money
        lable: お金
        surfaces: 家賃
    == knowledge/glossary.yaml
    terms:
      - {term: 会議, yomi: 会議, meaning: 話し合い}
    == quizzes/concepts/call-first.yaml + required: true → required: はい
    """
    assert told() == [
        "knowledge/glossary.yaml:2: よみ（yomi）の『会議』は使えません。ひらがなで書いてください",
        "knowledge/lexicon.yaml:3: 見出し（label）が空です",
        "knowledge/lexicon.yaml:5: 兆候の言葉（entries）は『項目: 値』の形で書いてください",
        (
            "knowledge/lexicon.yaml:7: "
            "『lable』という項目はありません。『label（見出し）』のことですか"
        ),
        "knowledge/lexicon.yaml:8: 言い方（surfaces）は箇条書き（行の頭に『- 』）で書いてください",
        "quizzes/concepts/call-first.yaml:3: 必修か（required）は true か false で書いてください",
    ]


def test_a_mistyped_key_is_told_once(told: Told) -> None:
    """
    == knowledge/sources.yaml
    sources: [{id: plan, title： 方針, url: null, grade: plan, seen: "2026"}]
    """
    assert told() == [
        "knowledge/sources.yaml:1: 1行目: 全角の『：』です。半角の『:』にしてください"
    ]


def test_a_long_quotation_is_cut(desk: Desk) -> None:
    desk.replace("knowledge/destinations/emergency.yaml", "kind: line", f"kind: {'あ' * 45}")
    assert desk.errors() == [
        (
            "knowledge/destinations/emergency.yaml:2: 種類（kind）に"
            f"『{'あ' * 40}…』は使えません（使えるのは desk・line・conference・programme）"
        )
    ]
