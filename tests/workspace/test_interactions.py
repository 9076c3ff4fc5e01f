"""What people do in the page, answered by a real Bolt app over Socket Mode."""

from __future__ import annotations

from slack_bolt import Args

from bot.workspace.server import Timing
from tests.support.workspace import CHIEF, STAFF, Served, serve_workspace
from tests.workspace.conftest import Desk
from tests.workspace.samples import actions, button, option, section, select


def test_a_command_is_answered_for_its_writer_only(desk: Desk) -> None:
    desk.on("command", lambda args: args.ack(f"受け取りました: {args.body['text']}"))
    channel = desk.page.channel("窓口")
    assert desk.page.command("/kizuki 相談 家賃が払えない", channel) == {"ok": True}
    assert "受け取りました: 相談 家賃が払えない" in desk.page.texts(channel)
    assert desk.page.messages(channel)[-1]["ephemeral"]
    assert desk.page.texts(channel, CHIEF) == []


def test_a_command_carries_slacks_form_fields(desk: Desk) -> None:
    desk.page.command("/kizuki  相談 ")
    body = desk.heard("command")[0]
    assert body["command"] == "/kizuki"
    assert body["text"] == "相談"
    assert (body["user_id"], body["channel_name"]) == (STAFF, "directmessage")
    assert body["channel_id"] == desk.page.dm()
    assert body["is_enterprise_install"] == "false"
    assert {"team_id", "team_domain", "user_name", "api_app_id", "token"} <= body.keys()


def test_a_command_answer_may_be_for_everybody(desk: Desk) -> None:
    desk.on("command", lambda args: args.ack("皆さんへ", response_type="in_channel"))
    channel = desk.page.channel("全体連絡")
    desk.page.command("/kizuki", channel)
    assert desk.page.texts(channel, CHIEF)[-1] == "皆さんへ"


def test_an_unknown_command_is_answered_by_slackbot(desk: Desk) -> None:
    channel = desk.page.dm()
    assert desk.page.command("/xxx 何か") == {"ok": True}
    last = desk.page.messages(channel)[-1]
    assert last["text"] == "/xxx は有効なコマンドではありません"
    assert last["ephemeral"]
    assert last["from"]["name"] == "Slackbot"


def test_a_command_answer_that_slack_would_refuse_is_not_shown(desk: Desk) -> None:
    desk.on("command", lambda args: args.ack(blocks=[{"type": "unheard_of"}], text="x"))
    before = len(desk.page.texts(desk.page.dm()))
    answer = desk.page.command("/kizuki")
    assert answer["error"] == "invalid_blocks"
    assert len(desk.page.texts(desk.page.dm())) == before


def test_a_button_updates_its_message(desk: Desk) -> None:
    def update(args: Args) -> None:
        args.ack()
        channel, ts = args.body["channel"]["id"], args.body["message"]["ts"]
        args.client.chat_update(channel=channel, ts=ts, text="済みました", blocks=[])

    desk.on("action", update)
    channel = desk.page.channel("窓口")
    block = actions(button("done", value="42", style="primary"))
    desk.client.chat_postMessage(channel=channel, text="問い", blocks=[block])
    message = desk.page.messages(channel)[-1]
    assert desk.page.press_message(channel, message, "row", "done") == {"ok": True}
    last = desk.page.messages(channel)[-1]
    assert (last["ts"], last["text"], last["edited"]) == (message["ts"], "済みました", True)


