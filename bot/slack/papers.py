"""Files for one person: into their own messages with the app, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.people import Actor
from bot.core.sheet import SheetResult
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply
from bot.slack.blocks.printing import FILLED_TITLE, filled_enclosed_reply
from bot.slack.clients import Clients


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to send; ``name`` with its ending."""

    name: str
    title: str
    content: bytes


def send_papers(clients: Clients, actor: Actor, before: Reply, papers: list[Paper]) -> None:
    """Send files to the asker's messages with the app, behind a message that names them."""
    # Files go to a conversation only, never to a person: the message tells which it is.
    posted = clients.posting.chat_postMessage(
        channel=actor.slack_user_id, text=before.text, blocks=list(before.blocks)
    )
    clients.posting.files_upload_v2(
        channel=posted["channel"],
        file_uploads=[
            {"content": paper.content, "filename": paper.name, "title": paper.title}
            for paper in papers
        ],
    )


def send_filled_sheet(
    service: Service, clients: Clients, actor: Actor, result: SheetResult, now: datetime
) -> None:
    """Send the writer's own sheet to the writer (NotOnPaper where it is not offered).

    The message before it says nothing of what the sheet holds.
    """
    content = service.printing.filled_sheet(actor, result, now)
    paper = Paper(f"{FILLED_TITLE}.pdf", FILLED_TITLE, content)
    send_papers(clients, actor, filled_enclosed_reply(), [paper])
