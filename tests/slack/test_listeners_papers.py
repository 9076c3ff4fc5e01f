"""修了証 and 朝礼 from the word to the file, the ticks and their undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.core.learning.taking import How
from bot.core.permissions import NotPermitted
from bot.slack.blocks.certificate import (
    CHECK,
    CHECK_FORM,
    GET,
    NAME,
    NO_GLYPH,
    NOT_EARNED,
    SERIAL,
    STAND_TEXTS,
    WITHDRAW,
)
from bot.slack.blocks.morning_card import CHOOSE, NOTE, SEND, UNDO
from bot.slack.blocks.together import (
    CHANGED,
    CONCEPTS,
    CONFIRM_FORM,
    DAY,
    NOBODY,
    PEOPLE_FORM,
    SECTION,
    TALK_FORM,
    TOO_LATE,
    UNDO_FORM,
)
from bot.slack.errors import SENTENCES
from bot.store import figures
from tests.support.crawler import work_at_once
from tests.support.front import Front
from tests.support.service import (
    ADMIN,
    CLERK,
    CLOSE,
    DESK,
    DUE,
    EVERYBODY,
    SUPERVISOR,
    TRAINER,
    Someone,
)
from tests.support.slack_payloads import Ack, Who, blocks_of, control, modal, words_of

REFUSED = SENTENCES[NotPermitted]


@pytest.fixture(autouse=True)
def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are sent before the acknowledgement returns."""
    work_at_once(monkeypatch)


def earn(front: Front, who: Someone) -> None:
    concepts = [c.id for c in front.ward.library.course.concepts.values() if c.required]
    with front.ward.store.write() as tx:
        for one in concepts:
            figures.note_taken(tx, who.staff_id, one, DUE.date(), How.CATCH_UP)


def press(front: Front, who: Who, shown: Any, action_id: str) -> Ack:
    element = control(blocks_of(shown), action_id)
    return front.press(who, element, front.message(ephemeral=True))


# ------------------------------------------------------------ 修了証


def test_a_certificate_comes_as_a_file_to_its_holder_alone(front: Front) -> None:
    earn(front, CLERK)
    shown = front.command(CLERK, "修了証")
    assert "「受講」の修了証を受け取る（2026年度）" in words_of(shown.body)
    press(front, CLERK, shown.body, f"{GET}:2026")
    assert "修了証を送っています" in words_of(front.calls("views.open")[-1].args)
    assert front.only("chat.postMessage").args["channel"] == CLERK.account
    announced = front.only("files.getUploadURLExternal").args
    assert announced["filename"] == "修了証（2026年度）.pdf"


def test_before_it_is_earned_there_is_no_button_and_a_forged_press_says_so(front: Front) -> None:
    shown = front.command(CLERK, "修了証")
    assert "あと12テーマ" in words_of(shown.body)
    assert GET not in str(shown.body)
    forged = {"type": "button", "action_id": f"{GET}:2026", "value": "2026"}
    front.press(CLERK, forged, front.message(ephemeral=True))
    assert NOT_EARNED in words_of(front.only("views.open").args)
    for value in ("", "2026年", "1999", "x" * 300):
        front.press(CLERK, {**forged, "value": value}, front.message(ephemeral=True))
    assert front.calls("files.getUploadURLExternal") == []


def test_a_name_that_cannot_be_drawn_is_said(front: Front) -> None:
    odd = Someone(CLERK.staff_id, "花😀子", DESK)
    front.ward.employ([odd, *EVERYBODY[1:]], DUE)
    earn(front, CLERK)
    press(front, CLERK, front.command(CLERK, "修了証").body, f"{GET}:2026")
    assert NO_GLYPH.format("😀") in words_of(front.only("views.open").args)


