"""Foreign hosts and pages are refused, and every answer carries the security headers."""

from __future__ import annotations

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.workspace.guard import is_loopback
from tests.support.workspace import STAFF, Served
from tests.workspace.raw_link import ticket_url


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:3000", "LOCALHOST", "[::1]:80", "127.1.2.3"]
)
def test_loopback_hosts(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.jp",
        "192.168.0.2:80",
        "127.0.0.1.example.jp",
        "localhost.example.jp:80",
        "0.0.0.0",  # noqa: S104 - this address is refused, not bound
    ],
)
def test_other_hosts(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("path", ["/", "/page/state?user=U0STAFF", "/api/auth.test", "/static/x"])
def test_a_rebound_name_is_refused_everywhere(served: Served, path: str) -> None:
    answer = httpx.get(served.address + path, headers={"host": "evil.example.jp"})
    assert answer.status_code == 403
    assert answer.json()["error"] == "host_refused"
    assert "同じパソコン" in answer.json()["message"]


def test_a_rebound_name_is_refused_for_the_socket(served: Served) -> None:
    url = ticket_url(served)
    headers = {"Host": "evil.example.jp"}
    with pytest.raises(InvalidStatus), connect(url, additional_headers=headers):
        pass


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example.jp"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:1", "sec-fetch-site": "same-origin"},
    ],
)
def test_another_page_cannot_change_anything(served: Served, headers: dict[str, str]) -> None:
    body = {"user": STAFF, "channel": served.page.dm(), "text": "なりすまし"}
    answer = httpx.post(f"{served.address}/page/message", json=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (403, "origin_refused")
    assert served.page.messages(served.page.dm()) == []


@pytest.mark.parametrize("name", ["origin", "sec-fetch-site"])
def test_the_page_itself_can(served: Served, name: str) -> None:
    value = served.address if name == "origin" else "same-origin"
    body = {"user": STAFF, "channel": served.page.dm(), "text": "本人"}
    answer = httpx.post(f"{served.address}/page/message", json=body, headers={name: value})
    assert answer.json() == {"ok": True}


@pytest.mark.parametrize("path", ["/", "/page/state?user=U0STAFF", "/static/none.js", "/nowhere"])
def test_security_headers(served: Served, path: str) -> None:
    headers = httpx.get(served.address + path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
