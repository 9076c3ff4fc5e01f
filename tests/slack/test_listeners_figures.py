"""集計: the period, the sentence to copy, names in a modal, the reminder, the monthly message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.core.budget import Withheld
from bot.core.clock import TOKYO
from bot.core.figures import NameKind
from bot.core.period import Rule, first_half, whole_year
from bot.core.permissions import NotPermitted
from bot.slack.blocks.controls import DELETE
from bot.slack.blocks.figures import COPY, DATES, NAMES, PERIOD, REMIND, Chosen
from bot.slack.blocks.figures_names import DATES_MODAL, END, LOGGED, START, WITHHELD
from bot.slack.errors import SENTENCES
from bot.store import figures
from bot.store.figures import Year
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    COUNTER,
    DAY,
    DESK,
    DUE,
    EDITOR,
    EVERYBODY,
    HEAD,
    HEALTH,
    NURSE,
    STRANGER,
    SUPERVISOR,
    TRAINER,
    Someone,
)
from tests.support.slack_payloads import (
    Payload,
    Who,
    blocks_of,
    control,
    decoded,
    home,
    modal,
    selected,
    words_of,
)

YEAR = whole_year(2026)
TUESDAY = DUE + DAY
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 10, tzinfo=TOKYO)
NOT_ALLOWED = SENTENCES[NotPermitted]


def asked(front: Front, who: Who = SUPERVISOR) -> list[Payload]:
    """The blocks of 「集計」."""
    return blocks_of(front.command(who, "集計").body)


def opened(front: Front) -> str:
    """What the newest modal says."""
    call = (front.calls("views.open") + front.calls("views.push") + front.calls("views.update"))[-1]
    return words_of(decoded(call.args["view"]))


def fix_rule(front: Front, concepts: Sequence[str]) -> None:
    with front.ward.store.write() as tx:
        figures.open_year(tx, 2026, Year(Rule(tuple(concepts)), 30))


def took(front: Front, who: Someone, concept: str) -> None:
    with front.ward.store.write() as tx:
        figures.note_taken(tx, who.staff_id, concept, DUE.date())


# ------------------------------------------------------------ the period


def test_another_period_takes_the_place_of_the_figures(front: Front) -> None:
    blocks = asked(front)
    menu = selected(control(blocks, PERIOD), "half:2026")
    front.press(SUPERVISOR, menu, front.message(ephemeral=True))
    (answer,) = front.calls("response_url")
    assert first_half(2026).label in words_of(answer.args)
    assert control(blocks_of(answer.args), DELETE)


def test_from_home_it_opens_beside(front: Front) -> None:
    front.open_home(SUPERVISOR)
    blocks = blocks_of(decoded(front.calls("views.publish")[-1].args["view"]))
    front.press(SUPERVISOR, selected(control(blocks, PERIOD), "year:2025"), home())
    assert "2025年度" in opened(front)


def test_dates_are_chosen_in_a_form(front: Front) -> None:
    front.press(SUPERVISOR, control(asked(front), DATES), front.message(ephemeral=True))
    assert "始まりの日" in opened(front)
    answer = front.submit(SUPERVISOR, DATES_MODAL, dates("2026-10-01", "2026-11-16"))
    assert "2026年10月1日〜2026年11月16日" in words_of(answer.body)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-11-16", "2026-10-01", "終わりの日"),
        ("2020-04-01", "2026-04-01", "2年まで"),
        ("1990-04-01", "1990-05-01", "年をお確かめ"),
    ],
)
def test_impossible_dates_are_told_at_the_field(
    front: Front, start: str, end: str, said: str
) -> None:
    answer = front.submit(SUPERVISOR, DATES_MODAL, dates(start, end)).body
    assert answer["response_action"] == "errors"
    assert said in answer["errors"][END]


def dates(start: str, end: str) -> Payload:
    return {name: {name: {"selected_date": day}} for name, day in ((START, start), (END, end))}


@pytest.mark.parametrize("code", ["", "year:x", "year:1", "dates:2026-01-01", "half:2026:1", "|||"])
def test_a_forged_period_is_answered_with_a_sentence(front: Front, code: str) -> None:
    button = {"type": "button", "action_id": COPY, "value": code or "x"}
    front.press(SUPERVISOR, button, modal())
    assert "見つかりませんでした" in opened(front)


# ------------------------------------------------------------ the sentence


def test_the_sentence_can_be_copied(front: Front) -> None:
    fix_rule(front, ["a"])
    took(front, CLERK, "a")
    front.press(SUPERVISOR, control(asked(front), COPY), front.message(ephemeral=True))
    sentence = f"{DESK}　対象2人／受講済1人（50.0％）／未受講1人／対象外0人（11月16日時点）"
    assert sentence in opened(front)


def test_the_wards_sentence_is_the_training_desks(front: Front) -> None:
    button = control(asked(front, TRAINER), COPY)
    front.press(TRAINER, button, front.message(ephemeral=True))
    assert f"区全体　対象{len(EVERYBODY)}人" in opened(front)
    front.press(SUPERVISOR, button, modal())
    assert NOT_ALLOWED in opened(front)


# ------------------------------------------------------------ names: goals S1, S2 and S6


def test_names_open_in_a_modal_and_are_logged(front: Front) -> None:
    fix_rule(front, ["a"])
    took(front, CLERK, "a")
    front.press(SUPERVISOR, control(asked(front), NAMES), front.message(ephemeral=True))
    shown = opened(front)
    assert SUPERVISOR.name in shown
    assert CLERK.name not in shown
    assert LOGGED in shown
    assert not front.calls("chat.postMessage")
    done = control(
        blocks_of(decoded(front.calls("views.open")[-1].args["view"])), f"{NAMES}:completed"
    )
    front.press(SUPERVISOR, done, modal())
    assert CLERK.name in opened(front)
    (look,) = front.ward.service.audit.looks_at_me(front.ward.actor(CLERK))
    assert look.viewer is not None
    assert look.viewer.name == SUPERVISOR.name


def test_another_list_never_takes_the_place_of_a_message(front: Front) -> None:
    """Whoever presses a modal's button elsewhere gets a modal, not names in a conversation."""
    value = Chosen(YEAR, DESK, NameKind.NOT_COMPLETED).packed()
    button = {"type": "button", "action_id": f"{NAMES}:not_completed", "value": value}
    front.press(SUPERVISOR, button, front.message("C1"))
    assert front.calls("chat.update") == []
    assert SUPERVISOR.name in opened(front)