@pytest.mark.parametrize("who", [TRAINER, ADMIN])
def test_a_number_is_checked_without_showing_a_name(front: Front, who: Someone) -> None:
    earn(front, CLERK)
    actor = front.ward.actor(CLERK)
    serial = front.ward.service.certificates.issue(actor, 2026, DUE).serial
    press(front, who, front.command(who, "修了証").body, CHECK)
    assert front.only("views.open").args["view"]["callback_id"] == CHECK_FORM
    found = front.submit(who, CHECK_FORM, typed(serial, CLERK.name)).body
    said = words_of(found)
    for words in ("有効な修了証", "2026年度（受講）", "一致します"):
        assert words in said
    assert CLERK.name not in said
    other = words_of(front.submit(who, CHECK_FORM, typed(serial, "別の 名前")).body)
    assert "一致しません" in other
    unknown = words_of(front.submit(who, CHECK_FORM, typed("2222222222")).body)
    assert "発行されていません" in unknown
    assert "2026" not in unknown
    wrong = words_of(front.submit(who, CHECK_FORM, typed("abc")).body)
    assert "読み取れません" in wrong
    element = control(found["view"]["blocks"], WITHDRAW)
    assert element["confirm"]
    front.press(who, element, modal("V1"))
    assert "取り消しました" in words_of(front.only("views.update").args)
    again = words_of(front.submit(who, CHECK_FORM, typed(serial)).body)
    assert (
        STAND_TEXTS[front.ward.service.certificates.check(actor_of(front, who), serial).stand]
        in again
    )


def typed(serial: str, name: str | None = None) -> dict[str, Any]:
    return {SERIAL: {SERIAL: {"value": serial}}, NAME: {NAME: {"value": name}}}


def actor_of(front: Front, who: Someone) -> Any:
    return front.ward.actor(who)


def test_nobody_else_reaches_the_check(front: Front) -> None:
    assert CHECK not in str(front.command(CLERK, "修了証").body)
    front.press(CLERK, {"type": "button", "action_id": CHECK}, front.message(ephemeral=True))
    assert REFUSED in words_of(front.calls("response_url")[-1].args)
    assert REFUSED in words_of(front.submit(CLERK, CHECK_FORM, typed("2222222222")).body)


# ------------------------------------------------------------ 朝礼


def test_a_chosen_card_comes_as_a_file_and_the_suggested_one_has_a_button(front: Front) -> None:
    shown = front.command(SUPERVISOR, "朝礼")
    wanted = control(blocks_of(shown.body), SEND)["value"]
    menu = control(blocks_of(shown.body), CHOOSE)
    assert wanted in {option["value"] for option in menu["options"]}
    for value in ("gone", wanted):
        chosen = {"type": "static_select", "action_id": CHOOSE, "selected_option": {"value": value}}
        front.press(SUPERVISOR, chosen, front.message(ephemeral=True))
    title = front.ward.library.course.concepts[wanted].title
    announced = front.only("files.getUploadURLExternal").args
    assert announced["filename"] == f"朝礼5分カード（{title}）.pdf"
    assert front.only("chat.postMessage").args["channel"] == SUPERVISOR.account


def filled(section: str = DESK, day: str = "2026-11-16", *concepts: str) -> dict[str, Any]:
    return {
        SECTION: {SECTION: {"selected_option": {"value": section}}},
        DAY: {DAY: {"selected_date": day}},
        CONCEPTS: {CONCEPTS: {"selected_options": [{"value": one} for one in concepts]}},
    }


def ticks(view: dict[str, Any], people: Sequence[Someone]) -> dict[str, Any]:
    """The state of the names' form with these boxes ticked."""
    wanted = {one.staff_id for one in people}
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            on = [o for o in element["options"] if o["value"] in wanted]
            state[block["block_id"]] = {element["action_id"]: {"selected_options": on}}
    return state


def named(front: Front, who: Someone = SUPERVISOR) -> dict[str, Any]:
    """The form with the names."""
    ack = front.submit(who, TALK_FORM, filled(DESK, "2026-11-16", "danger-first"))
    view: dict[str, Any] = ack.body["view"]
    assert view["callback_id"] == PEOPLE_FORM
    return view


