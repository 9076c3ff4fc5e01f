"""「変わりありません」, the list of what is overdue, and the form of the ward's values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.core.clock import TOKYO
from bot.slack.blocks.carried import Carried, pack
from bot.slack.blocks.controls import DETAILS
from bot.slack.blocks.editors import UNDO
from bot.slack.blocks.renewal import FIELDS, NOTHING_MINE, NOTHING_OVERDUE, RENEW, WARD, WARD_MODAL
from tests.content.conftest import Desk, desk
from tests.support.editing import CARD_FILE, editable, history, open_editable
from tests.support.front import Front
from tests.support.service import CLERK, EDITOR, HEALTH, NURSE, STRANGER, Someone, Ward
from tests.support.slack_payloads import (
    Payload,
    blocks_of,
    control,
    decoded,
    elements,
    modal,
    words_of,
)

__all__ = ["desk", "editable", "open_editable"]

LATE = datetime(2027, 3, 5, 9, tzinfo=TOKYO)
LOCAL = "knowledge/local.yaml"


@pytest.fixture
def ward(editable: Ward) -> Ward:
    editable.clock.moment = LATE
    return editable


def page(front: Front, who: Someone) -> list[Payload]:
    """The blocks of emergency's own page."""
    element = {"type": "button", "action_id": DETAILS, "value": pack(Carried(("emergency",)))}
    front.press(who, element, front.message())
    shown = blocks_of(front.only("views.open").args)
    front.forget()
    return shown


def test_the_list_renews_one_after_the_other(front: Front, desk: Desk) -> None:
    listed = front.command(EDITOR, "見直し").body
    rows = [e for e in elements(blocks_of(listed)) if e["action_id"] == RENEW]
    assert [row["value"] for row in rows] == ["emergency", "tsunagaru-ba"]
    front.press(EDITOR, rows[0], front.message(ephemeral=True))
    after = front.stub.wait(lambda c: c.method == "response_url").args
    assert after["replace_original"] is True
    said = words_of(after)
    assert "「警察・消防」の次の見直しは2027年6月12日です" in said
    rows = [e for e in elements(blocks_of(after)) if e["action_id"] == RENEW]
    assert [row["value"] for row in rows] == ["tsunagaru-ba"]
    assert "assured_date: 2027-03-05" in desk.text(CARD_FILE)
    front.press(EDITOR, control(blocks_of(after), UNDO), front.message(ephemeral=True))
    front.stub.wait(lambda c: "元に戻しました" in str(c.args.get("text")))
    assert "assured_date: 2026-11-22" in desk.text(CARD_FILE)


def test_nothing_overdue_says_so_and_what_is_next(front: Front) -> None:
    front.ward.clock.moment = datetime(2026, 11, 23, 9, tzinfo=TOKYO)
    said = words_of(front.command(EDITOR, "見直し").body)
    assert NOTHING_OVERDUE in said
    assert "次に見直すのは「警察・消防」（2027年3月1日）です" in said


def test_others_have_an_empty_list(front: Front) -> None:
    listed = front.command(CLERK, "見直し").body
    assert NOTHING_MINE in words_of(listed)
    assert not [e for e in elements(blocks_of(listed)) if e["action_id"] == RENEW]
    assert "担当の役割" in front.command(STRANGER, "見直し").body["text"]


def test_the_buttons_stand_on_the_page_of_whose_entry_it_is(front: Front, desk: Desk) -> None:
    desk.replace(CARD_FILE, "owner: 区で設定", f"owner: {HEALTH} 見守り担当")
    front.ward.service.editors.reload(LATE)
    ids = {RENEW, WARD}
    found = {
        who.staff_id: {e["action_id"] for e in elements(page(front, who))} & ids
        for who in (EDITOR, NURSE, CLERK)
    }
    assert found == {EDITOR.staff_id: ids, NURSE.staff_id: {RENEW}, CLERK.staff_id: set()}


def test_a_tap_on_the_page_answers_in_its_modal(front: Front, desk: Desk) -> None:
    button = control(page(front, EDITOR), RENEW)
    for _ in range(2):
        front.press(EDITOR, button, modal())
    done = front.stub.wait(lambda c: "次の見直しは" in str(c.args))
    again = front.stub.wait(lambda c: "今日もう確かめられて" in str(c.args))
    assert (done.method, again.method) == ("views.update", "views.update")
    assert len(history(desk)) == 1


def filled(**values: str) -> Payload:
    state: Payload = {key: {key: {"type": "plain_text_input", "value": None}} for key in FIELDS}
    for key, value in values.items():
        state[key][key]["value"] = value
    state["counter"] = {"counter": {"type": "checkboxes", "selected_options": []}}
    return state


def open_form(front: Front) -> dict[str, Any]:
    front.press(EDITOR, control(page(front, EDITOR), WARD), modal())
    view: dict[str, Any] = decoded(front.only("views.push").args["view"])
    front.forget()
    return view


def submit(front: Front, values: Payload) -> dict[str, Any]:
    view = open_form(front)
    answered = front.submit(
        EDITOR, view["callback_id"], values, private_metadata=view["private_metadata"]
    )
    return answered.body


def test_the_form_makes_the_file_and_shows_it_filled_the_next_time(
    front: Front, desk: Desk
) -> None:
    hours = "平日 9:00〜17:30\n\n 祝日は不明 "
    body = submit(front, filled(place="3階 31番", extension="1234", hours=hours))
    assert body["response_action"] == "update"
    assert "値を保存しました" in words_of(body)
    assert 'hours: ["平日 9:00〜17:30", "祝日は不明"]' in desk.text(LOCAL)
    front.ward.service.editors.reload(LATE)
    inputs = {b["block_id"]: b["element"] for b in open_form(front)["blocks"] if "element" in b}
    assert inputs["place"]["initial_value"] == "3階 31番"
    assert inputs["hours"]["initial_value"] == "平日 9:00〜17:30\n祝日は不明"
    assert "initial_value" not in inputs["section"]
    undo = control(blocks_of(body), UNDO)
    front.press(EDITOR, undo, modal())
    front.stub.wait(lambda c: "元に戻しました" in str(c.args))
    assert not (desk.knowledge_dir / "local.yaml").exists()


def test_a_wrong_value_is_told_under_its_field(front: Front, desk: Desk) -> None:
    body = submit(front, filled(extension="内線1234", hours="昼間"))
    assert body["response_action"] == "errors"
    assert set(body["errors"]) == {"extension", "hours"}
    assert not (desk.knowledge_dir / "local.yaml").exists()


def test_a_file_written_otherwise_is_left_to_an_editor(front: Front, desk: Desk) -> None:
    desk.write(LOCAL, "destinations: [{id: emergency, confirmed: 2026-11-22}]\n")
    front.ward.service.editors.reload(LATE)
    body = submit(front, filled(place="3階"))
    assert "ここから直せる書き方ではありません" in words_of(body)


def test_the_form_takes_nothing_from_others(front: Front, desk: Desk) -> None:
    body = front.submit(CLERK, WARD_MODAL, filled(place="3階"), private_metadata="emergency").body
    assert "担当の役割" in words_of(body)
    body = front.submit(EDITOR, WARD_MODAL, filled(place="3階"), private_metadata="none").body
    assert "見つかりませんでした" in words_of(body)
    assert not (desk.knowledge_dir / "local.yaml").exists()
