"""What the app puts at Slack unasked beside messages: App Homes, and marks of the audit."""

from __future__ import annotations

import logging
from http.client import HTTPException

from slack_sdk.errors import SlackApiError

from bot.core.delivery import Ambiguous, NotNow, Refused, RetryAfter
from bot.service.rooms import Service
from bot.slack.blocks.base import section
from bot.slack.blocks.roster import anchor_lines
from bot.slack.blocks.survey_sent import announcement_message
from bot.slack.clients import Clients
from bot.slack.conversations import doors
from bot.slack.outcomes import AWAY_SECONDS, of_answer, of_failure
from bot.slack.showing import publish_home

log = logging.getLogger(__name__)

ANCHOR_TEXT = "名前の一覧を見た記録の、月のしめくくりです。"


def publish_homes(service: Service, clients: Clients) -> bool:
    """Publish the App Homes whose turn it is; whether more people wait for theirs."""
    waiting = service.homes.waiting(service.clock.now())
    for person in waiting or ():
        if person.slack_user_id is None:
            continue
        try:
            publish_home(service, clients.posting, person.slack_user_id, doors())
        except SlackApiError as error:
            if _held_back(service, of_answer(error)):
                return True
        except (OSError, HTTPException) as error:
            _held_back(service, of_failure(error))
            return True
        # Also for an account that cannot be given a home: it is not tried for ever.
        service.homes.published(person)
    return waiting is not None


def post_anchors(service: Service, clients: Clients, channel: str) -> bool:
    """Post count and mark of each closed month to the administrators' channel, once."""
    for anchor in service.audit.to_post(service.clock.now()):
        try:
            clients.posting.chat_postMessage(
                channel=channel,
                text=ANCHOR_TEXT,
                blocks=[section(anchor_lines(anchor))],
                unfurl_links=False,
            )
        except (SlackApiError, OSError, HTTPException) as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else ""
            log.error("mark of the audit not posted: %s %s", type(error).__name__, code)
            return False
        service.audit.posted(anchor)
    return False


def post_surveys(service: Service, clients: Clients, channel: str) -> bool:
    """Post hash, number of people and wording of each wave that opened, once."""
    for told in service.surveys.to_announce():
        reply = announcement_message(told)
        try:
            clients.posting.chat_postMessage(
                channel=channel, text=reply.text, blocks=reply.blocks, unfurl_links=False
            )
        except (SlackApiError, OSError, HTTPException) as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else ""
            log.error("survey not announced: %s %s", type(error).__name__, code)
            return False
        service.surveys.announced(told.wave)
    return False


def _held_back(service: Service, result: RetryAfter | NotNow | Ambiguous | Refused) -> bool:
    """Whether publishing has to wait: after anything but a refusal of this one home."""
    match result:
        case RetryAfter(seconds):
            service.homes.hold_back(seconds, refused_by_slack=True)
        case NotNow(seconds):
            service.homes.hold_back(seconds, refused_by_slack=False)
        case Ambiguous():
            service.homes.hold_back(AWAY_SECONDS, refused_by_slack=False)
        case Refused(reason):
            log.warning("a home was refused: %s", reason)
            return False
    return True
