"""緊急: the urgent numbers."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Actor
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.lists import urgent_reply
from bot.slack.commands import Command


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The numbers, those that answer now first."""
    return urgent_reply(service.referral.urgent(actor, now))


COMMAND = Command(
    id="urgent",
    word="緊急",
    aliases=("きんきゅう", "電話"),
    usage="/kizuki 緊急",
    description="すぐに電話できる連絡先を並べます",
    run=run,
    shortcut="緊急の連絡先",
)