OTHERS = [
    (SUPERVISOR, HEALTH),
    (HEAD, DESK),
    *(
        (who, s)
        for who in (CLERK, NURSE, TRAINER, COUNTER, EDITOR, ADMIN, STRANGER)
        for s in (DESK, HEALTH)
    ),
]


@pytest.mark.parametrize(("who", "section"), OTHERS)
def test_s1_nobody_gets_another_sections_names_by_any_button(
    front: Front, who: Who, section: str
) -> None:
    for kind in ("", *NameKind):
        for action_id in (NAMES, f"{NAMES}:{kind}", REMIND):
            value = Chosen(YEAR, section, kind).packed()
            front.press(who, {"type": "button", "action_id": action_id, "value": value}, modal())
            assert NOT_ALLOWED in opened(front)
    said = json.dumps([c.args for c in front.stub.calls], ensure_ascii=False, default=str)
    assert not [p.name for p in EVERYBODY if p.name in said]
    assert not [p for p in EVERYBODY if front.ward.service.audit.looks_at_me(front.ward.actor(p))]


@pytest.mark.parametrize("who", [SUPERVISOR, HEAD, TRAINER, COUNTER, EDITOR, ADMIN])
def test_s2_nobody_sees_anothers_answers_in_the_figures(front: Front, who: Someone) -> None:
    """Two people answer, one rightly and one wrongly: what is shown does not tell who."""
    shown = []
    for right in (True, False):
        front.ward.clock.moment = DUE if right else DUE + timedelta(days=8)
        front.ward.post(front.ward.clock.moment)
        front.ward.answer(CLERK, front.ward.clock.moment, right=right)
        front.ward.answer(NURSE, front.ward.clock.moment, right=not right)
        front.command(who, "集計")
        front.open_home(who)
        shown += [words_of(decoded(c.args["view"])) for c in front.calls("views.publish")]
    others = [p.name for p in EVERYBODY if p is not who]
    assert shown
    assert not [name for words in shown for name in others if name in words]


