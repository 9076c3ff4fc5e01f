"""朝礼: a 朝礼5分カード as a file, and 集合: who took part, ticked by name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.core.learning.weeks import closes_at
from bot.core.office_calendar import tokyo_day, week_of
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.gatherings import GatheringFault, PeopleChanged, TooLate
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Reply, View, as_modal
from bot.slack.blocks.morning_card import (
    CHOOSE,
    NOTE,
    SEND,
    TITLE,
    UNDO,
    enclosed_reply,
    morning_reply,
    sending_reply,
)
from bot.slack.blocks.together import (
    CHANGED,
    CONCEPTS,
    CONFIRM_FORM,
    DAY,
    NOBODY,
    PEOPLE_FORM,
    TALK_FORM,
    TOO_LATE,
    UNDO_FORM,
    WHO,
    chosen_of,
    confirm_view,
    noted_view,
    people_view,
    refused_reply,
    talk_form,
    talk_of,
    ticked,
    undo_view,
    undone_reply,
    unpacked,
)
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.papers import Paper, send_papers
from bot.slack.showing import asking, chosen, show

FIRST_GROUP = f"{WHO}0"
_FIELDS = {"day": DAY, "concepts": CONCEPTS}


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """The card to take next, the others, and the talks that were noted."""
    topics = service.morning_cards.topics(actor, now)
    return morning_reply(topics, service.gatherings.recent(actor, now))


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the cards, the ticking and the undoing."""
    _register_cards(app, service, clients, afterwards)
    _register_ticking(app, service, clients)
    _register_undoing(app, service, clients)


def _register_cards(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    def on_card(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        concept_id = chosen(action)
        service.morning_cards.check(actor, concept_id, now)
        show(clients, body, sending_reply())
        ack()
        # Drawing and uploading take seconds; nobody's acknowledgement may wait for them.
        afterwards.do(lambda: send(service, clients, actor, concept_id, now))

    app.action(SEND)(on_card)
    app.action(CHOOSE)(on_card)


def send(service: Service, clients: Clients, actor: Actor, concept_id: str, now: datetime) -> None:
    """Draw the card and send it to the asker's messages with the app."""
    title, content = service.morning_cards.card(actor, concept_id, now)
    name = f"{TITLE}（{title}）"
    send_papers(clients, actor, enclosed_reply(), [Paper(f"{name}.pdf", name, content)])


def _register_ticking(app: App, service: Service, clients: Clients) -> None:
    @app.action(NOTE)
    def on_note(ack: Ack, body: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        sections = service.gatherings.sections(actor, now)
        topics = service.morning_cards.topics(actor, now)
        show(clients, body, talk_form(sections, topics, tokyo_day(now)))
        ack()

    @app.view(TALK_FORM)
    def on_talk(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        talk = talk_of(view["state"]["values"])
        try:
            found = service.gatherings.people(actor, talk, now)
        except GatheringFault as fault:
            ack(response_action="errors", errors={_FIELDS[fault.field]: str(fault)})
            return
        ack(response_action="update", view=people_view(found))

    @app.view(PEOPLE_FORM)
    def on_people(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        talk, digest, _ = unpacked(view.get("private_metadata"))
        people = ticked(view["state"]["values"])
        if not people:
            ack(response_action="errors", errors={FIRST_GROUP: NOBODY})
            return
        try:
            ids = service.gatherings.ids(actor, talk, digest, now)
        except (PeopleChanged, GatheringFault):
            ack(response_action="update", view=as_modal(refused_reply(CHANGED)))
            return
        people = tuple(one for one in people if one.staff_id in ids)
        late = now >= closes_at(week_of(talk.day))
        # On top of the names, so that a tick can be changed.
        ack(response_action="push", view=confirm_view(talk, digest, ids, people, late=late))

    @app.view(CONFIRM_FORM)
    def on_confirmed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        talk, digest, bits = unpacked(view.get("private_metadata"))
        try:
            people = chosen_of(bits, service.gatherings.ids(actor, talk, digest, now))
            noted = service.gatherings.note(actor, talk, people, now)
        except (PeopleChanged, GatheringFault):
            ack(response_action="update", view=as_modal(refused_reply(CHANGED)))
            return
        ack(response_action="update", view=noted_view(noted))


def _register_undoing(app: App, service: Service, clients: Clients) -> None:
    @app.action(UNDO)
    def on_undo(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            talk, people = service.gatherings.participants(actor, chosen(action), now)
        except TooLate:
            show(clients, body, refused_reply(TOO_LATE))
        else:
            show(clients, body, undo_view(talk, people))
        ack()

    @app.view(UNDO_FORM)
    def on_chosen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        people = ticked(view["state"]["values"])
        if not people:
            ack(response_action="errors", errors={FIRST_GROUP: NOBODY})
            return
        talk_id, ids = str(view.get("private_metadata")), [one.staff_id for one in people]
        try:
            done = service.gatherings.undo(actor, talk_id, ids, now)
        except TooLate:
            ack(response_action="update", view=as_modal(refused_reply(TOO_LATE)))
            return
        ack(response_action="update", view=as_modal(undone_reply(done)))


COMMAND = Command(
    id="morning",
    word="朝礼",
    aliases=("朝礼5分カード", "ちょうれい", "集合"),
    usage="/kizuki 朝礼",
    description="話し合いに使う紙のカードを作り、参加した方に印を付けます（課長・研修担当）",
    run=run,
    register=register,
    needs=Action.MAKE_CARD,
)
