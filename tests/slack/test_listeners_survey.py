"""職員アンケート at the front: asked in a modal, taken once, and what was chosen is nowhere."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.clock import TOKYO
from bot.core.indicator.questions import INDICATOR, usual_questions
from bot.core.permissions import NotPermitted
from bot.service.roster import OPERATOR
from bot.service.survey.owner import SurveyOwner
from bot.service.survey.values import Why
from bot.service.survey.words import AGAIN, PROMISE, REFUSALS, TAKEN, TAKEN_UNSEEN, UNSURE
from bot.slack.blocks.survey import ANSWER, CHOICE, FORM, STATUS, block_of
from bot.slack.blocks.survey_figures import COUNTS_ONLY
from bot.slack.errors import SENTENCES
from bot.store.errors import StoreUnavailable
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DESK,
    EVERYBODY,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
)
from tests.support.slack_payloads import (
    Ack,
    Payload,
    Who,
    blocks_of,
    control,
    decoded,
    elements,
    home,
    modal,
    words_of,
)

WAVE = "r8-w2"
OPENS = datetime(2027, 1, 25, 10, tzinfo=TOKYO)
CLOSES = datetime(2027, 2, 12, 17, tzinfo=TOKYO)
QUESTIONS = usual_questions(end_of_year=True)
RESULT = "回答した職員の割合"


@pytest.fixture
def open_front(front: Front, tmp_path: Path) -> Front:
    """The front on the first morning of a wave, whose owner is this process."""
    front.ward.clock.moment = OPENS
    assert front.ward.service.surveys.take_ownership(tmp_path / "survey.db", OPENS)
    owner(front).open_wave(front.ward.service.surveys.plan, WAVE, OPENS)
    return front


def owner(front: Front) -> SurveyOwner:
    held = front.ward.service.surveys.owner
    assert held is not None
    return held


def chosen(place: int = 0, *, only: int = 5) -> Payload:
    """The form filled in: the option at that place of the first questions."""
    return {
        block_of(q.id): {
            CHOICE: {
                "type": "radio_buttons",
                "selected_option": (
                    {"value": q.options[min(place, len(q.options) - 1)]} if n < only else None
                ),
            }
        }
        for n, q in enumerate(QUESTIONS)
    }


def submit(front: Front, who: Who, values: Payload | None = None, wave: str = WAVE) -> Ack:
    """Hand the form in."""
    inputs = [{"type": "input", "block_id": block_of(q.id)} for q in QUESTIONS]
    return front.submit(
        who, FORM, chosen() if values is None else values, private_metadata=wave, blocks=inputs
    )


def press(front: Front, who: Who, action_id: str, place: Payload) -> Payload:
    """Press a button; the view that opened."""
    front.forget()
    assert front.press(who, {"type": "button", "action_id": action_id}, place) == Ack(200, "")
    call = front.answer()
    view: Payload = decoded(call.args["view"])
    return view


def test_without_a_wave_nobody_is_asked(front: Front) -> None:
    assert REFUSALS[Why.NO_WAVE] in words_of(front.command(CLERK, "アンケート").body)
    front.open_home(CLERK)
    assert ANSWER not in words_of(front.only("views.publish").args)
    assert words_of(submit(front, CLERK).body).count(REFUSALS[Why.NO_WAVE]) == 1


def test_the_form_shows_the_promise_and_the_questions_word_for_word(open_front: Front) -> None:
    assert open_front.command(CLERK, "アンケート") == Ack(200, "")
    view = decoded(open_front.only("views.open").args["view"])
    assert view["callback_id"] == FORM
    assert view["blocks"][0]["text"]["text"] == PROMISE.first_line
    words = words_of({"view": view})
    assert all(line in words for line in PROMISE.lines)
    inputs = [b for b in view["blocks"] if b["type"] == "input"]
    assert [b["label"]["text"] for b in inputs] == [q.text for q in QUESTIONS]
    assert inputs[0]["label"]["text"] == INDICATOR
    assert [b["optional"] for b in inputs] == [False, True, True, True, True]
    assert len(inputs) <= 5
    for block, question in zip(inputs, QUESTIONS, strict=True):
        assert block["element"]["type"] == "radio_buttons"
        assert "initial_option" not in block["element"]
        options = [(o["text"]["text"], o["value"]) for o in block["element"]["options"]]
        assert options == [(o, o) for o in question.options]
    assert AGAIN not in words


def test_asked_on_app_home_and_in_the_invitation(open_front: Front) -> None:
    open_front.open_home(CLERK)
    blocks = blocks_of(open_front.only("views.publish").args)
    assert control(blocks, ANSWER)["text"]["text"] == "答える（1分）"
    assert PROMISE.first_line in words_of({"blocks": blocks})
    assert STATUS not in {e["action_id"] for e in elements(blocks)}
    for place in (home(), open_front.message(), modal()):
        assert press(open_front, CLERK, ANSWER, place)["callback_id"] == FORM


def test_the_message_of_a_wave_carries_the_button(open_front: Front) -> None:
    owner(open_front).tend(open_front.ward.service.surveys.plan, OPENS)
    open_front.ward.clock.moment = OPENS + timedelta(hours=1)
    open_front.deliver(CLERK)
    posts = [c for c in open_front.calls("chat.postMessage") if ANSWER in words_of(c.args)]
    (post,) = posts
    blocks = blocks_of(post.args)
    assert blocks[0]["text"]["text"] == PROMISE.first_line
    assert control(blocks, ANSWER)["text"]["text"] == "答える（1分）"


def test_taken_once_and_then_already(open_front: Front) -> None:
    ack = submit(open_front, CLERK)
    assert ack.body["response_action"] == "update"
    assert TAKEN in words_of(ack.body)
    assert REFUSALS[Why.ALREADY] in words_of(submit(open_front, CLERK).body)
    pressed = press(open_front, CLERK, ANSWER, open_front.message())
    assert pressed["callback_id"] != FORM
    assert REFUSALS[Why.ALREADY] in words_of({"view": pressed})
    assert REFUSALS[Why.ALREADY] in words_of(open_front.command(CLERK, "アンケート").body)
    open_front.forget()
    open_front.open_home(CLERK)
    assert ANSWER not in words_of(open_front.only("views.publish").args)
    status = open_front.ward.service.surveys.status(OPERATOR)[0]
    owner(open_front)._beat()
    status = open_front.ward.service.surveys.status(OPERATOR)[0]
    assert (status.answered, status.people) == (1, len(EVERYBODY))


def test_what_was_chosen_is_in_no_answer_no_call_and_no_log(
    open_front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    options = {option for q in QUESTIONS for option in q.options if len(option) > 3}
    said = []
    with caplog.at_level(logging.DEBUG):
        for place, who in enumerate((CLERK, NURSE, TRAINER, ADMIN)):
            said.append(submit(open_front, who, chosen(place)).text)
    assert len(set(said)) == 1, "the same whatever was chosen"
    logged = caplog.text + str([vars(record) for record in caplog.records])
    for option in options:
        assert option not in said[0]
        assert option not in logged
        assert option.encode("unicode_escape").decode() not in logged
    for call in open_front.calls_since_forgotten():
        assert not any(option in str(decoded_all(call.args)) for option in options), call.method


def decoded_all(args: Payload) -> Payload:
    """The arguments with what the SDK sends as JSON taken apart."""
    return {k: decoded(v) if str(v).startswith(("{", "[")) else v for k, v in args.items()}


@pytest.mark.parametrize("values", [{}, chosen(only=0)])
def test_without_the_first_question_the_form_stays(open_front: Front, values: Payload) -> None:
    body = submit(open_front, CLERK, values).body
    assert body["response_action"] == "errors"
    assert body["errors"] == {block_of("q1"): REFUSALS[Why.INCOMPLETE]}


def test_only_the_first_question_is_needed(open_front: Front) -> None:
    assert TAKEN in words_of(submit(open_front, CLERK, chosen(only=1)).body)


def test_an_option_that_is_none_is_not_taken(open_front: Front) -> None:
    forged = {block_of("q1"): {CHOICE: {"selected_option": {"value": "たぶん"}}}}
    assert submit(open_front, CLERK, forged).body["response_action"] == "errors"
    for broken in ({block_of("q1"): None}, {block_of("q1"): {CHOICE: {"selected_option": 3}}}):
        assert "入力" not in submit(open_front, CLERK, broken).text
        assert submit(open_front, CLERK, broken).body["response_action"] == "update"


def test_with_no_owner_the_choices_stay(open_front: Front) -> None:
    owner(open_front).rest()
    body = submit(open_front, CLERK).body
    assert body == {
        "response_action": "errors",
        "errors": {block_of("q1"): "いま受け付けられません。少しおいてもう一度お願いします"},
    }
    open_front.ward.service.surveys.owner = None
    assert submit(open_front, CLERK).body == body


def test_while_the_database_is_away_the_choices_stay(
    open_front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(type(open_front.ward.service.people), "actor", away)
    body = submit(open_front, CLERK).body
    assert body["errors"] == {block_of("q1"): REFUSALS[Why.NOT_NOW]}


def test_after_the_last_moment_it_is_closed(open_front: Front) -> None:
    open_front.ward.clock.moment = CLOSES
    assert REFUSALS[Why.NO_WAVE] in words_of(submit(open_front, CLERK).body)
    opened = press(open_front, CLERK, ANSWER, open_front.message())
    assert REFUSALS[Why.NO_WAVE] in words_of({"view": opened})
    assert REFUSALS[Why.NO_WAVE] in words_of(submit(open_front, CLERK, wave="r1-w0").body)


def test_who_is_not_listed_is_refused(open_front: Front) -> None:
    assert SENTENCES[NotPermitted] in words_of(open_front.command(STRANGER, "アンケート").body)
    assert SENTENCES[NotPermitted] in words_of(submit(open_front, STRANGER).body)


def test_who_is_on_paper_or_came_later_is_told(front: Front, tmp_path: Path) -> None:
    later, paper = Someone("T020", "松葉 あと", DESK), Someone("T021", "杉 かみ", DESK)
    without = replace(paper, slack=False)
    surveys = front.ward.service.surveys
    front.ward.clock.moment = OPENS
    front.ward.employ([*EVERYBODY, without], OPENS - timedelta(days=30))
    assert surveys.take_ownership(tmp_path / "survey.db", OPENS)
    owner(front).open_wave(surveys.plan, WAVE, OPENS)
    front.ward.employ([*EVERYBODY, paper, later], OPENS)
    for who, why in ((later, Why.NOT_ASKED), (paper, Why.ON_PAPER)):
        assert REFUSALS[why] in words_of(submit(front, who).body)
        assert REFUSALS[why] in words_of(front.command(who, "アンケート").body)


def test_asked_again_reads_why(open_front: Front, tmp_path: Path) -> None:
    submit(open_front, CLERK)
    surveys = open_front.ward.service.surveys
    owner(open_front)._file.release()  # killed: nothing is counted
    surveys.owner = None
    assert surveys.take_ownership(tmp_path / "survey.db", OPENS)
    view = press(open_front, CLERK, ANSWER, open_front.message())
    assert view["callback_id"] == FORM
    assert AGAIN in words_of({"view": view})
    assert TAKEN in words_of(submit(open_front, CLERK).body)


@pytest.mark.parametrize("who", [SUPERVISOR, COUNTER, ADMIN])
def test_while_it_is_open_counts_only(open_front: Front, who: Someone) -> None:
    for place, one in enumerate((CLERK, NURSE, TRAINER)):
        submit(open_front, one, chosen(place))
    owner(open_front)._beat()
    words = words_of(open_front.command(who, "アンケート").body)
    assert "回答3人／対象8人（回答率37.5％）" in words
    assert COUNTS_ONLY in words
    assert RESULT not in words
    assert "そう思う" not in words
    for one in EVERYBODY:
        assert one.name not in words
    assert ANSWER in words, "they are asked themselves, too"
    shown = press(open_front, who, STATUS, home())
    assert "回答3人／対象8人" in words_of({"view": shown})


def test_a_member_of_staff_sees_no_counts(open_front: Front) -> None:
    submit(open_front, CLERK)
    said = words_of(open_front.command(CLERK, "アンケート").body)
    pressed = words_of({"view": press(open_front, CLERK, STATUS, home())})
    for words in (said, pressed):
        assert "回答率" not in words


def test_after_the_close_who_may_reads_the_figures(open_front: Front) -> None:
    for place, one in enumerate(EVERYBODY):
        submit(open_front, one, chosen(place % 4))
    owner(open_front).close_wave(WAVE, CLOSES)
    open_front.ward.clock.moment = CLOSES + timedelta(hours=1)
    for who in (SUPERVISOR, COUNTER, ADMIN):
        words = words_of(open_front.command(who, "アンケート").body)
        assert INDICATOR in words
        assert "回答が10人に満たないため" in words
        assert RESULT not in words
    for other in (CLERK, TRAINER):
        words = words_of(open_front.command(other, "アンケート").body)
        assert REFUSALS[Why.NO_WAVE] in words
        assert INDICATOR not in words


# ------------------------------------------------------------ what is not as it should be


def test_a_record_that_was_changed_stops_the_survey_and_nothing_else(
    open_front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    with open_front.ward.store.write() as tx:
        tx.exec_driver_sql(
            "UPDATE survey_wave SET definition = replace(definition, 'そう思う', 'はい')"
        )
    broken = REFUSALS[Why.BROKEN]
    open_front.open_home(CLERK)
    shown = words_of(open_front.only("views.publish").args)
    assert broken in shown
    assert "設問の受け取り方" in shown, "the rest of the page is as ever"
    assert ANSWER not in shown
    assert broken in words_of(open_front.command(CLERK, "アンケート").body)
    opened = press(open_front, CLERK, ANSWER, open_front.message())
    assert broken in words_of({"view": opened})
    assert broken in words_of(submit(open_front, CLERK).body)
    for who in (SUPERVISOR, COUNTER):
        said = words_of(open_front.command(who, "アンケート").body)
        assert "始めたときのものと違うため、表示できません" in said
        assert "回答率" not in said
    told = [record for record in caplog.records if "始めたときのものと違います" in record.message]
    assert len(told) == 1, "the operator reads why, once"


def test_where_nobody_knows_who_has_answered_it_is_said(open_front: Front) -> None:
    """In another process than the owner's."""
    surveys = open_front.ward.service.surveys
    surveys.owner = None
    words = words_of(open_front.command(CLERK, "アンケート").body or _opened(open_front))
    assert UNSURE in words
    for _ in range(2):
        assert TAKEN_UNSEEN in words_of(submit(open_front, CLERK).body)
    assert "数えるのは1人1回です" in TAKEN_UNSEEN


def _opened(front: Front) -> Payload:
    return front.only("views.open").args
