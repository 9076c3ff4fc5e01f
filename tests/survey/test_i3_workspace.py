"""I3 at the front: a small ward answers in the local Slack, through the Bolt app, for real.

What the workspace keeps of it, what passed between it and the app, the log at its most
talkative, the database with its system columns, and survey.db as it lay there in between are
searched. On PostgreSQL another process is the owner, so that every answer is sealed first.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.pace import Limits
from bot.jobs.worker import Worker
from bot.service.backups import Backups
from bot.service.rooms import Choices, Service, open_service
from bot.service.roster import OPERATOR
from bot.slack.blocks.survey import CHOICE, block_of
from bot.slack.blocks.survey_sent import OPENED, TITLE
from bot.slack.clients import Clients, make_clients
from bot.slack.connection import connect_socket, connected_app
from bot.slack.manifest import manifest
from bot.slack.sender import SlackSender
from bot.slack.unasked import post_surveys
from bot.store import tables
from bot.store.engine import Store
from bot.workspace.identifiers import stable_id
from bot.workspace.server import Person, SocketDelivery, Workspace
from tests.support.service import SetClock
from tests.support.workspace import Page, Records, serving, until
from tests.survey.attacks import (
    POINT,
    Truth,
    by_majority,
    certain,
    in_order,
    nearest,
    one_sided,
    recovered,
)
from tests.survey.playing import logging_everything, published_step
from tests.survey.wards import CLOSES, HOUR, OPENS, WAVE, SurveyWard, forms, hire, staff_id

PEOPLE, ANSWERING = 36, 28
CHANNEL = "職員アンケート"


class Clock(SetClock):
    """As the workspace wants it."""

    def advance_to(self, moment: Any) -> None:
        self.moment = moment

    def next_post(self) -> Any:
        return self.moment + HOUR


@dataclass
class Room:
    """The workspace as people see it, and the app in it; ``places`` are what was collected."""

    page: Page
    service: Service
    clients: Clients
    clock: Clock
    ward: SurveyWard
    records: Records
    places: dict[str, bytes] = field(default_factory=dict)

    def answer(self, number: int) -> None:
        """Somebody asks for the form, fills it in and hands it in, as the page does."""
        user = f"U{number:05d}"
        assert self.page.command("/kizuki アンケート", user=user)["ok"]
        view = self.page.modal(user)["view"]
        values = {
            block_of(question): {CHOICE: {"selected_option": {"value": option}}}
            for question, option in self.ward.truth[number].items()
        }
        said = self.page.post("submit", user, view_id=view["id"], state={"values": values})
        assert said["ok"], said
        self.ward.owner.step()

    def send_due(self) -> None:
        """Everything that is due goes out to the workspace."""
        self.service.delivery.ensure_due(self.clock.now())
        sender = SlackSender(self.service, self.clients)
        Worker(self.service.delivery, sender, self.clock, patience=0).drain()

    def look(self, name: str) -> None:
        """Copy survey.db and what lies beside it."""
        for file in self.ward.file.parent.glob("survey.db*"):
            self.places[f"{name}/{file.name}"] = file.read_bytes()


@pytest.fixture
def room(
    store: Store, library: Library, tmp_path: Path, engine_name: str
) -> Iterator[tuple[Room, Path]]:
    """A workspace of 36, the app connected to it, and a wave that has just opened."""
    hire(store, PEOPLE)
    clock, records, state = Clock(OPENS), Records(), tmp_path / "workspace.json"
    at_once = Choices(posting=Limits(ceiling=200, start=200))
    service = open_service(store, library, clock, tmp_path / "data", at_once)
    ward = SurveyWard(store, service.surveys, tmp_path / "s" / "survey.db", forms(PEOPLE, 4))
    if engine_name == "postgresql":
        ward.surveys = ward.elsewhere()
    people = [Person(f"U{n:05d}", f"職員{n}", "職員") for n in range(PEOPLE)]
    workspace = Workspace(manifest(), people, (CHANNEL,), clock, state, SocketDelivery(), records)
    with ExitStack() as stack:
        address = stack.enter_context(serving(workspace.asgi()))
        stack.callback(workspace.close)
        page = Page(address)
        stack.callback(page.http.close)
        clients = make_clients(workspace.bot_token, f"{address}/api/")
        app = connected_app(service, clients, None)
        stack.callback(app.close)
        link = connect_socket(app, clients, workspace.app_token)
        stack.callback(link)
        stack.callback(workspace.drop_connections)
        yield Room(page, service, clients, clock, ward, records), state


def test_i3_answers_given_in_the_workspace_are_nowhere(
    room: tuple[Room, Path], tmp_path: Path, engine_name: str
) -> None:
    front, state = room
    chance = random.Random(4)  # noqa: S311 - an invented ward
    answering = chance.sample(range(PEOPLE), ANSWERING)
    truth = {staff_id(n): front.ward.truth[n]["q1"] for n in answering}
    with logging_everything() as log:
        _held(front, answering, tmp_path / "copies", engine_name)
        front.places["log"] = log.getvalue().encode()
    kept = until(lambda: _kept(state))
    assert kept[OPENED] == 1
    assert kept[TITLE] == PEOPLE
    front.places["message store"] = state.read_bytes()
    front.places["acknowledgements and calls"] = _seen(front.records)
    for name in ("message store", "acknowledgements and calls", "log"):
        assert len(front.places[name]) > 10_000, name
    found = front.ward.surveys.result(OPERATOR, WAVE)
    assert found.answered == ANSWERING
    _attacked(
        front.places,
        truth,
        [staff_id(n) for n in answering],
        published_step(found, frozenset(truth), dict.fromkeys(truth, "group-sec00")),
    )


def _kept(state: Path) -> Counter[str]:
    """How many messages with which text the workspace has saved; empty until all are."""
    saved = json.loads(state.read_text("utf-8"))["messages"]
    texts = Counter(row["text"] for rows in saved.values() for row in rows)
    return texts if texts[TITLE] >= PEOPLE else Counter()


def _held(front: Room, answering: list[int], copies: Path, engine_name: str) -> None:
    """The wave: asked, announced, answered, looked into every ten answers, closed."""
    front.ward.open()
    owner, plan = front.ward.owner, front.ward.surveys.plan
    owner.tend(plan, OPENS)
    for channel in ("C0NOWHERE", stable_id("C", CHANNEL), stable_id("C", CHANNEL)):
        post_surveys(front.service, front.clients, channel)  # tried again, then posted once
    front.clock.moment = OPENS + 2 * HOUR
    front.send_due()
    for place, number in enumerate(answering):
        front.answer(number)
        if place % 10 == 9:
            front.look(f"after {place + 1}")
    _rows(front, "rows while open")
    if engine_name == "sqlite":
        made = Backups(front.ward.store, copies, 9).make_if_due(OPENS + timedelta(days=1))
        assert made is not None
        front.places["nightly copy"] = made.read_bytes()
    front.clock.moment = CLOSES
    owner.tend(plan, CLOSES)
    front.look("closed")
    _rows(front, "rows at the end")


def _rows(front: Room, name: str) -> None:
    """Every row of the database with where it lies, in that order."""
    on_postgresql = front.ward.store.file is None
    place = "ctid::text, xmin::text" if on_postgresql else "'', ''"
    with front.ward.store.read() as tx:
        for table in tables.metadata.sorted_tables:
            order = "ctid" if on_postgresql else "1"
            wanted = f'SELECT *, {place} FROM "{table.name}" ORDER BY {order}'  # noqa: S608
            rows = tx.exec_driver_sql(wanted).all()
            front.places[f"{name}: {table.name}"] = "\n".join(map(str, rows)).encode()
            by_xmin = sorted(map(str, rows), key=lambda row: row.rsplit(",", 1)[-1])
            front.places[f"{name}: {table.name} by xmin"] = "\n".join(by_xmin).encode()


def _seen(records: Records) -> bytes:
    return json.dumps(records.entries, ensure_ascii=False, default=str).encode()


def _attacked(places: dict[str, bytes], truth: Truth, order: list[str], table: Any) -> None:
    allowed = recovered(by_majority(table), truth) + POINT
    assert certain(table) == one_sided(table) == frozenset()
    shares = {
        name: max(recovered(nearest(data, truth), truth), recovered(in_order(data, order), truth))
        for name, data in places.items()
    }
    assert {name: share for name, share in shares.items() if share > allowed} == {}