def noted(front: Front, *people: Someone, who: Someone = SUPERVISOR) -> Any:
    """Everything from the names to the last sentence."""
    view = named(front, who)
    more = {"private_metadata": view["private_metadata"]}
    confirm = front.submit(who, PEOPLE_FORM, ticks(view, people), **more).body
    assert confirm["response_action"] == "push"
    assert all(one.name in words_of(confirm) for one in people)
    more = {"private_metadata": confirm["view"]["private_metadata"]}
    return front.submit(who, CONFIRM_FORM, {}, **more).body


def test_nothing_is_saved_before_it_is_confirmed(front: Front) -> None:
    front.ward.post()
    press(front, SUPERVISOR, front.command(SUPERVISOR, "朝礼").body, NOTE)
    form = front.only("views.open").args["view"]
    assert form["callback_id"] == TALK_FORM
    view = named(front)
    front.submit(
        SUPERVISOR,
        PEOPLE_FORM,
        ticks(view, [CLERK]),
        private_metadata=view["private_metadata"],
    )
    assert "1人" not in words_of(front.command(SUPERVISOR, "朝礼").body)
    done = noted(front, CLERK, SUPERVISOR)
    assert "2人の受講を「集合」で記録しました" in words_of(done)
    assert done["view"]["clear_on_close"]
    assert "2人" in words_of(front.command(SUPERVISOR, "朝礼").body)


def test_faults_stand_at_their_field(front: Front) -> None:
    for day, concepts, field in (
        ("2026-11-17", ["danger-first"], DAY),
        ("2026-03-31", ["danger-first"], DAY),
        ("2026-11-16", [], CONCEPTS),
    ):
        ack = front.submit(SUPERVISOR, TALK_FORM, filled(DESK, day, *concepts))
        assert list(ack.body["errors"]) == [field]
    view = named(front)
    none = front.submit(
        SUPERVISOR, PEOPLE_FORM, ticks(view, []), private_metadata=view["private_metadata"]
    )
    assert list(none.body["errors"].values()) == [NOBODY]


def test_a_roster_that_changed_meanwhile_saves_nothing(front: Front) -> None:
    view = named(front)
    front.ward.employ([*EVERYBODY, Someone("T099", "葵 ひかる", DESK)], DUE)
    more = {"private_metadata": view["private_metadata"]}
    said = front.submit(SUPERVISOR, PEOPLE_FORM, ticks(view, [CLERK]), **more)
    assert CHANGED in words_of(said.body)


def test_one_is_taken_back_and_after_the_close_nobody(front: Front) -> None:
    front.ward.post()
    noted(front, CLERK, SUPERVISOR, who=TRAINER)
    front.forget()
    press(front, SUPERVISOR, front.command(SUPERVISOR, "朝礼").body, UNDO)
    view = front.only("views.open").args["view"]
    assert CLERK.name in words_of(view)
    more = {"private_metadata": view["private_metadata"]}
    done = front.submit(SUPERVISOR, UNDO_FORM, ticks(view, [CLERK]), **more)
    assert "1人の「集合」の記録を取り消しました" in words_of(done.body)
    front.ward.clock.moment = CLOSE
    late = front.submit(SUPERVISOR, UNDO_FORM, ticks(view, [SUPERVISOR]), **more)
    assert TOO_LATE in words_of(late.body)
    assert UNDO not in str(front.command(SUPERVISOR, "朝礼").body)


def test_the_person_sees_it_in_their_record_and_who_saw_the_names(front: Front) -> None:
    front.ward.post()
    noted(front, CLERK)
    said = words_of(front.command(CLERK, "記録").body)
    assert "集合" in said
    assert f"{DESK}の方の一覧（集合の記録）" in said


def test_another_section_is_refused(front: Front) -> None:
    for who in (CLERK, ADMIN):
        ack = front.submit(who, TALK_FORM, filled(DESK, "2026-11-16", "danger-first"))
        assert REFUSED in words_of(ack.body)