def test_an_action_payload_has_slacks_shape(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    block = actions(button("done", value="42", style="primary"), select())
    desk.client.chat_postMessage(channel=channel, text="問い", blocks=[section(), block])
    message = desk.page.messages(channel)[-1]
    picked = {"row": {"pick": {"type": "static_select", "selected_option": {"value": "v1"}}}}
    desk.page.press_message(channel, message, "row", "done", state={"values": picked})
    body = desk.heard("action")[0]
    action = body["actions"][0]
    assert body["type"] == "block_actions"
    assert body["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert body["user"] == {
        "id": STAFF,
        "username": STAFF.lower(),
        "name": STAFF.lower(),
        "team_id": body["team"]["id"],
    }
    assert (action["type"], action["value"], action["style"]) == ("button", "42", "primary")
    assert action["text"] == {"type": "plain_text", "text": "押す", "emoji": True}
    chosen = body["state"]["values"]["row"]["pick"]["selected_option"]
    assert chosen["text"]["text"] == "選択肢1"
    assert body["message"]["blocks"][1]["block_id"] == "row"
    assert body["channel"] == {"id": channel, "name": "窓口"}


def test_a_chosen_option_is_the_one_that_was_offered(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    desk.client.chat_postMessage(channel=channel, text="問い", blocks=[actions(select())])
    message = desk.page.messages(channel)[-1]
    element = {"selected_option": option("v2", "書き換えた名前")}
    desk.page.press_message(channel, message, "row", "pick", element=element)
    action = desk.heard("action")[0]["actions"][0]
    assert action["selected_option"]["text"]["text"] == "選択肢2"
    forged = {"selected_option": option("never-offered")}
    answer = desk.page.press_message(channel, message, "row", "pick", element=forged)
    assert answer["error"] == "invalid_option"


def test_an_ephemeral_message_is_not_quoted_in_its_action(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    desk.client.chat_postEphemeral(
        channel=channel, user=STAFF, text="あなたへ", blocks=[actions(button())]
    )
    message = desk.page.messages(channel)[-1]
    refused = desk.page.press_message(channel, message, "row", "go", user=CHIEF)
    assert refused["error"] == "message_not_found"
    desk.page.press_message(channel, message, "row", "go")
    body = desk.heard("action")[0]
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


def test_what_is_no_longer_on_the_screen_cannot_be_used(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    desk.client.chat_postMessage(channel=channel, text="問い", blocks=[actions(button())])
    message = desk.page.messages(channel)[-1]
    answer = desk.page.press_message(channel, message, "row", "other")
    assert answer["error"] == "element_not_found"
    assert desk.page.press({"kind": "nowhere"}, "row", "go")["error"] == "source_not_found"
    assert desk.heard("action") == []


def test_a_global_shortcut(desk: Desk) -> None:
    assert desk.page.post("shortcut", callback_id="ask") == {"ok": True}
    body = desk.heard("shortcut")[0]
    assert (body["type"], body["callback_id"]) == ("shortcut", "ask")
    assert {"trigger_id", "action_ts", "user", "team", "token"} <= body.keys()
    assert desk.page.post("shortcut", callback_id="other")["error"] == "shortcut_not_found"


def test_an_action_on_the_home_tab(desk: Desk) -> None:
    block = actions(button("home-go"), select())
    desk.client.views_publish(user_id=STAFF, view={"type": "home", "blocks": [block]})
    picked = {"row": {"pick": {"type": "static_select", "selected_option": {"value": "v0"}}}}
    desk.page.press({"kind": "home"}, "row", "home-go", state={"values": picked})
    body = desk.heard("action")[0]
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    kept = body["view"]["state"]["values"]["row"]["pick"]
    assert kept["selected_option"]["value"] == "v0"


def test_without_a_connection_the_person_is_told(served: Served) -> None:
    answer = served.page.command("/kizuki")
    assert answer["error"] == "operation_timeout"
    assert answer["message"].startswith("うまくつながりませんでした")
    assert not served.page.get("state")["connected"]


def test_an_app_that_does_not_acknowledge_is_reported() -> None:
    with serve_workspace(timing=Timing(ack=0.2)) as running:
        app = running.bolt_app(raise_error_for_unhandled_request=False)
        with running.socket_mode(app):
            answer = running.page.command("/kizuki")
            assert answer["error"] == "operation_timeout"
            assert running.page.get("state")["connected"]
