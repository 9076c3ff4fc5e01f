"""Somebody who tries everything: each command, and each control anybody was ever shown.

What the app showed to one person is pressed by all others too, with its values as they
were and with the ids of other sections and people in their place; modals are opened,
their ``private_metadata`` is forged, and they are handed in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.service.report_child import ReportFailed, ReportMaker
from bot.slack.afterwards import Afterwards
from bot.slack.conversations import LISTENERS
from bot.slack.one_by_one import OneByOne
from tests.support.front import Front
from tests.support.slack_payloads import Ack, Payload, Who, account, decoded, home, modal

MOST_VALUES = 1  # of one kind of control, besides the forged ones
# The printed pages hold content alone (a room without a store), and take seconds each.
ONLY_CONTENT = "print:"
_NUMBER = re.compile(r"\d+")
# Whatever draws a page, by where the service knows it: a second of work for each.
DRAWN = (
    "morning_cards.morning_card",
    "certificates.certificate_page",
    "printing.agenda_page",
    "printing.blank_sheet",
    "printing.blank_workbook",
    "printing.filled_sheet",
    "printing.pocket_guide",
    "printing.urgent_page",
)


class AtOnce:
    """A pool that works in the caller's thread: what is shown belongs to who asked."""

    def submit(self, work: Any, *args: Any) -> Future[Any]:
        """Do it now; the future holds what came of it."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args))
        except Exception as error:  # noqa: BLE001  # as a pool does: the future reports it
            done.set_exception(error)
        return done

    def shutdown(self, *, cancel_futures: bool = False) -> None:
        """Nothing is ever under way."""


def work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what follows an acknowledgement happen before it."""
    made = Afterwards.__init__

    def make(self: Afterwards, *args: Any) -> None:
        made(self, *args)
        self._pool = self._homes = AtOnce()  # type: ignore[assignment]

    def queue(self: OneByOne, *args: Any) -> None:
        queued(self, *args)
        self._pool = AtOnce()  # type: ignore[assignment]

    queued = OneByOne.__init__
    monkeypatch.setattr(OneByOne, "__init__", queue)
    monkeypatch.setattr(Afterwards, "__init__", make)
    monkeypatch.setattr("bot.slack.afterwards.HOME_PATIENCE", 0.0)


