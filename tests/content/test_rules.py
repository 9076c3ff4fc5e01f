"""Rules between files: references, conferences, phone numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.content.conftest import Desk

Told = Callable[[], list[str]]
CARD = "knowledge/destinations/emergency.yaml"
NOT_REGISTERED = "は contacts.yaml にありません。番号は contacts.yaml に登録したものだけを使えます"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        (
            "contacts: [dial-110]",
            "contacts: [dial-101]",
            12,
            (
                "連絡先（contacts）の『dial-101』は contacts.yaml にありません。"
                "『dial-110』のことですか"
            ),
        ),
        (
            "sources: [{id: plan, cites: 第1項}]",
            "sources: [{id: xyz}]",
            16,
            "出典ID（id）の『xyz』は sources.yaml にありません",
        ),
        (
            "owner:",
            "signs: [violense]\nowner:",
            13,
            "兆候（signs）の『violense』は lexicon.yaml にありません。『violence』のことですか",
        ),
        (
            "owner:",
            "related: [tsunagaruba]\nowner:",
            13,
            (
                "関連するつなぎ先（related）の『tsunagaruba』は destinations にありません。"
                "『tsunagaru-ba』のことですか"
            ),
        ),
    ],
)
def test_references_must_exist(desk: Desk, old: str, new: str, line: int, sentence: str) -> None:
    desk.replace(CARD, old, new)
    assert desk.errors() == [f"{CARD}:{line}: {sentence}"]


def test_references_of_duties_and_sheet(told: Told) -> None:
    """
    == knowledge/duties.yaml + destinations: [emergency] → destinations: [emergenci]
    == knowledge/duties.yaml + [[violence]] → [[violence, violense]]
    == knowledge/sheet.yaml + signs: [violence] → signs: [violin]
    """
    assert told() == [
        (
            "knowledge/duties.yaml:8: つなぎ先（destinations）の『emergenci』は"
            " destinations にありません。"
            "『emergency』のことですか"
        ),
        (
            "knowledge/duties.yaml:11: すべて必要な兆候（all_of）の『violense』は"
            " lexicon.yaml にありません。"
            "『violence』のことですか"
        ),
        (
            "knowledge/sheet.yaml:5: 兆候（signs）の『violin』は lexicon.yaml にありません。"
            "『violence』のことですか"
        ),
    ]


@pytest.mark.parametrize("name", ["sources.yaml", "contacts.yaml", "lexicon.yaml"])
def test_an_unreadable_registry_is_one_mistake_and_not_many(desk: Desk, name: str) -> None:
    desk.write(f"knowledge/{name}", 'a: "b\n')
    assert [str(error) for error in desk.knowledge().errors] == [
        f"knowledge/{name}:1: 引用符が閉じていません"
    ]


def test_an_entry_with_a_fault_still_exists(told: Told) -> None:
    """
    == knowledge/contacts.yaml + name: 警察 → name:
    == knowledge/destinations/tsunagaru-ba.yaml + kind: conference → kind: [
    """
    assert told() == [
        "knowledge/contacts.yaml:3: 名前（name）が空です",
        (
            "knowledge/destinations/tsunagaru-ba.yaml:2: "
            "『[』で始めた並びが『]』で閉じていないか、『,』が抜けています"
        ),
    ]


def test_a_conference_is_a_destination(told: Told) -> None:
    """
    == knowledge/conferences.yaml + id: tsunagaru-ba → id: tsunagaruba
    """
    assert told() == [
        (
            "knowledge/conferences.yaml:2: 会議『tsunagaruba』は destinations にありません。"
            "『tsunagaru-ba』のことですか"
        )
    ]


def test_and_of_kind_conference(told: Told) -> None:
    """
    == knowledge/destinations/tsunagaru-ba.yaml + kind: conference → kind: desk
    """
    assert told() == [
        (
            "knowledge/conferences.yaml:2: "
            "つなぎ先『tsunagaru-ba』の種類（kind）が conference ではありません"
        )
    ]


def test_a_conference_that_is_no_destination_has_a_name_of_its_own(desk: Desk) -> None:
    entry = "  - id: tsunagaru-ba\n"
    desk.replace("knowledge/conferences.yaml", entry, "  - id: planning\n    name: みほん会議\n")
    loaded = desk.knowledge()
    assert loaded.errors == ()
    assert loaded.value is not None
    assert loaded.value.name_of_conference("planning") == "みほん会議"


def test_and_only_then(told: Told) -> None:
    """
    == knowledge/conferences.yaml + id: tsunagaru-ba → id: tsunagaru-ba⏎    name: べつの名前
    """
    assert told() == [
        (
            "knowledge/conferences.yaml:3: "
            "『tsunagaru-ba』の名前（name）は destinations のものを使います。消してください"
        )
    ]


def test_every_reason_for_a_conference_is_there(told: Told) -> None:
    """
    == knowledge/conferences.yaml + id: one-desk → id: danger
    """
    first = told()[0]
    assert first == (
        "knowledge/conferences.yaml:1: 『one-desk』がありません。10種類すべてを書いてください"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("06-6682-9999", "06-6682-9999"),
        ("０６ー６６８２ー９９９９", "06-6682-9999"),
        ("(06)6682-9999", "(06)6682-9999"),
        ("#9110", "#9110"),
        ("119番に電話", "119"),
    ],
)
@pytest.mark.parametrize(
    ("name", "old", "line"),
    [
        (CARD, "say: すぐに助けを呼びます。", 10),
        ("knowledge/lexicon.yaml", "label: 暴力", 3),
        ("knowledge/examples/emergency.txt", "倒れている", 3),
    ],
)
def test_no_number_outside_the_registry(
    desk: Desk, written: str, shown: str, name: str, old: str, line: int
) -> None:
    desk.replace(name, old, f"{old}{written}")
    assert desk.errors() == [f"{name}:{line}: 電話番号『{shown}』{NOT_REGISTERED}"]


def test_not_even_in_a_comment(told: Told) -> None:
    """
    == knowledge/lexicon.yaml + entries: → # 区の番号は 06-6682-9999⏎entries:
    """
    assert told() == [f"knowledge/lexicon.yaml:1: 電話番号『06-6682-9999』{NOT_REGISTERED}"]


def test_registered_numbers_may_be_said(told: Told) -> None:
    """
    == knowledge/lexicon.yaml + entries: → # 110番、06（6682）0000、6682-0000⏎entries:
    """
    assert told() == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("0570-000-999", "は使ってはいけない番号です（contacts.yaml の deny_list）"),
        ("06-6697-0000", "は出典が足りず載せられない番号です（contacts.yaml の unapproved_list）"),
    ],
)
def test_refused_numbers_appear_nowhere(desk: Desk, number: str, sentence: str) -> None:
    registry = "knowledge/contacts.yaml"
    desk.replace(CARD, "すぐに助けを呼びます。", f"{number}へ")
    desk.replace(registry, '"06-6682-0000"', f'"{number}"')
    desk.replace(registry, "grade: V2", f"grade: V2\n    note: 旧 {number}")
    assert desk.errors() == [
        f"{registry}:4: 『{number}』{sentence}",
        f"{registry}:6: 『{number}』{sentence}",
        f"{CARD}:10: 『{number}』{sentence}",
    ]


def test_a_short_refused_number_is_found_among_the_phones(told: Told) -> None:
    """
    == knowledge/contacts.yaml + ["0570-000-999"] → ["0570-000-999", "110"]
    """
    assert told()[0] == (
        "knowledge/contacts.yaml:4: 『110』は使ってはいけない番号です（contacts.yaml の deny_list）"
    )
