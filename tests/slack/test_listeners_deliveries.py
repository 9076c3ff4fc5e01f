"""配信: administrators see how far a send is, and pause, resume, withdraw and repeat it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.delivery import Ambiguous, DeliveryState, OccurrenceState, Refused, Sent, Timing
from bot.core.permissions import NotPermitted
from bot.service.sendings import UnknownSending
from bot.slack.blocks.deliveries import CANCEL, PAUSE, REFRESH, RESUME, RETRY
from bot.slack.errors import SENTENCES
from bot.store import occurrences
from tests.support.front import Front
from tests.support.service import ADMIN, CLERK, DUE, EDITOR, EVERYBODY, KEY, NURSE, Someone
from tests.support.slack_payloads import blocks_of, control, elements, words_of

ALL = len(EVERYBODY)


def shown(front: Front, who: Someone = ADMIN) -> str:
    return words_of(front.command(who, "配信").body)


def press(front: Front, action_id: str, who: Someone = ADMIN) -> str:
    """Press the button in the newest answer; what stands in its place afterwards."""
    blocks = blocks_of(front.command(ADMIN, "配信").body)
    pressed = control(blocks, action_id)
    assert ("confirm" in pressed) == (action_id in {CANCEL, RETRY})
    front.forget()
    front.press(who, pressed, front.message(ephemeral=True))
    return words_of(front.stub.wait(lambda c: c.method == "response_url").args)


def offered(front: Front) -> set[str]:
    """The buttons under the sends."""
    blocks = blocks_of(front.command(ADMIN, "配信").body)
    ids = {str(element["action_id"]) for element in elements(blocks)}
    return {i for i in ids if i.startswith("sending:")}


def plan(front: Front) -> None:
    assert front.ward.service.delivery.ensure_due(DUE) == 2 * ALL


def state(front: Front) -> OccurrenceState | None:
    with front.ward.store.read() as tx:
        return occurrences.state_of(tx, KEY)


def test_before_the_first_send_there_is_nothing(front: Front) -> None:
    assert "まだ何も配信していません" in shown(front)
    assert offered(front) == {REFRESH}


@pytest.mark.parametrize("who", [CLERK, NURSE, EDITOR])
def test_only_administrators_see_it(front: Front, who: Someone) -> None:
    plan(front)
    assert SENTENCES[NotPermitted] in shown(front, who)


def test_the_progress_is_shown_as_a_bar(front: Front) -> None:
    plan(front)
    desk = front.ward.service.delivery
    sent, refused, *rest = desk.claim(DUE)
    desk.settle(sent, Sent("D1", "1.0"))
    desk.settle(refused, Refused("user_not_found"))
    for delivery in rest:
        desk.give_back(delivery)
    words = shown(front)
    assert "11月16日〜11月20日の週の設問（配信中）" in words
    assert f"■■{'□' * 18} 12％　1／{ALL}人" in words
    assert f"待ち{ALL - 2}人" in words
    assert "届かなかった1人（確認が必要です）" in words
    assert "Slackに相手が見つからない 1人" in words
    assert offered(front) == {REFRESH, PAUSE, CANCEL, RETRY}


def test_paused_nothing_goes_out_and_resumed_the_rest_does(front: Front) -> None:
    plan(front)
    words = press(front, PAUSE)
    assert "一時停止中" in words
    assert offered(front) == {REFRESH, RESUME, CANCEL}
    assert front.deliver() == 0
    assert "配信中" in press(front, RESUME)
    assert front.deliver() == ALL
    assert "（終わり）" in press(front, REFRESH)
    assert offered(front) == {REFRESH}


def test_withdrawn_it_is_over_for_good(front: Front) -> None:
    plan(front)
    assert f"取りやめ{ALL}人" in press(front, CANCEL)
    assert state(front) is OccurrenceState.CANCELLED
    assert front.deliver() == 0
    front.ward.service.delivery.ensure_due(DUE + timedelta(hours=1))
    assert front.ward.states() == {DeliveryState.CANCELLED: ALL}
    assert offered(front) == {REFRESH}


def test_what_was_given_up_is_looked_for_and_sent_again(front: Front) -> None:
    plan(front)
    desk, clock = front.ward.service.delivery, front.ward.clock
    delivery, *rest = desk.claim(DUE)
    for other in rest:
        desk.settle(other, Sent("D1", "1.0"))
    desk.settle(delivery, Refused("user_not_found"))
    press(front, RETRY)
    assert front.ward.states()[DeliveryState.SENDING] == 1
    front.stub.answers |= {
        "conversations.open": {"ok": True, "channel": {"id": "D1"}},
        "conversations.history": {"ok": True, "messages": [], "has_more": False},
    }
    clock.moment += Timing().grace
    assert front.deliver() == 1
    assert front.ward.states() == {DeliveryState.SENT: ALL}
    (looked,) = front.calls("conversations.history")
    assert (looked.args["channel"], str(looked.args["limit"])) == ("D1", "20")
    assert str(looked.args["include_all_metadata"]) in {"1", "true", "True"}


def test_a_button_that_came_too_late_says_so(front: Front) -> None:
    plan(front)
    blocks = blocks_of(front.command(ADMIN, "配信").body)
    press(front, CANCEL)
    front.forget()
    front.press(ADMIN, control(blocks, PAUSE), front.message(ephemeral=True))
    told = front.stub.wait(lambda c: c.method == "response_url")
    assert SENTENCES[UnknownSending] in words_of(told.args)


@pytest.mark.parametrize("action_id", [PAUSE, CANCEL])
def test_a_forged_press_of_somebody_else_changes_nothing(front: Front, action_id: str) -> None:
    plan(front)
    assert SENTENCES[NotPermitted] in press(front, action_id, CLERK)
    assert state(front) is OccurrenceState.ACTIVE


@pytest.mark.parametrize("value", ["", "quiz/1999-W01/1", "\u0000", "x" * 3000])
@pytest.mark.parametrize("action_id", [PAUSE, RESUME, CANCEL, RETRY])
def test_a_forged_key_is_no_send(front: Front, action_id: str, value: str) -> None:
    plan(front)
    pressed = {"type": "button", "action_id": action_id, "value": value}
    front.press(ADMIN, pressed, front.message(ephemeral=True))
    told = front.stub.wait(lambda c: c.method == "response_url")
    assert SENTENCES[UnknownSending] in words_of(told.args)


def test_the_message_in_doubt_is_found_by_its_mark_alone(front: Front) -> None:
    """Slack's own clock counts: the window begins a minute before the first try."""
    plan(front)
    desk, clock = front.ward.service.delivery, front.ward.clock
    for delivery in desk.claim(DUE):
        desk.settle(delivery, Ambiguous("timeout"))
        wanted = delivery.delivery_id
    clock.moment += Timing().grace
    payload = {"delivery_id": wanted}
    mark = {"event_type": "kizuki_delivery", "event_payload": payload}
    others = [{"ts": "3.0", "text": "x"}, {"ts": "2.0", "metadata": {"event_type": "other"}}]
    front.stub.answers |= {
        "conversations.open": {"ok": True, "channel": {"id": "D7"}},
        "conversations.history": {
            "ok": True,
            "messages": [*others, {"ts": "9.9", "metadata": mark}],
        },
    }
    assert front.deliver() == ALL - 1
    assert front.ward.states() == {DeliveryState.SENT: ALL}
