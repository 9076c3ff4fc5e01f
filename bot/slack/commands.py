"""What one conversation offers: a word of /kizuki, a shortcut, a door in App Home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt import App

from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.clients import Clients

SLASH = "/kizuki"
OPEN = "open"

Register = Callable[[App, Service, Clients, Afterwards], None]
Run = Callable[[Service, Actor, str, datetime], Reply | View]


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table that drives /kizuki, help, manifest and README.

    ``run`` takes the text after the word and answers with a Reply, or with a modal
    View where something must be filled in first. ``shortcut`` is the Japanese name
    of the global shortcut and of the door in App Home (≤ 24 characters), if any;
    ``needs`` says to whom the door is shown (the service decides who may enter);
    ``run_in_channel`` takes its place where others could be shown the answer.
    ``register`` adds the conversation's other handlers (buttons, modals, events).
    """

    id: str
    word: str
    usage: str
    description: str
    run: Run
    register: Register | None = None
    aliases: tuple[str, ...] = ()
    shortcut: str | None = None
    needs: Action | None = None
    run_in_channel: Run | None = None

    @property
    def action_id(self) -> str:
        """The id of the App Home door and of the shortcut's callback."""
        return f"{OPEN}:{self.id}"

    def answers_to(self, word: str) -> bool:
        """Whether ``word`` calls this command."""
        return word == self.word or word in self.aliases
