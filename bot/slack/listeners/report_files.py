"""資料: a form, then the figures as files in the asker's messages with the app."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackClientError

from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted
from bot.reports.orders import MadeFile
from bot.service.report_child import ReportFailed
from bot.service.report_files import NAMES_STAY, NothingWished, Wish
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.figures import MAKE, unpacked
from bot.slack.blocks.report_files import (
    FORM,
    KINDS,
    NAMES,
    NO_KIND,
    NO_NAMES_THERE,
    asked_reply,
    busy_reply,
    failed_reply,
    form,
    making_reply,
    ready_reply,
    wish_of,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.errors import sentence_for
from bot.slack.one_by_one import OneByOne
from bot.slack.showing import asking, chosen, show
from bot.slack.upload import NotUploaded, upload

log = logging.getLogger(__name__)

NOT_MADE = "少しおいて、もう一度お試しください。続くときは、管理者に伝えてください。"
NOT_SENT = "Slackにファイルを渡せませんでした。少しおいて、もう一度お試しください。"


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The form with what the asker may have."""
    return form(service.report_files.choices(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「資料を作る」, wherever it stands, and the form."""
    queue = OneByOne("report-files")

    @app.action(MAKE)
    def on_make(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        asked = unpacked(chosen(action))
        choices = service.report_files.choices(actor, now)
        show(clients, body, form(choices, asked.section_id, asked.period))
        ack()

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        wish = wish_of(view["state"]["values"])
        faults = _faults(service, actor, wish)
        if faults:
            ack(response_action="errors", errors=faults)
            return
        job = _Job(service, clients, actor, wish, now)
        ahead = queue.put(job.do, job.failed)
        if ahead:
            afterwards.do(lambda: job.announce(ahead))
        reply = busy_reply() if ahead is None else asked_reply()
        ack(response_action="update", view=as_modal(reply))


def _faults(service: Service, actor: Actor, wish: Wish) -> dict[str, str]:
    """What to mend in the form; NotPermitted for what no form of the actor's offers."""
    try:
        service.report_files.check(actor, wish)
    except NothingWished:
        return {KINDS: NO_KIND}
    except NotPermitted as error:
        if error.action is Action.SEE_NAMES and wish.with_names:
            return {NAMES: NO_NAMES_THERE}
        raise
    return {}


class _Job:
    """One wish on its way: the message that tells of it, and the files in the end."""

    def __init__(
        self, service: Service, clients: Clients, actor: Actor, wish: Wish, now: datetime
    ) -> None:
        self._service = service
        self._client = clients.posting
        self._actor = actor
        self._wish = wish
        self._now = now
        self._telling = threading.Lock()
        self._place: tuple[str, str] | None = None

    def announce(self, ahead: int) -> None:
        """Say that it is being made, or how many are before it; once."""
        with self._telling:
            if self._place is None:
                self._tell(making_reply(ahead))

    def do(self) -> None:
        """Make the files and send them."""
        with self._telling:
            channel = self._tell(making_reply(0))
        files = self._service.report_files.make(self._actor, self._wish, self._now)
        upload(self._client, channel, files, self._note)
        named = any(file.named for file in files)
        until = self._service.clock.now() + NAMES_STAY if named else None
        with self._telling:
            self._tell(ready_reply(until))

    def failed(self, error: Exception) -> None:
        """Say why there are no files."""
        try:
            with self._telling:
                self._tell(failed_reply(_sentence(error)))
        except (SlackClientError, OSError, HTTPException) as second:
            log.error("could not tell that files were not made: %s", type(second).__name__)

    def _note(self, file: MadeFile, file_id: str) -> None:
        if file.named:
            self._service.report_files.note_named(file_id, self._service.clock.now())

    def _tell(self, reply: Reply) -> str:
        """Say it in the one message; returns the conversation it stands in."""
        blocks = list(reply.blocks)
        if self._place is None:
            # Files go to a conversation only, never to a person: the message tells which it is.
            posted = self._client.chat_postMessage(
                channel=self._actor.slack_user_id, text=reply.text, blocks=blocks
            )
            self._place = (str(posted["channel"]), str(posted["ts"]))
        else:
            channel, ts = self._place
            self._client.chat_update(channel=channel, ts=ts, text=reply.text, blocks=blocks)
        return self._place[0]


def _sentence(error: Exception) -> str:
    if isinstance(error, ReportFailed):
        log.error("files not made: %s", error)
        return NOT_MADE
    if isinstance(error, NotUploaded):
        log.error("files not sent: %s", error)
        return NOT_SENT
    return sentence_for(error)


COMMAND = Command(
    id="report",
    word="資料",
    aliases=("しりょう",),
    usage="/kizuki 資料",
    description="受講の状況を、図・PDF・表にして受け取ります（課長・研修担当・指標担当）",
    run=run,
    register=register,
    needs=Action.SEE_FIGURES,
)
