"""The delivery door's only implementation: renders a kind and posts it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.client import HTTPException

from slack_sdk.errors import SlackApiError

from bot.core.delivery import Ambiguous, DeliveryKind, Refused, RetryAfter, SendResult, Sent
from bot.core.permissions import NotPermitted
from bot.service.rooms import Service
from bot.service.training import QuestionGone
from bot.slack.blocks.base import Reply, fitted, section
from bot.slack.blocks.quiz import quiz_reply
from bot.slack.clients import Clients
from bot.store.errors import StoreUnavailable

STORE_AWAY_SECONDS = 30
EVENT_TYPE = "kizuki_delivery"
# Answers after which Slack may have posted all the same (slack.md, reliability.md §2).
_MAYBE_POSTED = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
NOTICES: Mapping[str, str] = {
    "content_errors": (
        "知識か設問の新しいファイルに直すところがあります。前の版を使い続けています。"
        "気づきナビのホームで、ファイル名と行をごらんください。"
    )
}


class SlackSender:
    """Sends one delivery to one person's direct message with the app."""

    def __init__(self, service: Service, clients: Clients) -> None:
        self._service = service
        self._clients = clients
        self._render: Mapping[DeliveryKind, Callable[[Mapping[str, str], str], Reply]] = {
            DeliveryKind.QUIZ: self._quiz,
            DeliveryKind.NOTICE: _notice,
        }

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        """Post once and say what became of it; never repeats by itself."""
        try:
            reply = self._render[kind](payload_ids, to)
        except (QuestionGone, NotPermitted) as error:
            return Refused(type(error).__name__)
        except StoreUnavailable:
            return RetryAfter(STORE_AWAY_SECONDS)
        return self._post(reply, payload_ids["delivery"], to)

    def _quiz(self, ids: Mapping[str, str], to: str) -> Reply:
        now = self._service.clock.now()
        actor = self._service.people.actor(to, now)
        question = self._service.training.as_sent(actor, ids["occurrence"], ids["question"])
        return quiz_reply(question)

    def _post(self, reply: Reply, delivery_id: str, to: str) -> SendResult:
        try:
            answer = self._clients.posting.chat_postMessage(
                channel=to,
                text=reply.text,
                blocks=fitted(reply.blocks),
                unfurl_links=False,
                unfurl_media=False,
                metadata={
                    "event_type": EVENT_TYPE,
                    "event_payload": {"delivery_id": delivery_id},
                },
            )
        except SlackApiError as error:
            return _not_ok(error)
        except (OSError, HTTPException) as error:
            return Ambiguous(type(error).__name__)
        return Sent(answer["channel"], answer["ts"])


def _notice(ids: Mapping[str, str], to: str) -> Reply:
    text = NOTICES[ids["notice"]]
    return Reply("お知らせがあります", (section(text),))


def _not_ok(error: SlackApiError) -> SendResult:
    response = error.response
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    if response.status_code == 429:
        return RetryAfter(_seconds(response.headers))
    if response.status_code >= 500 or code in _MAYBE_POSTED:
        return Ambiguous(code or f"http_{response.status_code}")
    return Refused(code or f"http_{response.status_code}")


def _seconds(headers: Mapping[str, object]) -> float:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "1")
    if isinstance(value, list):
        value = value[0]
    text = str(value)
    return float(text) if text.isdigit() else 1.0
