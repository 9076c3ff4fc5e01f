"""views.*: triggers, the stack of modals, hashes, kept input and the Home tab."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.workspace.server import Timing
from tests.support.workspace import CHIEF, STAFF, Served, serve_workspace
from tests.workspace.conftest import Desk
from tests.workspace.samples import actions, button, field, home, modal, section, text_input


def trigger(served: Served, user: str = STAFF) -> str:
    return served.workspace.hub.triggers.issue(user)


def refusal(served: Served, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as raised:
        served.client().api_call(method, json=arguments)
    return str(raised.value.response["error"])


def open_modal(served: Served, view: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = served.client().views_open(trigger_id=trigger(served), view=view or modal())
    body: dict[str, Any] = answer["view"]
    return body


def test_a_command_opens_a_modal(desk: Desk) -> None:
    def show(args: Args) -> None:
        args.client.views_open(trigger_id=args.body["trigger_id"], view=modal())
        args.ack()

    desk.on("command", show)
    assert desk.page.command("/kizuki 登録") == {"ok": True}
    shown = desk.page.modal()
    assert shown["depth"] == 1
    assert shown["view"]["title"]["text"] == "題"
    assert desk.page.modal(CHIEF) == {"view": None, "depth": 0, "errors": {}, "notice": None}


def test_the_view_object_is_the_one_slack_returns(served: Served) -> None:
    view = open_modal(served, modal(field(text_input(initial_value="初め")), private_metadata="k"))
    assert view["id"].startswith("V")
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert view["private_metadata"] == "k"
    assert view["state"]["values"] == {
        "field": {"words": {"type": "plain_text_input", "value": "初め"}}
    }
    assert {"hash", "team_id", "app_id", "bot_id", "callback_id", "external_id"} <= view.keys()
    assert served.page.modal()["view"] == view


def test_a_trigger_works_once(served: Served) -> None:
    used = trigger(served)
    served.client().views_open(trigger_id=used, view=modal())
    assert refusal(served, "views.open", trigger_id=used, view=modal()) == "expired_trigger_id"
    assert refusal(served, "views.push", trigger_id=used, view=modal()) == "expired_trigger_id"


def test_a_refused_view_does_not_use_the_trigger_up(served: Served) -> None:
    kept = trigger(served)
    bad = modal(title={"type": "plain_text", "text": "長" * 25})
    assert refusal(served, "views.open", trigger_id=kept, view=bad) == "invalid_arguments"
    assert served.client().views_open(trigger_id=kept, view=modal())["ok"]


def test_a_trigger_expires_by_the_real_clock() -> None:
    with serve_workspace(timing=Timing(trigger=0.0)) as served:
        late = trigger(served)
        assert refusal(served, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


def test_the_demonstrations_clock_does_not_expire_a_trigger(served: Served) -> None:
    kept = trigger(served)
    served.clock.advance(days=3)
    assert served.client().views_open(trigger_id=kept, view=modal())["ok"]


def test_a_trigger_that_was_never_given(served: Served) -> None:
    call = {"view": modal()}
    assert refusal(served, "views.open", trigger_id="nonsense", **call) == "invalid_trigger_id"
    assert refusal(served, "views.open", trigger_id="1.2.abc", **call) == "expired_trigger_id"


def test_three_views_may_lie_on_each_other(served: Served) -> None:
    first = open_modal(served)
    for depth in (2, 3):
        view = served.client().views_push(trigger_id=trigger(served), view=modal())["view"]
        assert served.page.modal()["depth"] == depth
        assert view["root_view_id"] == first["id"]
    arguments = {"trigger_id": trigger(served), "view": modal()}
    assert refusal(served, "views.push", **arguments) == "push_limit_reached"


def test_nothing_to_push_on(served: Served) -> None:
    arguments = {"trigger_id": trigger(served), "view": modal()}
    assert refusal(served, "views.push", **arguments) == "not_found"


def test_an_update_is_guarded_by_its_hash(served: Served) -> None:
    view = open_modal(served)
    arguments: dict[str, Any] = {"view_id": view["id"], "view": modal(section("新"), field())}
    wrong = arguments | {"hash": "1.abc"}
    assert refusal(served, "views.update", **wrong) == "hash_conflict"
    updated = served.client().views_update(**arguments, hash=view["hash"])["view"]
    assert updated["id"] == view["id"]
    assert updated["hash"] != view["hash"]
    assert served.page.modal()["view"] == updated
    stale = arguments | {"hash": view["hash"]}
    assert refusal(served, "views.update", **stale) == "hash_conflict"


def test_a_view_that_is_closed_cannot_be_updated(served: Served) -> None:
    view = open_modal(served)
    served.page.post("close", view_id=view["id"], all=False)
    arguments = {"view_id": view["id"], "view": modal()}
    assert refusal(served, "views.update", **arguments) == "not_found"
    assert refusal(served, "views.update", view=modal()) == "invalid_arguments"


def test_an_external_id_names_one_view(served: Served) -> None:
    open_modal(served, modal(external_id="sheet-7"))
    view = modal(section("更新"), external_id="sheet-7")
    assert served.client().views_update(external_id="sheet-7", view=view)["ok"]
    arguments = {"trigger_id": trigger(served), "view": modal(external_id="sheet-7")}
    assert refusal(served, "views.push", **arguments) == "duplicate_external_id"


def test_what_was_typed_survives_an_update_with_the_same_ids(desk: Desk) -> None:
    def update(args: Args) -> None:
        blocks = [section("案内"), field(block_id="a"), field(block_id="renamed")]
        view = modal(*blocks, actions(button()))
        args.client.views_update(view_id=args.body["view"]["id"], view=view)
        args.ack()

    desk.on("action", update)
    blocks = [field(block_id="a"), field(block_id="b"), actions(button())]
    open_modal(desk.served, modal(*blocks))
    typed = {"words": {"type": "plain_text_input", "value": "打った文"}}
    state = {"values": {"a": typed, "b": typed}}
    assert desk.page.press({"kind": "modal"}, "row", "go", state=state) == {"ok": True}
    sent = desk.heard("action")[0]["view"]["state"]["values"]
    assert sent["b"]["words"]["value"] == "打った文"
    values = desk.page.modal()["view"]["state"]["values"]
    assert values["a"]["words"]["value"] == "打った文"
    assert values["renamed"]["words"]["value"] is None


def test_a_view_may_not_exceed_250_kilobytes(served: Served) -> None:
    long = section("あ" * 3000)
    assert served.client().views_publish(user_id=STAFF, view=home(*[long] * 27))["ok"]
    arguments = {"user_id": STAFF, "view": home(*[long] * 28)}
    assert refusal(served, "views.publish", **arguments) == "view_too_large"


def test_a_home_tab_is_for_one_person_and_keeps_its_id(served: Served) -> None:
    client = served.client()
    first = client.views_publish(user_id=STAFF, view=home(section("一"), actions(button())))
    assert served.page.get("home")["view"]["id"] == first["view"]["id"]
    assert served.page.get("home", CHIEF) == {"view": None}
    second = client.views_publish(user_id=STAFF, view=home(section("二")))["view"]
    assert second["id"] == first["view"]["id"]
    assert served.page.get("home")["view"]["blocks"][0]["text"]["text"] == "二"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"user_id": "U0NOBODY", "view": home()}, "user_not_found"),
        ({"user_id": STAFF, "view": modal()}, "invalid_arguments"),
        ({"user_id": STAFF}, "invalid_arguments"),
    ],
)
def test_home_tabs_that_are_refused(
    served: Served, arguments: dict[str, object], error: str
) -> None:
    assert refusal(served, "views.publish", **arguments) == error


def test_a_stale_hash_does_not_overwrite_the_home_tab(served: Served) -> None:
    client = served.client()
    first = client.views_publish(user_id=STAFF, view=home(section("一")))["view"]
    client.views_publish(user_id=STAFF, view=home(section("二")), hash=first["hash"])
    arguments = {"user_id": STAFF, "view": home(), "hash": first["hash"]}
    assert refusal(served, "views.publish", **arguments) == "hash_conflict"
