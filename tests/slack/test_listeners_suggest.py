"""「編集者に伝える」 from 「分かりません」 to the editors' list, and 「済みにする」."""

from __future__ import annotations

import pytest

from bot.slack.blocks.controls import SUGGEST
from bot.slack.blocks.suggest import (
    DONE,
    EXAMPLE,
    LOOK_ONCE_MORE,
    NO_EXAMPLES,
    SEND_MODAL,
    TEXT,
    THANKS,
    WRITE_MODAL,
    WRONG_LENGTH,
)
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK, EDITOR, NURSE
from tests.support.slack_payloads import Payload, blocks_of, control, decoded, elements, words_of

GENERAL = "学校に行けない子の親が夜の仕事をやめられず悩んでいる"
NOT_KNOWN = "宇宙の果てはどこですか"


def written(words: str) -> Payload:
    return {EXAMPLE: {TEXT: {"type": "plain_text_input", "value": words}}}


def say_it(front: Front, words: str) -> Payload:
    """Press the button under 「分かりません」 and write ``words``."""
    answer = front.command(CLERK, NOT_KNOWN).body
    front.press(CLERK, control(blocks_of(answer), SUGGEST), front.message(ephemeral=True))
    form = decoded(front.only("views.open").args["view"])
    assert form["callback_id"] == WRITE_MODAL
    return front.submit(CLERK, WRITE_MODAL, written(words)).body


def send_it(front: Front) -> Payload:
    shown = say_it(front, GENERAL)["view"]
    assert shown["callback_id"] == SEND_MODAL
    assert LOOK_ONCE_MORE in words_of(shown)
    assert GENERAL in words_of(shown)
    kept = {"private_metadata": shown["private_metadata"]}
    return front.submit(CLERK, SEND_MODAL, {}, **kept).body


def test_an_example_goes_from_the_answer_to_the_editors(front: Front) -> None:
    assert THANKS in words_of(send_it(front)["view"])
    listed = front.command(EDITOR, "編集の一覧").body
    assert GENERAL in words_of(listed)
    front.press(EDITOR, control(blocks_of(listed), DONE), front.message(ephemeral=True))
    after = front.stub.wait(lambda c: c.method == "response_url").args
    assert NO_EXAMPLES in words_of(after)


@pytest.mark.parametrize(
    ("words", "said"),
    [("山田太郎さんが家賃を払えず困っている", "お名前のように"), ("家賃", WRONG_LENGTH)],
)
def test_what_is_no_example_stays_in_the_form(front: Front, words: str, said: str) -> None:
    body = say_it(front, words)
    assert body["response_action"] == "errors"
    assert said in body["errors"][EXAMPLE]


def test_a_forged_text_is_looked_through_as_well(front: Front) -> None:
    forged = {"private_metadata": "山田太郎さんが家賃を払えず困っている"}
    assert THANKS not in str(front.submit(CLERK, SEND_MODAL, {}, **forged).body)
    assert NO_EXAMPLES in words_of(front.command(EDITOR, "編集の一覧").body)


def test_administrators_see_the_list_without_its_buttons(front: Front) -> None:
    send_it(front)
    listed = front.command(ADMIN, "編集の一覧").body
    assert GENERAL in words_of(listed)
    assert DONE not in {e["action_id"] for e in elements(blocks_of(listed))}


@pytest.mark.parametrize("number", ["", "x", "-1", "9999999999", "１"])
def test_a_forged_number_settles_nothing(front: Front, number: str) -> None:
    send_it(front)
    button = {"type": "button", "action_id": DONE, "value": number}
    front.press(EDITOR, button, front.message(ephemeral=True))
    assert GENERAL in words_of(front.command(EDITOR, "編集の一覧").body)


def test_others_are_told_that_it_is_not_theirs(front: Front) -> None:
    assert GENERAL not in words_of(front.command(NURSE, "編集の一覧").body)
