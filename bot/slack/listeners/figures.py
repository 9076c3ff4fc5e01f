"""集計: completion figures for supervisors and the training desk."""

from __future__ import annotations

from datetime import datetime

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.figures import figures_reply
from bot.slack.commands import Command


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The figures in the asker's reach."""
    return figures_reply(service.statistics.figures(actor, now))


COMMAND = Command(
    id="figures",
    word="集計",
    aliases=("しゅうけい",),
    usage="/kizuki 集計",
    description="受講の人数と率を見ます（課長・研修担当・指標担当）",
    run=run,
    shortcut="受講の集計",
    needs=Action.SEE_FIGURES,
)
