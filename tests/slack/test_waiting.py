"""Whoever writes and gets no answer is known to wait; what was written is kept nowhere."""

from __future__ import annotations

import pytest

from bot.store.tables import waiting
from tests.support.front import Front
from tests.support.service import CLERK, STRANGER
from tests.support.slack_stub import DROPPED, Trouble

TEXT = "家賃が払えないと言っている"


def _waiting(front: Front) -> list[str]:
    with front.ward.store.read() as tx:
        return [row.staff_id for row in tx.execute(waiting.select())]


@pytest.mark.parametrize("trouble", [Trouble(DROPPED), Trouble(503, "service_unavailable")])
def test_an_answer_that_cannot_be_posted_leaves_the_person_waiting(
    front: Front, trouble: Trouble
) -> None:
    front.stub.troubles["chat.postMessage"] = trouble
    assert front.say(CLERK, TEXT, "EvLost").status == 200
    assert _waiting(front) == [CLERK.staff_id]
    front.stub.troubles.clear()
    assert front.say(CLERK, TEXT, "EvAnswered").status == 200
    assert _waiting(front) == []


def test_a_mention_is_waited_for_too(front: Front) -> None:
    front.stub.troubles["chat.postEphemeral"] = Trouble(DROPPED)
    front.mention(CLERK, TEXT, "EvLost")
    assert _waiting(front) == [CLERK.staff_id]


def test_a_sentence_is_an_answer(front: Front) -> None:
    """Too long a question is refused in words: nobody goes on waiting."""
    front.say(CLERK, "あ" * 4000, "EvLong")
    assert _waiting(front) == []


def test_commands_leave_nothing(front: Front) -> None:
    """Slack itself says at once when a command was not answered."""
    front.command(CLERK, f"相談 {TEXT}")
    assert _waiting(front) == []


def test_of_a_stranger_nothing_is_known(front: Front) -> None:
    front.stub.troubles["chat.postMessage"] = Trouble(DROPPED)
    front.say(STRANGER, TEXT, "EvLost")
    assert _waiting(front) == []