def catch_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be drawn and written into files, caught before the drawing."""
    caught: list[str] = []

    def make(self: ReportMaker, orders: Sequence[object]) -> None:
        caught.append(repr(orders))
        raise ReportFailed

    def drawn(paper: object) -> bytes:
        caught.append(repr(paper))
        return b"%PDF"

    monkeypatch.setattr(ReportMaker, "make", make)
    for name in DRAWN:
        monkeypatch.setattr(f"bot.service.{name}", drawn)
    return caught


@dataclass
class Crawl:
    """What was shown to whom, and every control and modal that was ever seen.

    ``files`` is where :func:`catch_files` puts what would be in files.
    """

    front: Front
    forged: Sequence[str]
    files: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)
    controls: dict[tuple[str, str], Payload] = field(default_factory=dict)
    modals: dict[tuple[str, str], Payload] = field(default_factory=dict)
    _kinds: Counter[str] = field(default_factory=Counter)

    def words_shown_to(self, who: Who) -> str:
        """Everything the app ever sent to that person."""
        return "\n".join(self.shown.get(account(who), ()))

    def look_around(self, who: Who) -> None:
        """Every command, every shortcut, App Home."""
        for command in LISTENERS:
            self._took(who, self.front.command(who, command.word))
            if command.shortcut:
                self._took(who, self.front.shortcut(who, command.action_id))
        for other in self.forged[:2]:
            self._took(who, self.front.command(who, f"集計 {other}"))
        self._took(who, self.front.open_home(who))

    def press_everything(self, who: Who, but: int = 0) -> int:
        """Every control seen so far, also with forged values, in a message, a modal, a home.

        ``but``: without the first so many, which were pressed before. Returns how many there were.
        """
        places = (self.front.message(ephemeral=True), home(), modal("V1"))
        known = len(self.controls)
        for number, element in enumerate(list(self._pressable(but))):
            if element["action_id"].startswith(ONLY_CONTENT):
                continue
            place = places[number % len(places)]
            self._took(who, self.front.press(who, element, place, self._state(element)))
        return known

    def hand_in_everything(self, who: Who) -> None:
        """Every modal seen so far, also with forged metadata."""
        for view in list(self.modals.values()):
            known = str(view.get("private_metadata") or "")
            for metadata in dict.fromkeys([known, *self._forgeries(known)]):
                values = _filled(view["blocks"])
                more = {"private_metadata": metadata, "blocks": view["blocks"]}
                ack = self.front.submit(who, view["callback_id"], values, **more)
                self._took(who, ack)

    def _took(self, who: Who, ack: Ack) -> None:
        """Remember what was said and what could be pressed in it."""
        calls = [(call.method, call.args) for call in self.front.calls_since_forgotten()]
        said = [ack.body, *({k: decoded_or(v) for k, v in args.items()} for _, args in calls)]
        for one in said:
            self.shown.setdefault(account(who), []).append(json.dumps(one, ensure_ascii=False))
            self._harvest(one)
        self.shown[account(who)] += self.files
        self.files.clear()
        self.front.forget()

    def _harvest(self, shown: Any) -> None:
        for part in _parts(shown):
            if "action_id" in part:
                for value in _values(part):
                    self._keep(part, value)
            if part.get("type") == "modal" and part.get("submit"):
                key = (part["callback_id"], str(part.get("private_metadata") or ""))
                self.modals.setdefault(key, part)

    def _keep(self, part: Payload, value: str) -> None:
        kind = _NUMBER.sub("n", part["action_id"])
        key = (part["action_id"], value)
        if self._kinds[kind] < MOST_VALUES and key not in self.controls:
            self.controls[key] = _pressed(part, value)
            self._kinds[kind] += 1

    def _pressable(self, but: int) -> Iterator[Payload]:
        for element in list(self.controls.values())[but:]:
            yield element
            value = str(element.get("value") or "")
            for forged in self._forgeries(value):
                yield _pressed(element, forged)

    def _forgeries(self, value: str) -> list[str]:
        """Guessed ids, and the value with other ids in the place of those it carries."""
        swapped = (
            value.replace(known, other)
            for known in self.forged
            for other in self.forged
            if known != other and known in value
        )
        return list(dict.fromkeys([*self.forged[:2], *swapped]))

    def _state(self, element: Payload) -> Payload:
        option = element.get("selected_option")
        return {"b": {element["action_id"]: element}} if option else {}


def decoded_or(value: Any) -> Any:
    """JSON in a string as what it stands for."""
    if isinstance(value, str) and value[:1] in "[{":
        return decoded(value)
    return value


def _parts(shown: Any) -> Iterator[Payload]:
    """Every mapping inside, however deep."""
    if isinstance(shown, Mapping):
        yield dict(shown)
        for value in shown.values():
            yield from _parts(value)
    elif isinstance(shown, list | tuple):
        for value in shown:
            yield from _parts(value)


def _values(part: Payload) -> list[str]:
    options = part.get("options") or ()
    return [str(o["value"]) for o in options] or [str(part.get("value") or "")]


def _pressed(part: Payload, value: str) -> Payload:
    """A control as pressing it sends it: as a button and as a select."""
    chosen = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    dates = {"selected_date": "2026-11-16"} if part.get("type") == "datepicker" else {}
    kind = {"type": part.get("type", "button"), "action_id": part["action_id"]}
    return {**kind, "value": value, "selected_option": chosen, **dates}


def _filled(blocks: Sequence[Payload]) -> Payload:
    """The state of a form in which nothing or the first choice is taken."""
    state: Payload = {}
    for number, block in enumerate(blocks):
        element = block.get("element")
        if element and "action_id" in element:
            options = element.get("options") or [None]
            answer = {"type": element["type"], "value": "x", "selected_option": options[0]}
            answer["selected_options"] = [o for o in options if o][:1]
            answer["selected_date"] = element.get("initial_date")
            state[block.get("block_id", f"b{number}")] = {element["action_id"]: answer}
    return state
