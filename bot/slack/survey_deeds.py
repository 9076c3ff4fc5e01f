"""What a press asks of the survey's owner: said at once, and told when it is done or refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.core.indicator.wave import WaveFault
from bot.service.referral import UnknownEntry
from bot.service.rooms import Service
from bot.service.survey.opening import CannotOpen
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, as_modal
from bot.slack.blocks.survey_desk import asked_reply, busy_reply, outcome_reply
from bot.slack.clients import Clients
from bot.slack.errors import sentence_for
from bot.slack.one_by_one import OneByOne
from bot.slack.showing import Body, asking, replace

log = logging.getLogger(__name__)


class Deeds:
    """What is asked of the survey's owner by a press in a modal: one after the other."""

    def __init__(self, service: Service, clients: Clients, afterwards: Afterwards) -> None:
        self._service = service
        self._clients = clients
        self._afterwards = afterwards
        self._queue = OneByOne("survey-desk")

    def do(self, body: Body, work: Callable[[], str]) -> None:
        """Say that it is asked for, and later what became of it.

        NotPermitted for who may not run the survey; UnknownEntry outside a modal.
        """
        actor, _ = asking(self._service, body)
        self._service.surveys.check_runner(actor)
        if (body.get("view") or {}).get("type") != "modal":
            raise UnknownEntry
        replace(self._clients, body, asked_reply())

        def done() -> None:
            self._tell(body, outcome_reply(work(), done=True), done=True)
            self._afterwards.refresh_home(body["user"]["id"])

        def failed(error: Exception) -> None:
            self._tell(body, outcome_reply(_sentence(error), done=False), done=False)

        if self._queue.put(done, failed) is None:
            replace(self._clients, body, busy_reply())

    def _tell(self, body: Body, reply: Reply, *, done: bool) -> None:
        """In the modal; in the person's messages when they have closed it.

        What was done closes the form below it too, so that nobody hands it in again.
        """
        view = {**as_modal(reply), "clear_on_close": done}
        try:
            self._clients.posting.views_update(view_id=body["view"]["id"], view=view)
        except SlackApiError:
            self._write(body["user"]["id"], reply)
        except (SlackClientError, OSError, HTTPException) as error:
            log.error("survey: an outcome could not be told: %s", type(error).__name__)

    def _write(self, user_id: str, reply: Reply) -> None:
        try:
            self._clients.posting.chat_postMessage(
                channel=user_id, text=reply.text, blocks=list(reply.blocks)
            )
        except (SlackClientError, OSError, HTTPException) as error:
            log.error("survey: an outcome could not be told: %s", type(error).__name__)


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, CannotOpen | WaveFault) else sentence_for(error)
