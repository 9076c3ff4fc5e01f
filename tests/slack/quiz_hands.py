"""Taking the weekly question: where it is met, what is picked, what the database then holds."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.learning.question_facts import facts_of
from bot.slack.blocks.quiz import SURE
from bot.store import question_standing
from bot.store import training as answers
from bot.store.training import GivenAnswer
from tests.support.front import Front
from tests.support.service import CLERK, KEY, Someone
from tests.support.slack_payloads import Ack, Payload, blocks_of, control, home, modal, picked
from tests.support.slack_stub import Call

HEADER, SECOND_HEADER = "今週の設問 1／2（約1分）", "今週の設問 2／2（約1分）"


def post_to(front: Front, who: Someone, number: int = 0) -> Call:
    """The message that brought somebody a question: the first, or a later one."""
    posts = front.calls("chat.postMessage")
    return [c for c in posts if c.args["channel"] == who.account][number]


def in_message(front: Front, post: Call) -> Payload:
    return front.place_of(post)


def in_ephemeral(front: Front, post: Call) -> Payload:
    return front.message("C1", "1.9", ephemeral=True)


def in_modal(front: Front, post: Call) -> Payload:
    return modal("V7")


def in_home(front: Front, post: Call) -> Payload:
    return home()


Place = Callable[[Front, Call], Payload]
SHOWN_BY: dict[Place, str] = {
    in_message: "chat.update",
    in_ephemeral: "response_url",
    in_modal: "views.update",
    in_home: "views.open",
}


def choice(front: Front, who: Someone, *, right: bool) -> str:
    """The value of a right (or wrong) choice of the question that waits for somebody."""
    due = front.ward.due(who, front.ward.clock.moment)
    rights = front.ward.library.course.questions[due.question_id].right_indexes
    return next(str(c.index) for c in due.choices if (c.index in rights) is right)


def answer(front: Front, post: Call, place: Place, value: str, action_id: str = SURE) -> Ack:
    """Pick a choice and press a button."""
    blocks = blocks_of(post.args)
    state = picked(blocks, value)
    return front.press(CLERK, control(blocks, action_id), place(front, post), state)


def stored_answer(front: Front, who: Someone) -> GivenAnswer | None:
    """What the database holds of somebody's answer."""
    question = post_question(front, who)
    with front.ward.store.read() as tx:
        return answers.answer_of(tx, who.staff_id, KEY, question)


def post_question(front: Front, who: Someone) -> str:
    value: str = control(blocks_of(post_to(front, who).args), SURE)["value"]
    return value.partition("|")[2]


def rest(front: Front, question_id: str) -> None:
    """Let a question rest: what it depends on reads otherwise than when it was confirmed."""
    library = front.ward.library
    facts = facts_of(library.course.questions[question_id], library.knowledge)
    with front.ward.store.write() as tx:
        question_standing.confirm(tx, {question_id: dict.fromkeys(facts, "as it was")})
    front.ward.service.standing.look(front.ward.clock.now())


def published(call: Call) -> bool:
    return call.method == "views.publish"
