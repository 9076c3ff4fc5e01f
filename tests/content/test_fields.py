"""Single values and lists: each wrong one has its line and its sentence."""

from __future__ import annotations

import pytest

from bot.core.knowledge import LifeDomain
from tests.content.conftest import Desk

FILE = "knowledge/destinations/emergency.yaml"

CASES: list[tuple[str, str, int, str]] = [
    # what stands there, what replaces it, line, sentence
    (
        "name: 警察・消防",
        "name: [警察]",
        3,
        "名前（name）は文字で書いてください（箇条書きやまとまりは不可）",
    ),
    ("name: 警察・消防", "name: ' '", 3, "名前（name）が空です"),
    (
        "name: 警察・消防",
        "name: no",
        3,
        "名前（name）の『no』は引用符で囲んでください（囲まないとはい・いいえと読まれます）",
    ),
    (
        "name: 警察・消防",
        "name: 010",
        3,
        "名前（name）の『010』は引用符で囲んでください（囲まないと数と読まれます）",
    ),
    (
        "to_tell: [場所]",
        "to_tell: [12:30]",
        9,
        "伝えること・持ち物（to_tell）の『12:30』は引用符で囲んでください（囲まないと数と読まれます）",
    ),
    (
        "name: 警察・消防",
        "name: 2026-11-22",
        3,
        "名前（name）の『2026-11-22』は引用符で囲んでください（囲まないと日付と読まれます）",
    ),
    (
        "description: 命に危険があるとき",
        f"description: {'あ' * 601}",
        5,
        "説明（description）が長すぎます（601文字。600文字まで）",
    ),
    (
        "name: 警察・消防",
        'name: "警察\\u202e消防"',
        3,
        "名前（name）に目に見えない文字（U+202E）があります",
    ),
    (
        "yomi: けいさつ・しょうぼう",
        "yomi: 警察",
        4,
        "よみ（yomi）の『警察』は使えません。ひらがなで書いてください",
    ),
    (
        "kind: line",
        "kind: lien",
        2,
        (
            "種類（kind）に『lien』は使えません。『line』のことですか"
            "（使えるのは desk・line・conference・programme）"
        ),
    ),
    (
        "kind: line",
        "kind: 電話",
        2,
        "種類（kind）に『電話』は使えません（使えるのは desk・line・conference・programme）",
    ),
    (
        "assured_date: 2026-11-22",
        "assured_date: 2026-13-01",
        14,
        "確認日（assured_date）の『2026-13-01』は日付ではありません。2026-11-22 の形にしてください",
    ),
    (
        "assured_date: 2026-11-22",
        "assured_date: 昨日",
        14,
        "確認日（assured_date）の『昨日』は日付ではありません。2026-11-22 の形にしてください",
    ),
    (
        "assured_date: 2026-11-22",
        "assured_date: 2026-11",
        14,
        "確認日（assured_date）の『2026-11』は日付ではありません。2026-11-22 の形にしてください",
    ),
    (
        "to_tell: [場所]",
        "to_tell: 場所",
        9,
        "伝えること・持ち物（to_tell）は箇条書き（行の頭に『- 』）で書いてください",
    ),
    (
        "to_tell: [場所]",
        "to_tell: [場所, けが, 場所]",
        9,
        "伝えること・持ち物（to_tell）に『場所』が2回あります",
    ),
    ("domains: [urgent]", "domains: []", 6, "分野（domains）には1つ以上書いてください"),
    (
        "sources: [{id: plan, cites: 第1項}]",
        "sources: []",
        16,
        "出典（sources）には1つ以上書いてください",
    ),
    (
        "sources: [{id: plan, cites: 第1項}]",
        "sources: [{cites: 第1項}]",
        16,
        "出典ID（id）がありません",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), CASES)
def test_each_wrong_value(desk: Desk, old: str, new: str, line: int, sentence: str) -> None:
    desk.replace(FILE, old, new)
    assert desk.errors() == [f"{FILE}:{line}: {sentence}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: 警察・消防", "name: 'no'"),
        ("name: 警察・消防", 'name: "010"'),
        ("to_tell: [場所]", "to_tell: ['12:30']"),
        ("to_tell: [場所]", "to_tell: []"),
        ("assured_date: 2026-11-22", 'assured_date: "2026-11-22"'),
        ("say: すぐに助けを呼びます。", "say: |\n  すぐに助けを\n  呼びます。\n"),
    ],
)
def test_right_ways_to_write_the_same(desk: Desk, old: str, new: str) -> None:
    desk.replace(FILE, old, new)
    assert desk.errors() == []


def test_each_item_of_a_list_has_its_own_line(desk: Desk) -> None:
    desk.replace(FILE, "domains: [urgent]", "domains:\n  - urgnt\n  - money\n  - helth")
    usable = "使えるのは " + "・".join(domain.value for domain in LifeDomain)
    assert desk.errors() == [
        f"{FILE}:7: 分野（domains）に『urgnt』は使えません。『urgent』のことですか（{usable}）",
        f"{FILE}:9: 分野（domains）に『helth』は使えません。『health』のことですか（{usable}）",
    ]


@pytest.mark.parametrize("seen", ["2026", "2026-07", "2026-07-26", '"2026-07"'])
def test_a_seen_date_is_as_precise_as_known(desk: Desk, seen: str) -> None:
    desk.replace("knowledge/sources.yaml", 'seen: "2026-07"', f"seen: {seen}")
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.sources["plan"].seen == seen.strip('"')


@pytest.mark.parametrize("seen", ["2026-7", "2026-00", "2026-02-30", "20260726"])
def test_a_seen_date_that_is_none(desk: Desk, seen: str) -> None:
    desk.replace("knowledge/sources.yaml", 'seen: "2026-07"', f'seen: "{seen}"')
    assert desk.errors() == [
        (
            f"knowledge/sources.yaml:6: 掲載日・確認日（seen）の『{seen}』は日付ではありません。"
            "2026、2026-11、2026-11-22 のどれかの形にしてください"
        )
    ]


@pytest.mark.parametrize("id_", ["Plan", "plan_b", "方針", "-plan", "plan--b"])
def test_ids_are_kebab_case(desk: Desk, id_: str) -> None:
    desk.replace(
        "knowledge/sources.yaml",
        "sources:\n",
        f"sources:\n  - {{id: {id_}, title: 題, grade: V1, seen: '2026'}}\n",
    )
    assert desk.errors() == [
        (
            f"knowledge/sources.yaml:2: ID（id）の『{id_}』は使えません。"
            "半角の英小文字と数字を『-』でつないでください"
        )
    ]


def test_an_id_exists_once(desk: Desk) -> None:
    desk.replace(
        "knowledge/sources.yaml",
        "sources:\n",
        "sources:\n  - {id: plan, title: 題, grade: V1, seen: '2026'}\n",
    )
    assert desk.errors() == [
        "knowledge/sources.yaml:3: ID（id）の『plan』は knowledge/sources.yaml:2 にもあります"
    ]
