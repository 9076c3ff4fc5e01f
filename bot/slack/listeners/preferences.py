"""受け取り方: how and when the questions come; a rest from them, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.learning.choices import CourseChoice
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.course_choices import CourseChoices
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View
from bot.slack.blocks.preferences import (
    CHANGED,
    FORM,
    OPEN,
    PAUSE,
    PAUSED,
    RESUME,
    RESUMED,
    chosen_of,
    preferences_view,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.showing import Body, asking, show

Change = Callable[[CourseChoices, Actor, datetime], CourseChoice]
_CHANGES: dict[str, tuple[Change, str]] = {
    PAUSE: (CourseChoices.pause, PAUSED),
    RESUME: (CourseChoices.resume, RESUMED),
}


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The form as it stands for the asker."""
    return preferences_view(service.course_choices.see(actor))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the form, 「休止する」 and 「再開する」, wherever they stand."""

    @app.action(OPEN)
    def on_open(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        show(clients, body, run(service, actor, "", now))
        ack()

    @app.view(FORM)
    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, _ = asking(service, body)
        choice = service.course_choices.change(actor, chosen_of(view["state"]["values"]))
        ack(response_action="update", view=preferences_view(choice, CHANGED))

    for action_id, (change, said) in _CHANGES.items():
        app.action(action_id)(_pressed(change, said, service, clients, afterwards))


def _pressed(
    change: Change, said: str, service: Service, clients: Clients, afterwards: Afterwards
) -> Callable[..., None]:
    def on_press(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        choice = change(service.course_choices, actor, now)
        afterwards.refresh_home(body["user"]["id"])
        _show_form(clients, body, preferences_view(choice, said))
        ack()

    return on_press


def _show_form(clients: Clients, body: Body, view: View) -> None:
    """Anew in the form itself; from App Home or a message it opens."""
    shown = body.get("view") or {}
    if shown.get("callback_id") == FORM:
        clients.posting.views_update(view_id=shown["id"], view=view)
    else:
        show(clients, body, view)


COMMAND = Command(
    id="preferences",
    word="受け取り方",
    aliases=("うけとりかた", "休止", "再開"),
    usage="/kizuki 受け取り方",
    description="設問が届く回数と時間、やさしい日本語、休止と再開を選びます",
    run=run,
    register=register,
    needs=Action.TAKE_TRAINING,
)
