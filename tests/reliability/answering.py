"""Many people answer the weekly question: signed requests through the real app, counted rows.

Slack's own time is left out: its Web API answers at once, in this process.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest
from sqlalchemy import func, select, update

from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.delivery import ANY_TIME, DeliveryKind, DeliveryState, Occurrence, PlannedDelivery
from bot.core.learning.posts import payload_of
from bot.core.people import Staff
from bot.service.rooms import open_service
from bot.slack.app import build_app
from bot.slack.blocks.quiz import CHOICES, SURE, choices_block
from bot.slack.clients import Clients, SlackClient
from bot.store import deliveries
from bot.store.engine import Store
from bot.store.tables import answer, completion, delivery
from tests.content.conftest import KNOWLEDGE, QUIZZES, write
from tests.store.samples import hire
from tests.support import signed
from tests.support.service import SetClock

SECRET = "answering-signing-secret"  # noqa: S105  # a fixed value for these tests
NOON = datetime(2026, 11, 16, 12, tzinfo=TOKYO)
HEADERS = Mapping[str, str]
KEY = "quiz/2026-W47/1"
PLACE = "D1", "1700000000.000001"  # where each question stands
FINE = json.dumps(
    {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1", "view": {"id": "V1"}}
)


def small_library(folder: Path) -> Library:
    """A small content set of two questions, for what does not hang on what is asked."""
    first = QUIZZES["concepts/call-first.yaml"]
    two = {**QUIZZES, "concepts/ask-second.yaml": first.replace("call-first", "ask-second")}
    return Library.open(write(folder / "knowledge", KNOWLEDGE), write(folder / "quizzes", two))


class QuickSlack(SlackClient):
    """The SDK's client to the last step, where an answer is there at once.

    ``shown`` counts the explanations that took the place of a question: each tells a person
    that the answer is kept.
    """

    def __init__(self) -> None:
        super().__init__(token="xoxb-answering", base_url="http://127.0.0.1:9/api/")  # noqa: S106
        self.shown = 0
        self._counting = threading.Lock()

    def _perform_urllib_http_request_internal(self, url: str, req: Any) -> dict[str, Any]:
        with self._counting:
            self.shown += url.endswith("chat.update")
        return {"status": 200, "headers": {}, "body": FINE}


def quick_clients() -> Clients:
    """Both clients over it."""
    client = QuickSlack()
    return Clients(client, client)


@dataclass(frozen=True)
class Request:
    """One signed request as Slack would send it."""

    body: str
    headers: HEADERS

    def dispatch(self, app: App) -> float:
        """Send it to the app; the seconds until the acknowledgement, which must be one."""
        began = time.perf_counter()
        response = app.dispatch(BoltRequest(body=self.body, headers={**self.headers}))
        took = time.perf_counter() - began
        assert (response.status, response.body) == (200, ""), response
        return took


@dataclass(frozen=True)
class Answering:
    """A ward in which everybody has been asked, and the app that takes the answers."""

    store: Store
    app: App
    slack: QuickSlack
    people: Sequence[Staff]
    questions: Sequence[str]

    @property
    def question(self) -> str:
        """The question with which the post begins."""
        return self.questions[0]

    def requests(self, choice: int = 0, number: int = 0) -> list[Request]:
        """Everybody's answer to one question, signed now (signatures hold for five minutes)."""
        question = self.questions[number]
        return [signed_press(self._press(person, question, choice)) for person in self.people]

    def _press(self, person: Staff, question: str, choice: int) -> Mapping[str, Any]:
        account = str(person.slack_user_id)
        channel, ts = PLACE
        picked = {"type": "radio_buttons", "selected_option": {"value": str(choice)}}
        value = f"{KEY}|{question}"
        button = {"type": "button", "action_id": SURE, "value": value, "block_id": "b"}
        return {
            "type": "block_actions",
            "user": {"id": account, "team_id": "T1"},
            "team": {"id": "T1"},
            "api_app_id": "A1",
            "trigger_id": "1.2.abc",
            "container": {"type": "message", "channel_id": channel, "message_ts": ts},
            "channel": {"id": channel},
            "state": {"values": {choices_block(value): {CHOICES: picked}}},
            "actions": [{**button, "action_ts": "1.0"}],
        }

    def rows(self) -> tuple[int, int, int]:
        """Answers, people who answered, and people whose week is noted."""
        with self.store.read() as tx:
            counted = select(func.count(), func.count(answer.c.staff_id.distinct()))
            answers, people = tx.execute(counted.select_from(answer)).one()
            weeks = tx.execute(select(func.count()).select_from(completion)).scalar_one()
        return answers, people, weeks


def signed_press(payload: Mapping[str, Any]) -> Request:
    """A press, signed."""
    body = signed.interaction_body(payload)
    return Request(body, signed.headers(SECRET, body))


@contextmanager
def answering(
    url: str, library: Library, folder: Path, count: int, questions: int = 1
) -> Iterator[Answering]:
    """Hire ``count`` people and ask them all so many questions, in a database without rows."""
    store = Store.open(url)
    store.upgrade()
    asked = [c.questions[0].id for c in library.course.concepts.values()][:questions]
    people = ask_everybody(store, asked, count)
    service = open_service(store, library, SetClock(NOON), folder)
    slack = QuickSlack()
    app = build_app(service, Clients(slack, slack), SECRET)
    try:
        yield Answering(store, app, slack, people, asked)
    finally:
        app.close()  # App Homes that wait would slow down whatever is measured next
        store.close()


def ask_everybody(store: Store, questions: Sequence[str], count: int) -> Sequence[Staff]:
    """Hire them, and have one post with these questions arrive."""
    due = Occurrence(
        KEY, DeliveryKind.QUIZ, NOON - timedelta(hours=2), NOON + timedelta(days=4), ANY_TIME
    )
    with store.write() as tx:
        people = hire(tx, count)
        planned = [PlannedDelivery(p.staff_id, payload_of(questions)) for p in people]
        deliveries.plan(tx, due, planned)
        channel, ts = PLACE
        tx.execute(update(delivery).values(state=DeliveryState.SENT, channel=channel, ts=ts))
    return people


def dispatch_by(threads: int, app: App, requests: Sequence[Request]) -> list[float]:
    """Dispatch them all, so many at once; the seconds that each took. Failures are raised."""
    took: list[list[float]] = [[] for _ in range(threads)]
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for request in requests[number::threads]:
                took[number].append(request.dispatch(app))
        except AssertionError as error:
            failed.append(error)

    run_together([lambda n=n: work(n) for n in range(threads)])
    if failed:
        raise failed[0]
    return [seconds for one in took for seconds in one]


def run_together(works: Sequence[Callable[[], None]]) -> None:
    """Each in a thread of its own, until all have ended."""
    running = [threading.Thread(target=work) for work in works]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value in milliseconds that ``share`` of them do not exceed."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]
