"""ことば: the words staff meet, explained."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.lists import glossary_reply
from bot.slack.commands import Command


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """All terms."""
    return glossary_reply(service.referral.glossary(actor))


COMMAND = Command(
    id="glossary",
    word="ことば",
    aliases=("用語",),
    usage="/kizuki ことば",
    description="会議や制度のことばを、やさしく説明します",
    run=run,
)
