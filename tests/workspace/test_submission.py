"""Submitting and closing modals: what each acknowledgement does to the screen."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Args

from tests.support.workspace import STAFF, until
from tests.workspace.conftest import Desk, Handler
from tests.workspace.samples import field, modal, plain, section, select, text_input


def opened(desk: Desk, *views: dict[str, Any]) -> dict[str, Any]:
    """Lay ``views`` on each other; the top one."""
    triggers = desk.served.workspace.hub.triggers
    answer = desk.client.views_open(trigger_id=triggers.issue(STAFF), view=views[0])
    for view in views[1:]:
        answer = desk.client.views_push(trigger_id=triggers.issue(STAFF), view=view)
    top: dict[str, Any] = answer["view"]
    return top


def typed(value: str | None) -> dict[str, Any]:
    return {"values": {"field": {"words": {"type": "plain_text_input", "value": value}}}}


def submit(desk: Desk, view: dict[str, Any], value: str | None = "書いた") -> dict[str, Any]:
    return desk.page.post("submit", view_id=view["id"], state=typed(value))


def answering(**body: Any) -> Handler:
    def handler(args: Args) -> None:
        args.ack(**body)

    return handler


def test_an_empty_ack_closes_the_top_view_only(desk: Desk) -> None:
    view = opened(desk, modal(section(), field()), modal())
    assert submit(desk, view) == {"ok": True}
    body = desk.heard("view")[0]
    assert body["type"] == "view_submission"
    assert body["view"]["state"]["values"]["field"]["words"]["value"] == "書いた"
    assert body["view"]["previous_view_id"] == body["view"]["root_view_id"]
    assert body["response_urls"] == []
    assert body["trigger_id"]
    assert desk.page.modal()["depth"] == 1


def test_errors_stand_beside_their_inputs_and_go_away(desk: Desk) -> None:
    desk.on("view", answering(response_action="errors", errors={"field": "短すぎます。"}))
    view = opened(desk, modal())
    assert submit(desk, view, "短") == {"ok": True}
    shown = desk.page.modal()
    assert shown["errors"] == {"field": "短すぎます。"}
    assert shown["view"]["state"]["values"]["field"]["words"]["value"] == "短"
    desk.on("view", answering())
    assert submit(desk, view, "十分に長い") == {"ok": True}
    assert desk.page.modal()["view"] is None


def test_an_update_replaces_the_view(desk: Desk) -> None:
    desk.on("view", answering(response_action="update", view=modal(section("済"), field())))
    view = opened(desk, modal())
    submit(desk, view, "残る")
    shown = desk.page.modal()["view"]
    assert shown["id"] == view["id"]
    assert shown["blocks"][0]["text"]["text"] == "済"
    assert shown["state"]["values"]["field"]["words"]["value"] == "残る"


def test_a_push_lays_a_view_on_top(desk: Desk) -> None:
    desk.on("view", answering(response_action="push", view=modal(title=plain("次"))))
    submit(desk, opened(desk, modal()))
    shown = desk.page.modal()
    assert (shown["depth"], shown["view"]["title"]["text"]) == (2, "次")


def test_clear_closes_everything(desk: Desk) -> None:
    desk.on("view", answering(response_action="clear"))
    submit(desk, opened(desk, modal(), modal()))
    assert desk.page.modal()["depth"] == 0


def test_a_view_opened_while_submitting_stays(desk: Desk) -> None:
    def reopen(args: Args) -> None:
        args.client.views_open(trigger_id=args.body["trigger_id"], view=modal(title=plain("別")))
        args.ack()

    desk.on("view", reopen)
    submit(desk, opened(desk, modal()))
    assert desk.page.modal()["view"]["title"]["text"] == "別"


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "errors", "errors": {"elsewhere": "x"}},
        {"response_action": "update", "view": modal(title=plain("長" * 25))},
        {"response_action": "dance"},
    ],
)
def test_an_ack_that_slack_would_not_understand(desk: Desk, body: dict[str, Any]) -> None:
    desk.on("view", answering(**body))
    answer = submit(desk, opened(desk, modal()))
    assert answer["ok"] is False
    shown = desk.page.modal()
    assert shown["notice"].startswith("うまくつながりませんでした")
    assert shown["view"]["title"]["text"] == "題"


def test_three_views_are_the_most_for_an_ack_too(desk: Desk) -> None:
    desk.on("view", answering(response_action="push", view=modal()))
    answer = submit(desk, opened(desk, modal(), modal(), modal()))
    assert answer["error"] == "push_limit_reached"


def test_a_required_input_is_asked_for_before_the_app_hears_of_it(desk: Desk) -> None:
    blocks = [
        field(text_input(min_length=3, max_length=5)),
        field(select(), block_id="choice"),
        field(block_id="free", optional=True),
    ]
    view = opened(desk, modal(*blocks))
    answer = desk.page.post("submit", view_id=view["id"], state={"values": {}})
    assert answer["error"] == "input_invalid"
    assert desk.page.modal()["errors"] == {
        "field": "この項目を入力してください。",
        "choice": "この項目を選んでください。",
    }
    submit(desk, view, "短い")
    assert desk.page.modal()["errors"]["field"] == "3文字以上で入力してください。"
    submit(desk, view, "とても長い文")
    assert desk.page.modal()["errors"]["field"] == "5文字以内で入力してください。"
    assert desk.heard("view") == []


def test_closing_tells_the_app_where_it_asked(desk: Desk) -> None:
    view = opened(desk, modal(notify_on_close=True), modal(notify_on_close=True))
    desk.page.post("close", view_id=view["id"], all=False)
    body = desk.wait_for("closed")
    assert (body["type"], body["is_cleared"]) == ("view_closed", False)
    assert "trigger_id" not in body
    below = desk.page.modal()["view"]
    desk.page.post("close", view_id=below["id"], all=True)
    assert desk.wait_for("closed", 2)["is_cleared"] is True
    assert desk.page.modal()["depth"] == 0


def test_clear_on_close_takes_the_views_below_along(desk: Desk) -> None:
    view = opened(desk, modal(), modal(clear_on_close=True))
    desk.page.post("close", view_id=view["id"], all=False)
    assert desk.page.modal()["depth"] == 0
    assert desk.heard("closed") == []


def test_only_the_top_view_can_be_submitted(desk: Desk) -> None:
    below = opened(desk, modal())
    opened(desk, modal())
    assert submit(desk, below)["error"] == "view_not_found"
    assert desk.page.post("close", view_id=below["id"], all=False)["error"] == "view_not_found"


def test_acknowledgements_are_recorded(desk: Desk) -> None:
    errors = {"field": "記録"}
    desk.on("view", answering(response_action="errors", errors=errors))
    submit(desk, opened(desk, modal()))
    expected = {"response_action": "errors", "errors": errors}
    assert until(lambda: expected in desk.served.records.acks("interactive"))
