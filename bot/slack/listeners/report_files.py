"""資料: a form, then the figures as files in the asker's messages with the app."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.people import Actor
from bot.core.permissions import Action, NotPermitted
from bot.reports.orders import MadeFile
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
from bot.slack.file_job import FileJob, JobWords
from bot.slack.one_by_one import OneByOne
from bot.slack.showing import asking, chosen, show


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
        job = _job(service, clients, actor, wish, now)
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


def _job(service: Service, clients: Clients, actor: Actor, wish: Wish, now: datetime) -> FileJob:
    files = service.report_files

    def ready(made: Sequence[MadeFile]) -> Reply:
        named = any(file.named for file in made)
        return ready_reply(service.clock.now() + NAMES_STAY if named else None)

    def note(file: MadeFile, file_id: str) -> None:
        if file.named:
            files.note_named(file_id, service.clock.now())

    return FileJob(
        clients.posting,
        actor.slack_user_id,
        lambda: files.make(actor, wish, now),
        JobWords(making_reply, ready, failed_reply),
        note,
    )


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
