"""The buttons under an answer: what they show, count, keep and share, and what they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.slack.blocks.answer import carried_by
from bot.slack.blocks.carried import Carried, pack, unpack
from bot.slack.blocks.controls import (
    CLARIFY,
    CONFERENCE,
    DETAILS,
    NONE_OF_THEM,
    REFER,
    SHARE,
    WRONG,
)
from bot.slack.blocks.details import NO_PAPER
from bot.slack.blocks.duty import DUTY
from bot.slack.blocks.wrong import NONE_FITS, NOT_KNOWN, PICKED, RIGHT, THANKS, WRONG_MODAL
from bot.store import feedback
from tests.support.front import Front
from tests.support.service import CLERK, COUNTER, DUE, EDITOR, STRANGER
from tests.support.slack_payloads import (
    Ack,
    Payload,
    blocks_of,
    control,
    elements,
    modal,
    selected,
    words_of,
)

EMPTY = Ack(200, "")
RENT = "家賃を滞納して追い出されそうで、仕事も見つからない方がいる"
SALE = "訪問販売で高い布団を買わされた、解約したいと言う方がいる"
WIFE = "夫に殴られて逃げてきた、帰りたくないと言う女性"
DYING = "もう死にたいと言っている"
UNKNOWN_WORDS = "会議室のプロジェクターが映らない"
MONTH = "2026-11"


def answered(front: Front, text: str) -> list[Payload]:
    """The blocks of an answer to /kizuki."""
    return blocks_of(front.command(CLERK, f"相談 {text}", channel="D1").body)


def ids_of(blocks: list[Payload]) -> list[str]:
    return [e["action_id"] for e in elements(blocks)]


def several(front: Front) -> list[Payload]:
    """An answer with three candidates."""
    for text in (
        "相談したいという方がいる",
        "困っている方の話",
        "手続きのことで迷っている",
        "年金",
    ):
        blocks = answered(front, text)
        if NONE_OF_THEM in ids_of(blocks):
            return blocks
    pytest.fail("no question was answered with candidates")


def counted(front: Front) -> dict[str, int]:
    with front.ward.store.read() as tx:
        rows = feedback.referral_counts(tx, "2000-01", 1)
    assert {row.month for row in rows} <= {MONTH}
    return {row.destination_id: row.count for row in rows}


def kept(front: Front) -> tuple[feedback.Correction, ...]:
    with front.ward.store.read() as tx:
        return feedback.corrections(tx, 100)


# ------------------------------------------------------------ ここにつなぐ


def test_a_direct_answer_has_its_four_buttons(front: Front) -> None:
    ids = ids_of(answered(front, RENT))
    assert [i for i in ids if i.startswith(("destination", "answer"))] == [DETAILS, WRONG, REFER]


def test_referring_counts_once_and_shows_the_steps(front: Front) -> None:
    pressed = control(answered(front, RENT), REFER)
    (identifier,) = unpack(pressed["value"]).ids
    for place in (front.message(ephemeral=True), modal("V1"), front.message(ephemeral=True)):
        assert front.press(CLERK, pressed, place) == EMPTY
    assert counted(front) == {identifier: 1}
    assert "つなぎ方" in words_of(front.calls("views.open")[0].args)


def test_another_answer_counts_again_also_for_a_stranger(front: Front) -> None:
    for who in (CLERK, STRANGER):
        pressed = control(answered(front, RENT), REFER)
        front.press(who, pressed, front.message(ephemeral=True))
    assert list(counted(front).values()) == [2]


def test_one_of_several_is_chosen_by_select(front: Front) -> None:
    select = control(several(front), f"{REFER}:one")
    option = select["options"][1]["value"]
    assert front.press(CLERK, selected(select, option), front.message(ephemeral=True)) == EMPTY
    assert counted(front) == {unpack(option).ids[0]: 1}


def test_what_is_about_suicide_is_neither_counted_nor_kept(front: Front) -> None:
    blocks = answered(front, DYING)
    for element in elements(blocks):
        if element["action_id"] in {REFER, DETAILS, WRONG}:
            assert front.press(CLERK, element, front.message(ephemeral=True)) == EMPTY
    for element in elements(blocks):
        if element["action_id"] == f"{REFER}:one":
            front.press(CLERK, selected(element, element["options"][0]["value"]), modal("V1"))
    tell(front, unpack(control_any(blocks, WRONG, NONE_OF_THEM)["value"]), "community-welfare")
    assert (counted(front), kept(front)) == ({}, ())


def control_any(blocks: list[Payload], *action_ids: str) -> Payload:
    return next(e for e in elements(blocks) if e["action_id"] in action_ids)


# ------------------------------------------------------------ ちがう・どれでもない


def tell(front: Front, carried: Carried, picked: str) -> Ack:
    """Send the form behind 「ちがう」."""
    option = {"value": picked, "text": {"type": "plain_text", "text": "x"}}
    values = {RIGHT: {PICKED: {"type": "static_select", "selected_option": option}}}
    return front.submit(CLERK, WRONG_MODAL, values, private_metadata=pack(carried))


def test_wrong_keeps_known_signs_and_the_right_place_only(front: Front, database: Path) -> None:
    marker = "カモノハシ"
    blocks = answered(front, f"{RENT}、{marker}の件")
    pressed = control_any(blocks, WRONG, NONE_OF_THEM)
    assert front.press(CLERK, pressed, front.message(ephemeral=True)) == EMPTY
    view = json.loads(json.dumps(front.only("views.open").args["view"]))
    view = json.loads(view) if isinstance(view, str) else view
    carried = unpack(view["private_metadata"])
    ack = tell(front, carried, "hello-work")
    assert THANKS in words_of(ack.body["view"])
    assert "ハローワーク" in words_of(ack.body["view"])
    (correction,) = kept(front)
    knowledge = front.ward.library.knowledge
    assert correction.destination_id == "hello-work"
    assert correction.content_version == knowledge.version
    assert correction.signs
    assert set(correction.signs) <= set(knowledge.lexicon)
    for file in database.parent.glob(f"{database.name}*"):
        assert marker.encode() not in file.read_bytes()
        assert "家賃".encode() not in file.read_bytes()


def test_the_form_offers_every_destination_and_not_knowing(front: Front) -> None:
    front.press(CLERK, control_any(answered(front, RENT), WRONG), front.message(ephemeral=True))
    element = blocks_of(front.only("views.open").args)[-2]["element"]
    values = [o["value"] for g in element["option_groups"] for o in g["options"]]
    assert sorted(values) == sorted([*front.ward.library.knowledge.destinations, NOT_KNOWN])


def test_not_knowing_is_kept_as_such_and_once(front: Front) -> None:
    carried = Carried(("tax-office",), "0123456789abcdef", ("rent-arrears", "no-such-sign"))
    for picked in (NOT_KNOWN, "hello-work"):
        assert THANKS in words_of(tell(front, carried, picked).body["view"])
    assert [(c.signs, c.destination_id) for c in kept(front)] == [(("rent-arrears",), None)]


def test_none_of_them_offers_the_categories_and_the_general_desk(front: Front) -> None:
    pressed = control(several(front), NONE_OF_THEM)
    front.press(CLERK, pressed, front.message(ephemeral=True))
    said = words_of(front.only("views.open").args)
    assert NONE_FITS in said
    assert "保健福祉課（地域福祉の相談窓口）" in said
    assert "お金・くらし" in said


@pytest.mark.parametrize("metadata", ["", "x", "[]", '[["a"],"k",[],[],5]', "[" * 5000])
def test_a_form_that_is_not_ours_keeps_nothing(front: Front, metadata: str) -> None:
    option = {"value": "hello-work", "text": {"type": "plain_text", "text": "x"}}
    values = {RIGHT: {PICKED: {"type": "static_select", "selected_option": option}}}
    ack = front.submit(CLERK, WRONG_MODAL, values, private_metadata=metadata)
    assert ack.body["response_action"] == "update"
    assert kept(front) == ()


# ------------------------------------------------------------ くわしく


def test_the_page_says_what_was_noticed_without_a_word_that_was_typed(front: Front) -> None:
    marker = "カモノハシ"
    blocks = answered(front, f"{marker}、{RENT}")
    front.press(CLERK, control(blocks, DETAILS), front.message(ephemeral=True))
    said = words_of(front.only("views.open").args)
    assert "手がかり：" in said
    assert "家賃の滞納" in said
    assert marker not in said + words_of({"blocks": blocks})
    for part in ("対象：", "同意：", "つなぎ方", "連絡先", "開いている時間", "出典：", "担当："):
        assert part in said, part


def test_no_button_carries_what_was_typed(front: Front) -> None:
    for text in (RENT, WIFE, DYING, UNKNOWN_WORDS):
        for element in elements(answered(front, text)):
            values = [element.get("value", ""), *(o["value"] for o in element.get("options", []))]
            assert all(value.isascii() for value in values), element


def test_a_duty_card_has_its_page(front: Front) -> None:
    pressed = control(answered(front, WIFE), DUTY)
    assert front.press(CLERK, pressed, front.message(ephemeral=True)) == EMPTY
    said = words_of(front.only("views.open").args)
    assert "根拠" in said
    assert said.index("根拠") > said.index("いまやること")


# ------------------------------------------------------------ 質問返し・会議・共有


def test_after_the_question_back_the_answer_takes_its_place(front: Front) -> None:
    value = pack(Carried(("community-care-center",), "00ff"))
    pressed = {"type": "button", "action_id": f"{CLARIFY}:0", "value": value}
    for place in (front.message(ephemeral=True), front.message(), modal("V1")):
        assert front.press(CLERK, pressed, place) == EMPTY
    assert front.seen() == ["response_url", "chat.update", "views.update"]
    for call in front.stub.calls[-3:]:
        assert "地域包括支援センター" in words_of(call.args)
        assert not any(e["action_id"].startswith(CLARIFY) for e in elements(blocks_of(call.args)))
    assert front.calls("response_url")[0].args["replace_original"] is True


@pytest.mark.parametrize(
    ("text", "meeting", "other"),
    [
        (
            "母の介護、長男の借金、次男の不登校が重なるご家庭。同意はもらっている",
            "tsunagaru-ba",
            "share-kaigi",
        ),
        (
            "税と国保を滞納、介護の必要な親と不登校の子もいるが本人の同意は取れていない",
            "share-kaigi",
            "tsunagaru-ba",
        ),
    ],
)
def test_a_household_with_many_troubles_gets_a_meeting_proposed(
    front: Front, text: str, meeting: str, other: str
) -> None:
    blocks = answered(front, text)
    pressed = control(blocks, CONFERENCE)
    assert pressed["value"] == meeting
    said = words_of({"blocks": blocks})
    assert "中心になる窓口は" in said
    assert "役割分担を決める場" in said
    assert front.press(CLERK, pressed, front.message(ephemeral=True)) == EMPTY
    assert "使うとき" in words_of(front.only("views.open").args)


def test_in_danger_nobody_waits_for_a_meeting(front: Front) -> None:
    text = f"{WIFE}。母の介護、長男の借金、次男の不登校も重なり、同意はない"
    assert CONFERENCE not in ids_of(answered(front, text))


def test_sharing_posts_the_public_card_alone(front: Front) -> None:
    reply = front.command(CLERK, f"相談 {SALE}", channel="C1")
    pressed = control(blocks_of(reply.body), SHARE)
    assert pressed["confirm"]["confirm"]["text"] == "共有する"
    assert front.press(CLERK, pressed, front.message("C1", ephemeral=True)) == EMPTY
    shared = front.only("response_url").args
    assert shared["response_type"] == "in_channel"
    assert shared["replace_original"] is False
    said = words_of(shared)
    assert "出典" in said
    assert not any(e for e in elements(blocks_of(shared)))
    for typed in ("布団", "解約したい", "手がかり", "→"):
        assert typed not in said


def test_there_is_no_sharing_where_nobody_else_reads(front: Front) -> None:
    assert SHARE not in ids_of(blocks_of(front.command(CLERK, SALE, channel="D1").body))


def test_a_forged_sharing_of_dv_is_refused(front: Front) -> None:
    value = pack(Carried(("dv-support",)))
    front.press(
        CLERK,
        {"type": "button", "action_id": SHARE, "value": value},
        front.message("C1", ephemeral=True),
    )
    assert "response_type" not in front.only("response_url").args


def test_for_dv_the_card_says_what_not_to_hand_over(front: Front) -> None:
    blocks = blocks_of(front.command(CLERK, WIFE, channel="C1").body)
    assert NO_PAPER in words_of({"blocks": blocks})
    assert SHARE not in ids_of(blocks)


# ------------------------------------------------------------ who reads it


def test_counts_are_shown_from_ten_to_those_who_may(front: Front) -> None:
    service, actor = front.ward.service.feedback, front.ward.actor(CLERK)
    for number in range(10):
        for identifier in ("tax-office", "hello-work")[: 2 if number < 9 else 1]:
            service.refer(actor, f"{number:016x}", identifier, DUE)
    said = words_of(front.command(COUNTER, "つなぎ件数").body)
    assert "10件" in said
    assert "2026年11月" in said
    names = front.ward.library.knowledge.destinations
    assert names["tax-office"].name in said
    assert names["hello-work"].name not in said


def test_corrections_are_read_by_the_contents_keepers(front: Front) -> None:
    front.ward.service.feedback.correct(
        front.ward.actor(CLERK), "00", ["rent-arrears"], "hello-work", DUE
    )
    said = words_of(front.command(EDITOR, "ちがう").body)
    assert "家賃の滞納" in said
    assert "ハローワーク" in said


def test_what_an_answer_carries_fits_a_button(front: Front) -> None:
    for text in (RENT, WIFE, DYING, UNKNOWN_WORDS):
        answer = front.ward.service.referral.ask(front.ward.actor(CLERK), text, DUE)
        carried = carried_by(answer)
        assert len(pack(carried)) <= 2000
        assert unpack(pack(carried)).ids == carried.ids