# ------------------------------------------------------------ the reminder


def remind(front: Front, who: Someone = SUPERVISOR, now: datetime = TUESDAY) -> str:
    front.ward.clock.moment = now
    front.press(who, control(asked(front, who), REMIND), front.message(ephemeral=True))
    return opened(front)


def test_the_reminder_reaches_who_is_still_to_answer(front: Front) -> None:
    front.deliver()
    front.ward.finish(CLERK, DUE)
    front.forget()
    assert "1人に、11月17日10時00分から" in remind(front)
    front.deliver()
    (sent,) = front.calls("chat.postMessage")
    assert sent.args["channel"] == SUPERVISOR.account
    assert "受講のご案内" in sent.args["text"]


def test_why_it_was_not_sent_is_told_in_numbers(front: Front) -> None:
    front.deliver()
    assert f"{WITHHELD[Withheld.ONE_A_DAY]}：2人" in remind(front, now=DUE)
    assert "2人に" in remind(front, now=TUESDAY)
    again = remind(front, now=TUESDAY)
    assert "今回送る方はいません" in again
    assert f"{WITHHELD[Withheld.ONE_A_DAY]}：2人" in again


def test_the_reminder_is_the_same_for_everybody_and_opens_the_question(front: Front) -> None:
    front.deliver()
    front.forget()
    remind(front, HEAD)
    front.deliver()
    texts = {json.dumps(decoded(c.args["blocks"])) for c in front.calls("chat.postMessage")}
    assert len(front.calls("chat.postMessage")) == sum(p.section == HEALTH for p in EVERYBODY)
    assert len(texts) == 1
    door = control(json.loads(texts.pop()), "open:quiz")
    front.press(NURSE, door, front.message())
    assert "今週の設問" in opened(front)


# ------------------------------------------------------------ the monthly message


def test_each_supervisor_gets_one_message_a_month_without_names(front: Front) -> None:
    front.ward.clock.moment = FIRST_OF_DECEMBER
    assert front.ward.service.monthly.ensure_due(FIRST_OF_DECEMBER) == 2
    assert front.ward.service.monthly.ensure_due(FIRST_OF_DECEMBER) == 0
    front.deliver()
    sent = {c.args["channel"]: c for c in front.calls("chat.postMessage") if monthly(c.args)}
    assert set(sent) == {SUPERVISOR.account, HEAD.account}
    words = words_of(sent[SUPERVISOR.account].args)
    assert f"{DESK}　対象2人" in words
    assert HEALTH not in words
    assert not [p.name for p in EVERYBODY if p.name in words]
    blocks = blocks_of(sent[SUPERVISOR.account].args)
    front.press(SUPERVISOR, control(blocks, NAMES), front.place_of(sent[SUPERVISOR.account]))
    assert CLERK.name in opened(front)


def monthly(args: Payload) -> bool:
    return "今月の受講の状況" in str(args["text"])


def test_before_ten_there_is_none_and_a_late_one_still_comes(front: Front) -> None:
    service = front.ward.service.monthly
    assert service.ensure_due(FIRST_OF_DECEMBER - timedelta(minutes=1)) == 0
    assert service.ensure_due(FIRST_OF_DECEMBER + timedelta(days=2)) == 2
    assert service.ensure_due(FIRST_OF_DECEMBER + timedelta(days=20)) == 0
