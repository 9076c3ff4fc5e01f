"""会議: when to use which of the three conferences."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.lists import conferences_reply
from bot.slack.commands import Command


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """All three, with how they differ."""
    return conferences_reply(service.referral.conferences(actor))


COMMAND = Command(
    id="conferences",
    word="会議",
    aliases=("かいぎ",),
    usage="/kizuki 会議",
    description="つながる場・シェア会議・合同会議の使い分けを案内します",
    run=run,
    shortcut="会議の使い分け",
)
