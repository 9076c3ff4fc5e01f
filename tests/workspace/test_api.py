"""The Web API's door: tokens, scopes, 429 on demand, unknown methods, records."""

from __future__ import annotations

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.support.workspace import ALL_SCOPES, STAFF, Served, serve_workspace
from tests.workspace.samples import home


def refusal(served: Served, method: str, token: str | None = None, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as raised:
        served.client(token).api_call(method, json=arguments)
    return str(raised.value.response["error"])


def test_an_unknown_method_is_refused(served: Served) -> None:
    assert refusal(served, "users.lookupByEmail", email="a@example.jp") == "unknown_method"


def test_another_token_is_refused(served: Served) -> None:
    guess = served.workspace.bot_token[:-1]
    assert refusal(served, "auth.test", token=guess) == "invalid_auth"
    assert refusal(served, "auth.test", token="") == "not_authed"


def test_each_token_opens_its_own_methods(served: Served) -> None:
    app_token = served.workspace.app_token
    assert refusal(served, "auth.test", token=app_token) == "not_allowed_token_type"
    assert refusal(served, "apps.connections.open") == "not_allowed_token_type"
    opened = served.client(app_token).apps_connections_open(app_token=app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")


# Split so that no scanner takes these inventions for leaked tokens.
REAL_LOOKING = [
    "xoxb-" + "123456789012-1234567890123-abcdefABCDEF",
    "xoxp-" + "123456789012-1234567890123-123-abc",
    "xapp-" + "1-A0123456789-1234567890123-abc",
]


@pytest.mark.parametrize("token", REAL_LOOKING)
@pytest.mark.parametrize("where", ["header", "form"])
def test_a_real_looking_token_is_refused_and_not_recorded(
    served: Served, token: str, where: str
) -> None:
    headers = {"authorization": f"Bearer {token}"} if where == "header" else {}
    data = {"token": token} if where == "form" else {}
    answer = httpx.post(f"{served.address}/api/auth.test", headers=headers, data=data)
    assert answer.status_code == 403
    assert answer.json()["error"] == "real_token_refused"
    assert "本物" in answer.json()["message"]
    assert token not in answer.text
    assert served.records.entries == []


def test_a_form_with_the_token_in_its_body_is_understood(served: Served) -> None:
    data = {"token": served.workspace.bot_token, "channel": STAFF, "text": "フォーム"}
    answer = httpx.post(f"{served.address}/api/chat.postMessage", data=data)
    assert answer.json()["ok"] is True
    assert served.page.texts(served.page.dm()) == ["フォーム"]


def test_a_body_that_is_not_json_is_refused(served: Served) -> None:
    headers = {"content-type": "application/json"}
    address = f"{served.address}/api/auth.test"
    assert httpx.post(address, content=b"{", headers=headers).json()["error"] == "invalid_json"
    answer = httpx.post(address, content=b"[]", headers=headers)
    assert answer.json()["error"] == "json_not_object"


def test_calls_are_recorded_without_their_token(served: Served) -> None:
    served.client().chat_postMessage(channel=STAFF, text="記録")
    assert served.records.calls("chat.postMessage") == [{"channel": STAFF, "text": "記録"}]
    assert served.workspace.bot_token not in repr(served.records.entries)


def test_429_on_demand(served: Served) -> None:
    served.workspace.fail_next("chat.postMessage", times=2, retry_after=7)
    client = served.client()
    for _ in range(2):
        with pytest.raises(SlackApiError) as raised:
            client.chat_postMessage(channel=STAFF, text="x")
        assert raised.value.response.status_code == 429
        assert raised.value.response.headers["retry-after"] == "7"
        assert raised.value.response["error"] == "ratelimited"
    assert client.auth_test()["ok"]
    assert client.chat_postMessage(channel=STAFF, text="x")["ok"]
    assert served.page.texts(served.page.dm()) == ["x"]


def test_the_sdks_own_handler_gets_over_a_429(served: Served) -> None:
    served.workspace.fail_next("users.info", times=1, retry_after=0)
    handler = RateLimitErrorRetryHandler(max_retry_count=1)
    assert served.client(retry_handlers=[handler]).users_info(user=STAFF)["ok"]


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": STAFF, "text": "x"}),
        ("im:write", "conversations.open", {"users": STAFF}),
        ("channels:read", "conversations.list", {}),
        ("im:read", "conversations.list", {"types": "im"}),
        ("users:read", "users.info", {"user": STAFF}),
        ("team:read", "team.info", {}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.png", "length": 1}),
    ],
)
def test_a_scope_that_the_manifest_lacks(
    scope: str, method: str, arguments: dict[str, object]
) -> None:
    scopes = tuple(row for row in ALL_SCOPES if row != scope)
    with serve_workspace(scopes=scopes) as served:
        with pytest.raises(SlackApiError) as raised:
            served.client().api_call(method, json=arguments)
        answer = raised.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
        assert answer["provided"] == ",".join(scopes)


def test_history_needs_the_scope_of_its_kind_of_conversation() -> None:
    with serve_workspace(scopes=("chat:write", "im:history")) as served:
        assert served.client().conversations_history(channel=served.page.dm())["ok"]
        channel = served.page.channel("窓口")
        assert refusal(served, "conversations.history", channel=channel) == "missing_scope"


def test_without_the_scope_there_are_no_commands() -> None:
    with serve_workspace(scopes=("chat:write",)) as served:
        state = served.page.get("state")
        assert (state["commands"], state["shortcuts"]) == ([], [])


def test_views_need_no_scope() -> None:
    with serve_workspace(scopes=()) as served:
        assert served.client().views_publish(user_id=STAFF, view=home())["ok"]
