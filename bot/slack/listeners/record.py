"""記録: a person's own record, for their eyes only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.quiz import record_reply
from bot.slack.blocks.roster import looks_blocks
from bot.slack.commands import Command


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The record of whoever asks, and who looked at a list with them on it."""
    own = record_reply(service.training.record(actor, now))
    looks = looks_blocks(service.audit.looks_at_me(actor))
    return replace(own, blocks=(*own.blocks, *looks))


COMMAND = Command(
    id="record",
    word="記録",
    aliases=("自分の記録", "きろく"),
    usage="/kizuki 記録",
    description="自分が答えた設問の記録を見ます（ほかの人には見えません）",
    run=run,
    shortcut="自分の記録",
    needs=Action.SEE_OWN_RECORD,
)
