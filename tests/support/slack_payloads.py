"""What Slack sends and shows: presses and their places, the controls in blocks, what it takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks.quiz import CHOICES
from bot.workspace.validate import message_block_errors, view_errors
from tests.support.service import Someone
from tests.support.slack_stub import Call

TRIGGER = "1.2.abc"
Payload = dict[str, Any]
Who = Someone | str


@dataclass(frozen=True)
class Ack:
    """How the app answered one request."""

    status: int
    text: str

    @property
    def body(self) -> Payload:
        """The JSON of the acknowledgement; empty when there is none."""
        body: Payload = json.loads(self.text) if self.text else {}
        return body


def account(who: Who) -> str:
    """The Slack id of somebody."""
    return who.account if isinstance(who, Someone) else who


def dm(who: Who) -> str:
    """Their direct message with the app."""
    return f"D{account(who)[1:]}"


def interaction(kind: str, who: Who) -> Payload:
    """What every interactive payload has in common."""
    user = {"id": account(who), "team_id": "T1"}
    team = {"id": "T1", "domain": "demo"}
    return {"type": kind, "user": user, "team": team, "api_app_id": "A1", "trigger_id": TRIGGER}


def modal(view_id: str = "V1", previous: str | None = None) -> Payload:
    """A press in a modal; ``previous`` names the modal under it."""
    view = {"id": view_id, "type": "modal", "callback_id": "reading", "previous_view_id": previous}
    return {"container": {"type": "view", "view_id": view_id}, "view": view}


def home() -> Payload:
    """A press in App Home."""
    view = {"id": "VHOME", "type": "home", "previous_view_id": None}
    return {"container": {"type": "view", "view_id": "VHOME"}, "view": view}


def blocks_of(shown: Mapping[str, Any]) -> list[Payload]:
    """The blocks of an acknowledgement, a call's arguments or the view in them."""
    holder = decoded(shown.get("view", shown))
    blocks: list[Payload] = decoded(holder["blocks"])
    return blocks


def decoded(value: Any) -> Any:
    """A structure that the SDK may have sent as a JSON string."""
    return json.loads(value) if isinstance(value, str) else value


def words_of(shown: Mapping[str, Any]) -> str:
    """Everything a payload says, as one string."""
    return json.dumps(blocks_of(shown), ensure_ascii=False)


def without_key(words: str) -> str:
    """The same words whichever random key the answer's buttons carry."""
    return re.sub(r"[0-9a-f]{16}", "key", words)


def elements(blocks: Sequence[Payload]) -> Iterator[Payload]:
    """Every control in the blocks, as pressing it names it: with its block's id."""
    for number, block in enumerate(blocks):
        for element in (*block.get("elements", ()), block.get("accessory")):
            if element and "action_id" in element:
                yield {"block_id": block.get("block_id", f"b{number}"), **element}


def control(blocks: Sequence[Payload], action_id: str) -> Payload:
    """The first control with that action id."""
    return next(e for e in elements(blocks) if e["action_id"] == action_id)


def selected(element: Payload, value: str) -> Payload:
    """A select in which the option with that value was chosen."""
    option = next(o for o in element["options"] if o["value"] == value)
    return {**element, "selected_option": option}


def picked(blocks: Sequence[Payload], value: str | None = None) -> Payload:
    """The state of a question in which a choice is picked (the first unless named)."""
    radio = control(blocks, CHOICES)
    value = radio["options"][0]["value"] if value is None else value
    chosen = selected(radio, value)["selected_option"]
    return {radio["block_id"]: {CHOICES: {"type": "radio_buttons", "selected_option": chosen}}}


def faults_of_ack(ack: Ack) -> list[str]:
    """What Slack would refuse in an acknowledgement."""
    if not ack.text:
        return []
    body = ack.body
    match body.get("response_action"):
        case None:
            return _faults_of_message(body)
        case "update" | "push":
            return view_errors(body["view"])
        case "errors":
            return [k for k, v in body["errors"].items() if not (k and 0 < len(v) <= 3000)]
        case other:
            return [f"response_action {other}"]


def faults_of_call(call: Call) -> list[str]:
    """What Slack would refuse in a call or a response_url post."""
    args = call.args
    if "view" in args:
        return view_errors(decoded(args["view"]))
    if "blocks" in args or call.method.startswith(("chat.post", "chat.update")):
        return _faults_of_message(args)
    return []


def _faults_of_message(body: Mapping[str, Any]) -> list[str]:
    faults = message_block_errors(decoded(body["blocks"]))
    return faults if body.get("text") else [*faults, "no text for screen readers"]
