"""The delivery door's only implementation: renders a kind, posts it once, looks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.core.delivery import (
    Ambiguous,
    CheckResult,
    DeliveryKind,
    NotArrived,
    NotNow,
    Refused,
    RetryAfter,
    SendResult,
    Sent,
    Unreadable,
)
from bot.core.learning.posts import LAST_FOR_NOW, NOTICE, SIGNS
from bot.core.learning.reminder_texts import reminder_text
from bot.core.office_calendar import tokyo_day
from bot.core.permissions import NotPermitted
from bot.service.monthly import period_of_post
from bot.service.rooms import Service
from bot.service.survey.values import WaveOver
from bot.service.training import QuestionGone
from bot.slack.blocks.base import Reply, fitted
from bot.slack.blocks.figures_sent import monthly_message, reminder_message
from bot.slack.blocks.post import post_reply
from bot.slack.blocks.survey_sent import survey_message
from bot.slack.clients import Clients
from bot.slack.monthly_pictures import MonthlyPictures
from bot.slack.notices import apology_reply, notice_reply
from bot.slack.outcomes import AWAY_SECONDS, of_answer, of_failure, slack_time
from bot.store.errors import StoreUnavailable

STORE_AWAY_SECONDS = 30
EVENT_TYPE = "kizuki_delivery"
# How far back and how many messages of the person's own conversation are looked at.
MARGIN = timedelta(seconds=60)
MOST_MESSAGES = 20


class SlackSender:
    """Sends one delivery to one person's direct message with the app."""

    def __init__(self, service: Service, clients: Clients) -> None:
        self._service = service
        self._clients = clients
        self._pictures = MonthlyPictures(service, clients)
        self._render: Mapping[DeliveryKind, Callable[[Mapping[str, str], str], Reply]] = {
            DeliveryKind.QUIZ: self._quiz,
            DeliveryKind.NOTICE: self._notice,
            DeliveryKind.APOLOGY: self._apology,
            DeliveryKind.REMINDER: self._reminder,
            DeliveryKind.SURVEY: self._survey,
            DeliveryKind.MONTHLY: self._monthly,
        }

    def __call__(
        self, kind: DeliveryKind, payload_ids: Mapping[str, str], to: str, /
    ) -> SendResult:
        """Post once and say what became of it; never repeats by itself."""
        try:
            reply = self._render[kind](payload_ids, to)
        except (QuestionGone, NotPermitted, WaveOver) as error:
            return Refused(type(error).__name__)
        except StoreUnavailable:
            return NotNow(STORE_AWAY_SECONDS)
        result = self._post(reply, payload_ids["delivery"], to)
        if kind is DeliveryKind.MONTHLY and isinstance(result, Sent):
            self._pictures.follow(payload_ids, to, result)
        return result

    def find(self, delivery_id: str, to: str, age: timedelta, /) -> CheckResult:
        """Look for the message in the person's direct message with the app, nowhere else.

        Only the app's own mark on each message is compared and nothing is kept. The window
        is counted back from Slack's clock, so that ours may be wrong.
        """
        try:
            opened = self._clients.posting.conversations_open(users=to)
            channel = str(opened["channel"]["id"])
            if not channel.startswith("D"):
                return Unreadable("not_a_direct_message")
            oldest = slack_time(opened.headers) - age - MARGIN
            history = self._clients.posting.conversations_history(
                channel=channel,
                oldest=f"{oldest.timestamp():.6f}",
                limit=MOST_MESSAGES,
                include_all_metadata=True,
            )
        except SlackApiError as error:
            return _unread(of_answer(error))
        except (OSError, HTTPException) as error:
            return _unread(of_failure(error))
        for message in history["messages"]:
            if _carries(message, delivery_id):
                return Sent(channel, message["ts"])
        return Unreadable("too_many_messages") if history.get("has_more") else NotArrived()

    def _quiz(self, ids: Mapping[str, str], to: str) -> Reply:
        now = self._service.clock.now()
        actor = self._service.people.actor(to, now)
        question = self._service.training.first_of(actor, ids["occurrence"], now)
        group = ids.get(SIGNS)
        signs = self._service.course_choices.first_signs(group) if group else None
        return post_reply(question, signs, last_for_now=ids.get(NOTICE) == LAST_FOR_NOW)

    def _notice(self, ids: Mapping[str, str], to: str) -> Reply:
        return notice_reply(self._service, ids)

    def _reminder(self, ids: Mapping[str, str], to: str) -> Reply:
        return reminder_message(reminder_text(ids))

    def _survey(self, ids: Mapping[str, str], to: str) -> Reply:
        now = self._service.clock.now()
        return survey_message(self._service.surveys.as_sent(ids["wave"], now))

    def _monthly(self, ids: Mapping[str, str], to: str) -> Reply:
        now = self._service.clock.now()
        actor = self._service.people.actor(to, now)
        period = period_of_post(ids["occurrence"])
        reviews = self._service.standing.in_turn_of(actor, tokyo_day(now))
        return monthly_message(self._service.statistics.figures(actor, now, period), reviews)

    def _apology(self, ids: Mapping[str, str], to: str) -> Reply:
        return apology_reply()

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
            result = of_answer(error)
            if isinstance(result, RetryAfter):
                self._service.metrics.rate_limited()
            return result
        except (OSError, HTTPException) as error:
            return of_failure(error)
        return Sent(answer["channel"], answer["ts"])


def _carries(message: Mapping[str, Any], delivery_id: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("delivery_id") == delivery_id


def _unread(result: SendResult) -> CheckResult:
    """What a failed look means: reading changes nothing, so it can be tried again."""
    match result:
        case Refused(reason):
            return Unreadable(reason)
        case Ambiguous():
            return NotNow(AWAY_SECONDS)
        case _:
            return result
