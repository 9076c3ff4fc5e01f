"""Events API: messages, mentions, the Home tab and newcomers, as Bolt hears them."""

from __future__ import annotations

from tests.support.workspace import STAFF, Person, serve_workspace, until
from tests.workspace.conftest import Desk
from tests.workspace.raw_link import raw_link
from tests.workspace.samples import home


def test_a_direct_message_reaches_the_app_and_is_answered(desk: Desk) -> None:
    desk.on("message", lambda args: args.say(f"承りました: {args.body['event']['text']}"))
    channel = desk.page.dm()
    desk.page.post("message", channel=channel, text="家賃 <未納> & 電気")
    until(lambda: "承りました: 家賃 &lt;未納&gt; &amp; 電気" in desk.page.texts(channel))
    body = desk.heard("message")[0]
    event = body["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", STAFF)
    assert event["channel"] == channel
    assert event["blocks"][0]["type"] == "rich_text"
    assert (body["type"], body["event_id"][:2]) == ("event_callback", "Ev")
    assert body["authorizations"][0]["is_bot"] is True
    assert {"client_msg_id", "event_ts", "ts", "team"} <= event.keys()


def test_a_mention_reaches_the_app_with_its_id(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    desk.page.post("message", channel=channel, text="@テストアプリ 教えて")
    event = desk.wait_for("app_mention")["event"]
    bot = desk.page.get("state")["app"]["bot_user_id"]
    assert event["text"] == f"<@{bot}> 教えて"
    assert event["channel"] == channel
    assert desk.heard("message") == []


def test_a_person_is_mentioned_by_name(desk: Desk) -> None:
    channel = desk.page.channel("窓口")
    desk.page.post("message", channel=channel, text="@青葉 みどり さんへ")
    assert desk.page.texts(channel)[-1] == f"<@{STAFF}> さんへ"


def test_opening_the_tabs(desk: Desk) -> None:
    desk.page.post("open_home")
    event = desk.wait_for("app_home_opened")["event"]
    assert (event["tab"], event["user"], event["channel"]) == ("home", STAFF, desk.page.dm())
    desk.client.views_publish(user_id=STAFF, view=home())
    desk.page.post("open_home")
    assert desk.wait_for("app_home_opened", 2)["event"]["view"]["type"] == "home"
    desk.page.post("open_dm")
    assert desk.wait_for("app_home_opened", 3)["event"]["tab"] == "messages"


def test_a_newcomer_joins(desk: Desk) -> None:
    desk.served.workspace.join(Person("U0NEW", "新緑 かおる", "職員"))
    assert desk.wait_for("team_join")["event"]["user"]["id"] == "U0NEW"
    names = [row["name"] for row in desk.page.get("state", "U0NEW")["conversations"]]
    assert names == ["テストアプリ", "全体連絡", "窓口"]


def test_only_what_the_manifest_asks_for_is_sent() -> None:
    events, scopes = ("message.im", "app_mention"), ("chat:write", "app_mentions:read")
    with serve_workspace(events=events, scopes=scopes) as served, raw_link(served) as link:
        # message.im lacks its scope here, app_home_opened and team_join their subscription.
        served.page.post("message", channel=served.page.dm(), text="聞こえません")
        served.page.post("open_home")
        served.workspace.join(Person("U0NEW", "新緑 かおる", "職員"))
        until(lambda: len(served.page.get("state")["people"]) == 3)
        channel = served.page.channel("窓口")
        served.page.post("message", channel=channel, text="@テストアプリ 聞こえます")
        (first,) = link.wait_for(1)
        assert first["payload"]["event"]["type"] == "app_mention"


def test_an_empty_message_is_refused(desk: Desk) -> None:
    answer = desk.page.post("message", channel=desk.page.dm(), text="  ")
    assert (answer["ok"], answer["error"]) == (False, "no_text")
    answer = desk.page.post("message", channel="C0NOWHERE", text="x")
    assert answer["error"] == "channel_not_found"
