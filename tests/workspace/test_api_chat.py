"""chat.* through the real SDK."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from tests.support.workspace import CHIEF, STAFF, Served
from tests.workspace.samples import actions, button, section


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_a_posted_message_is_shown_with_its_blocks(served: Served) -> None:
    channel = served.page.channel("窓口")
    answer = served.client().chat_postMessage(
        channel=channel, text="お知らせ", blocks=[section("本文")]
    )
    shown = served.page.messages(channel)[-1]
    assert shown["ts"] == answer["ts"]
    assert shown["text"] == "お知らせ"
    assert shown["from"]["bot"] is True
    assert shown["blocks"] == answer["message"]["blocks"]
    assert shown["blocks"][0]["text"] == {"type": "mrkdwn", "text": "本文", "verbatim": False}
    assert shown["blocks"][0]["block_id"]


@pytest.mark.parametrize("name", ["#窓口", "窓口", STAFF])
def test_a_channel_may_be_named_or_be_a_person(served: Served, name: str) -> None:
    answer = served.client().chat_postMessage(channel=name, text="こんにちは")
    expected = served.page.dm() if name == STAFF else served.page.channel("窓口")
    assert answer["channel"] == expected


def test_timestamps_follow_the_demonstrations_clock(served: Served) -> None:
    client, channel = served.client(), served.page.dm()
    first = client.chat_postMessage(channel=channel, text="1")["ts"]
    second = client.chat_postMessage(channel=channel, text="2")["ts"]
    served.clock.advance(days=1)
    third = client.chat_postMessage(channel=channel, text="3")["ts"]
    assert float(first) < float(second)
    assert float(third) - float(second) > 86_000


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": STAFF, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": STAFF, "text": ""}, "no_text"),
        ({"channel": STAFF, "text": "x", "blocks": [{"type": "video"}]}, "invalid_blocks"),
        ({"channel": STAFF, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": STAFF, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ],
)
def test_what_slack_refuses_to_post(
    served: Served, arguments: dict[str, object], error: str
) -> None:
    with pytest.raises(SlackApiError) as raised:
        served.client().api_call("chat.postMessage", json=arguments)
    assert refusal(raised) == error
    assert served.page.messages(served.page.dm()) == []


def test_the_longest_text_is_accepted(served: Served) -> None:
    assert served.client().chat_postMessage(channel=STAFF, text="x" * 40_000)["ok"]


def test_a_refused_block_is_named_by_its_place(served: Served) -> None:
    blocks = [section(), section("x" * 3001)]
    with pytest.raises(SlackApiError) as raised:
        served.client().chat_postMessage(channel=STAFF, text="x", blocks=blocks)
    assert raised.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be no longer than 3000 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_a_missing_argument_is_named(served: Served) -> None:
    with pytest.raises(SlackApiError) as raised:
        served.client().api_call("chat.postEphemeral", json={"text": "x"})
    answer = raised.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: user",
    ]


def test_an_ephemeral_message_is_seen_by_one_person(served: Served) -> None:
    channel = served.page.channel("窓口")
    served.client().chat_postEphemeral(channel=channel, user=STAFF, text="内緒")
    assert served.page.texts(channel) == ["内緒"]
    assert served.page.texts(channel, CHIEF) == []
    assert served.client().conversations_history(channel=channel)["messages"] == []


def test_an_ephemeral_message_needs_a_member(served: Served) -> None:
    direct = served.page.dm(STAFF)
    with pytest.raises(SlackApiError) as raised:
        served.client().chat_postEphemeral(channel=direct, user=CHIEF, text="x")
    assert refusal(raised) == "user_not_in_channel"


def test_an_update_with_text_alone_removes_the_blocks(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    ts = client.chat_postMessage(channel=channel, text="前", blocks=[actions(button())])["ts"]
    client.chat_update(channel=channel, ts=ts, text="後")
    shown = served.page.messages(channel)[-1]
    assert (shown["text"], shown["blocks"], shown["edited"]) == ("後", None, True)


def test_an_update_may_not_be_longer_than_4000(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    ts = client.chat_postMessage(channel=channel, text="前")["ts"]
    assert client.chat_update(channel=channel, ts=ts, text="x" * 4000)["ok"]
    with pytest.raises(SlackApiError) as raised:
        client.chat_update(channel=channel, ts=ts, text="x" * 4001)
    assert refusal(raised) == "msg_too_long"


def test_only_ones_own_messages_can_be_changed_or_deleted(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    served.page.post("message", channel=channel, text="職員の発言")
    ts = served.page.messages(channel)[-1]["ts"]
    with pytest.raises(SlackApiError) as raised:
        client.chat_update(channel=channel, ts=ts, text="書き換え")
    assert refusal(raised) == "cant_update_message"
    with pytest.raises(SlackApiError) as raised:
        client.chat_delete(channel=channel, ts=ts)
    assert refusal(raised) == "cant_delete_message"
    with pytest.raises(SlackApiError) as raised:
        client.chat_update(channel=channel, ts="1.000001", text="x")
    assert refusal(raised) == "message_not_found"


def test_a_deleted_message_is_gone(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    ts = client.chat_postMessage(channel=channel, text="消す")["ts"]
    client.chat_delete(channel=channel, ts=ts)
    assert served.page.messages(channel) == []
    with pytest.raises(SlackApiError) as raised:
        client.chat_getPermalink(channel=channel, message_ts=ts)
    assert refusal(raised) == "message_not_found"


def test_a_permalink_leads_to_the_page(served: Served) -> None:
    client, channel = served.client(), served.page.channel("窓口")
    ts = client.chat_postMessage(channel=channel, text="ここ")["ts"]
    link = client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    assert link == f"{served.address}/#{channel}/{ts}"


def test_metadata_is_kept_until_it_is_replaced(served: Served) -> None:
    client, channel = served.client(), served.page.dm()
    metadata = {"event_type": "delivery", "event_payload": {"id": "7"}}
    ts = client.chat_postMessage(channel=channel, text="x", metadata=metadata)["ts"]

    def shown() -> object:
        rows = client.conversations_history(channel=channel, include_all_metadata=True)
        return rows["messages"][0].get("metadata")

    assert shown() == metadata
    assert "metadata" not in client.conversations_history(channel=channel)["messages"][0]
    client.chat_update(channel=channel, ts=ts, text="y")
    assert shown() == metadata
    client.chat_update(channel=channel, ts=ts, text="z", metadata={})
    assert shown() is None


def test_a_channel_without_the_app_refuses_it(served: Served) -> None:
    channel = served.page.channel("窓口")
    served.workspace.remove_app_from("窓口")
    with pytest.raises(SlackApiError) as raised:
        served.client().chat_postMessage(channel=channel, text="x")
    assert refusal(raised) == "not_in_channel"
