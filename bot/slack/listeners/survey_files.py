"""資料を作る: the report of a closed wave as files, in the messages of whoever runs the survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App

from bot.reports.orders import MadeFile
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import as_modal
from bot.slack.blocks.report_files import busy_reply
from bot.slack.blocks.survey_desk import FILES_LOOK
from bot.slack.blocks.survey_files import (
    FORM,
    KINDS,
    NO_KIND,
    asked_reply,
    failed_reply,
    files_form,
    making_reply,
    ready_reply,
    wish_of,
)
from bot.slack.clients import Clients
from bot.slack.file_job import FileJob, JobWords
from bot.slack.one_by_one import OneByOne
from bot.slack.showing import asking, show

WORDS = JobWords(making_reply, ready_reply, failed_reply)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register 「資料を作る」 and its form."""
    queue = OneByOne("survey-files")

    @app.action(FILES_LOOK)
    def on_look(ack: Ack, body: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        show(clients, body, files_form(service.surveys.closed_waves(actor)))
        ack()

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        service.surveys.check_runner(actor)
        wave, kinds = wish_of(view["state"]["values"])
        if not kinds:
            ack(response_action="errors", errors={KINDS: NO_KIND})
            return

        def make() -> Sequence[MadeFile]:
            again, _ = asking(service, body)
            return service.survey_files.make(again, now, wave, kinds)

        job = FileJob(clients.posting, actor.slack_user_id, make, WORDS)
        ahead = queue.put(job.do, job.failed)
        if ahead:
            afterwards.do(lambda: job.announce(ahead))
        reply = busy_reply() if ahead is None else asked_reply()
        ack(response_action="update", view=as_modal(reply))
