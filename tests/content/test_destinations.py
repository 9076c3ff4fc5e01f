"""A destination file and its examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.citation import Citation
from bot.core.knowledge import Consent, Destination, DestinationKind, LifeDomain, OtherMatter
from tests.content.conftest import Desk

Told = Callable[[], list[str]]


def test_a_file_becomes_a_destination(desk: Desk) -> None:
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.destinations["emergency"] == Destination(
        id="emergency",
        kind=DestinationKind.LINE,
        name="警察・消防",
        yomi="けいさつ・しょうぼう",
        description="命に危険があるとき",
        domains=(LifeDomain.URGENT,),
        eligibility_description="危険がある方",
        application_process=("110番に電話する",),
        to_tell=("場所",),
        say="すぐに助けを呼びます。",
        consent=Consent.NOT_REQUIRED,
        contact_ids=("dial-110",),
        owner="区で設定",
        assured_date=date(2026, 11, 22),
        review_after=date(2027, 3, 1),
        citations=(Citation("plan", "第1項"),),
        examples=("殴られている", "倒れている", "火が出ている"),
    )


def test_the_file_is_named_after_its_id(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + id: emergency → id: emergencies
    """
    assert told() == [
        (
            "knowledge/destinations/emergency.yaml:1: "
            "ID（id）の『emergencies』がファイル名の『emergency』と違います"
        )
    ]


def test_a_destination_is_not_related_to_itself(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + owner: → related: [emergency]⏎owner:
    """
    assert told() == [
        (
            "knowledge/destinations/emergency.yaml:13: "
            "関連するつなぎ先（related）に自分自身は書けません"
        )
    ]


def test_a_review_follows_the_checking(told: Told) -> None:
    """
    == knowledge/destinations/emergency.yaml + review_after: 2027-03-01 → review_after: 2026-03-01
    """
    assert told() == [
        (
            "knowledge/destinations/emergency.yaml:15: "
            "次の見直し日（review_after）は確認日より後にしてください"
        )
    ]


def test_a_new_entry_may_have_no_examples_yet(desk: Desk) -> None:
    (desk.knowledge_dir / "examples/emergency.txt").unlink()
    loaded = desk.knowledge()
    assert loaded.errors == ()
    assert loaded.value is not None
    assert loaded.value.destinations["emergency"].examples == ()


def test_a_cross_begins_what_only_sounds_like_it(desk: Desk) -> None:
    desk.write("knowledge/examples/emergency.txt", "倒れている\n× 看板が倒れた\n×花瓶が倒れた\n")
    loaded = desk.knowledge()
    assert loaded.value is not None
    emergency = loaded.value.destinations["emergency"]
    assert emergency.examples == ("倒れている",)
    assert emergency.negatives == ("看板が倒れた", "花瓶が倒れた")


def test_an_utterance_cannot_be_both(told: Told) -> None:
    """
    == knowledge/examples/emergency.txt
    倒れている
    × 倒れている
    """
    assert told() == ["knowledge/examples/emergency.txt:2: 同じ例文が1行目にもあります"]


def test_matters_of_other_counters(desk: Desk) -> None:
    desk.write(
        "knowledge/elsewhere.yaml",
        "topics:\n  - {id: waste, label: ごみ, examples: [粗大ごみの出し方, 収集日]}\n",
    )
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.elsewhere == (OtherMatter("waste", "ごみ", ("粗大ごみの出し方", "収集日")),)


def test_examples_of_no_destination(told: Told) -> None:
    """
    == knowledge/examples/emergensy.txt
    殴られている
    """
    assert told() == [
        (
            "knowledge/examples/emergensy.txt:1: "
            "つなぎ先『emergensy』は destinations にありません。『emergency』のことですか"
        )
    ]


def test_faults_inside_examples(desk: Desk) -> None:
    long = "あ" * 501
    text = f"＃ 例\n倒れている\n殴られている\n{long}\n倒れている\n"
    desk.write("knowledge/examples/emergency.txt", text)
    path = "knowledge/examples/emergency.txt"
    assert desk.errors() == [
        f"{path}:1: 1行目: 全角の『＃』です。半角の『#』にしてください",
        f"{path}:4: 例文が長すぎます（501文字。500文字まで）",
        f"{path}:5: 同じ例文が2行目にもあります",
    ]


def test_examples_in_another_encoding(desk: Desk) -> None:
    desk.write("knowledge/examples/emergency.txt", "倒れている\n".encode("cp932"))
    assert desk.errors() == [
        (
            "knowledge/examples/emergency.txt:1: "
            "UTF-8 として読めません。文字コードを UTF-8 にして保存し直してください"
        )
    ]


def test_examples_with_bom_and_crlf(desk: Desk) -> None:
    desk.write("knowledge/examples/emergency.txt", "\ufeff# 例\r\n一\r\n二\r\n 三 \r\n")
    loaded = desk.knowledge()
    assert loaded.value is not None
    assert loaded.value.destinations["emergency"].examples == ("一", "二", "三")
