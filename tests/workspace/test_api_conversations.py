"""conversations.*, users.*, team.info, bots.info and auth.test through the real SDK."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from tests.support.workspace import ALL_SCOPES, CHANNELS, CHIEF, STAFF, Served, serve_workspace


def refusal(served: Served, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as raised:
        served.client().api_call(method, json=arguments)
    return str(raised.value.response["error"])


def test_a_direct_message_is_the_same_every_time(served: Served) -> None:
    client = served.client()
    first = client.conversations_open(users=STAFF)["channel"]["id"]
    assert first == client.conversations_open(users=[STAFF])["channel"]["id"]
    assert first == served.page.dm(STAFF) != served.page.dm(CHIEF)
    assert client.conversations_info(channel=first)["channel"]["user"] == STAFF


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0NOBODY"}, "user_not_found"),
        ({"users": f"{STAFF},{CHIEF}"}, "too_many_users"),
        ({"channel": "D0NOWHERE"}, "channel_not_found"),
    ],
)
def test_conversations_that_cannot_be_opened(
    served: Served, arguments: dict[str, object], error: str
) -> None:
    assert refusal(served, "conversations.open", **arguments) == error


def test_the_list_holds_public_channels_unless_asked_otherwise(served: Served) -> None:
    client = served.client()
    assert [row["name"] for row in client.conversations_list()["channels"]] == list(CHANNELS)
    direct = client.conversations_list(types="im")["channels"]
    assert {row["user"] for row in direct} == {STAFF, CHIEF}
    assert refusal(served, "conversations.list", types="party") == "invalid_types"


def test_members(served: Served) -> None:
    channel = served.page.channel("窓口")
    members = served.client().conversations_members(channel=channel)["members"]
    bot = served.client().auth_test()["user_id"]
    assert set(members) == {STAFF, CHIEF, bot}


def test_history_is_read_page_by_page_newest_first(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    for number in range(5):
        client.chat_postMessage(channel=channel, text=str(number))
    texts, cursor = [], ""
    while True:
        page = client.conversations_history(channel=channel, limit=2, cursor=cursor)
        texts += [row["text"] for row in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert texts == ["4", "3", "2", "1", "0"]
    assert refusal(served, "conversations.history", channel=channel, cursor="%") == (
        "invalid_cursor"
    )
    assert refusal(served, "conversations.history", channel=channel, limit=0) == "invalid_limit"


def test_history_between_two_moments(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    stamps = [client.chat_postMessage(channel=channel, text=str(n))["ts"] for n in range(3)]

    def texts(**bounds: object) -> list[str]:
        rows = client.conversations_history(channel=channel, **bounds)  # type: ignore[arg-type]
        return [row["text"] for row in rows["messages"]]

    assert texts(oldest=stamps[0]) == ["2", "1"]
    assert texts(oldest=stamps[0], inclusive=True) == ["2", "1", "0"]
    assert texts(latest=stamps[1]) == ["0"]
    assert refusal(served, "conversations.history", channel=channel, oldest="昨日") == (
        "invalid_ts_oldest"
    )


def test_history_needs_membership(served: Served) -> None:
    channel = served.page.channel("窓口")
    served.workspace.remove_app_from("窓口")
    assert refusal(served, "conversations.history", channel=channel) == "not_in_channel"


def test_people(served: Served) -> None:
    client = served.client()
    user = client.users_info(user=STAFF)["user"]
    assert user["real_name"] == "青葉 みどり"
    assert "email" not in user["profile"]
    assert refusal(served, "users.info", user="U0NOBODY") == "user_not_found"
    rows = client.users_list()["members"]
    assert {row["id"] for row in rows if not row["is_bot"]} == {STAFF, CHIEF}


def test_an_address_is_shown_with_its_scope() -> None:
    with serve_workspace(scopes=(*ALL_SCOPES, "users:read.email")) as served:
        profile = served.client().users_info(user=STAFF)["user"]["profile"]
        assert profile["email"] == "u0staff@example.jp"


def test_team_and_bot(served: Served) -> None:
    client = served.client()
    me = client.auth_test()
    assert client.team_info()["team"]["id"] == me["team_id"]
    assert client.bots_info(bot=me["bot_id"])["bot"]["user_id"] == me["user_id"]
    assert refusal(served, "bots.info", bot="B0OTHER") == "bot_not_found"
    assert refusal(served, "team.info", team="T0OTHER") == "team_not_found"
