"""The 職員アンケート: the form with its promise, and what is said afterwards.

Nothing in here knows what anybody chose, but ``chosen_of``, which hands it on at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.clock import TOKYO
from bot.core.indicator.wave import Question, QuestionRole
from bot.core.survey import NAME
from bot.service.referral import UnknownEntry
from bot.service.survey.values import Accepted, Refused, SurveyInvitation, Why
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    actions,
    button,
    context,
    divider,
    inline,
    modal,
    option,
    plain,
    section,
)

ANSWER = "survey:answer"
STATUS = "survey:status"
FORM = "survey:form"
CHOICE = "survey:choice"
ANSWER_LABEL = "答える（1分）"
STATUS_LABEL = "回答の人数を見る"
UNTIL = "{0}月{1}日{2}時まで受け付けています。いちばん上のほかは、とばしてもかまいません。"
LABEL_MOST = 2000
_BLOCK = "survey|"


def survey_form(asked: SurveyInvitation) -> View:
    """The promise, then the questions word for word; nothing is chosen beforehand."""
    closes = asked.closes_at.astimezone(TOKYO)
    blocks = [
        section(inline(asked.promise.first_line)),
        section([f"・{inline(line)}" for line in asked.promise.lines]),
        *again_blocks(asked),
        divider(),
        *(_question(question) for question in asked.questions),
        context(UNTIL.format(closes.month, closes.day, closes.hour)),
    ]
    view = modal(NAME, blocks, callback_id=FORM, submit="答える", close="やめる")
    return {**view, "private_metadata": asked.wave}


def again_blocks(asked: SurveyInvitation) -> list[Block]:
    """Why somebody who has answered may be asked again, or sees this once more."""
    told = [section(inline(f"{asked.again}。"))] if asked.again else []
    return [*told, context(inline(asked.unsure))] if asked.unsure else told


def answer_row() -> Block:
    """「答える（1分）」, which opens the form."""
    return actions([button(ANSWER_LABEL, ANSWER, style="primary")])


def asked_blocks(asked: SurveyInvitation) -> list[Block]:
    """That the person is asked, with the way to the form."""
    return [
        section(inline(asked.promise.first_line)),
        section(inline(f"{asked.title}のお願いです。")),
        *again_blocks(asked),
        answer_row(),
    ]


def home_blocks(asked: SurveyInvitation | Refused | None, *, may_look: bool) -> list[Block]:
    """On App Home while a wave is open; nothing at other times."""
    if asked is None:
        return []
    own = asked_blocks(asked) if isinstance(asked, SurveyInvitation) else []
    if isinstance(asked, Refused) and asked.why is Why.BROKEN:
        own = [section(inline(asked.text))]
    if may_look:
        own = own or [section(inline(f"{NAME}を受け付けています。"))]
        own.append(actions([button(STATUS_LABEL, STATUS)]))
    return [*own, divider()] if own else []


def said_reply(said: Accepted | Refused) -> Reply:
    """What became of an answer, or why nobody is asked; the same whatever was chosen."""
    return Reply(NAME, (section(inline(said.text)),), NAME)


def chosen_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The options by id of question as they were handed in (UnknownEntry for another shape)."""
    form: dict[str, str] = {}
    try:
        for block_id, by_action in values.items():
            picked = by_action[CHOICE]["selected_option"]
            if picked is not None:
                form[block_id.removeprefix(_BLOCK)] = str(picked["value"])
    except (AttributeError, KeyError, TypeError) as error:
        raise UnknownEntry from error
    return form


def block_of(question_id: str) -> str:
    """The id of a question's block."""
    return f"{_BLOCK}{question_id}"


def first_input(view: Mapping[str, Any]) -> str:
    """The block that a complaint stands at: the question that is needed."""
    found = (b["block_id"] for b in view.get("blocks", ()) if b.get("type") == "input")
    return next(found, block_of("q1"))


def _question(question: Question) -> Block:
    return {
        "type": "input",
        "block_id": block_of(question.id),
        "label": plain(question.text, LABEL_MOST),
        "element": {
            "type": "radio_buttons",
            "action_id": CHOICE,
            "options": [option(text, text) for text in question.options],
        },
        "optional": question.role is not QuestionRole.HEADLINE,
    }
