"""The room where the workspace's parts meet: state, clock, links, feed and records.

Everything here runs on the server's event loop; there are no locks.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from typing import Any

from bot.workspace.app_info import InstalledApp
from bot.workspace.delivery import Kind, Link, Retry
from bot.workspace.errors import NotDelivered
from bot.workspace.feed import Feed
from bot.workspace.identifiers import fresh_id
from bot.workspace.model import Channel, ClockControl, Json, Message, Recorder, Timing
from bot.workspace.state import State
from bot.workspace.storage import Saver
from bot.workspace.tickets import ResponseUrls, Triggers


class Hub:
    """What every method and page route is given."""

    link: Link

    def __init__(
        self,
        state: State,
        clock: ClockControl,
        timing: Timing,
        saver: Saver,
        record: Recorder | None,
    ) -> None:
        self.state = state
        self.clock = clock
        self.timing = timing
        self.saver = saver
        self.feed = Feed()
        self.triggers = Triggers(timing.trigger)
        self.response_urls = ResponseUrls(timing.response_url)
        self.tickets: dict[str, str] = {}
        self.base_url = "http://127.0.0.1"
        self.verification_token = secrets.token_hex(12)
        self._record = record
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def app(self) -> InstalledApp:
        """The installed app."""
        return self.state.app

    def record(self, entry: Json) -> None:
        """Show one call, acknowledgement or response to the inspection hook."""
        if self._record is not None:
            self._record(entry)

    def new_ts(self) -> str:
        """A message timestamp from the demonstration's clock."""
        return self.state.next_ts(self.clock.now())

    def post(self, channel: Channel, message: Message) -> None:
        """Put a message into a conversation and tell the pages."""
        self.state.add_message(channel, message)
        self.touched(channel, message)

    def touched(self, channel: Channel, message: Message) -> None:
        """A message is new, changed or gone."""
        readers = {message.only_for} if message.only_for else channel.members
        self.saver.changed()
        self.feed.publish("messages", users=set(readers), channel=channel.id)

    def modal_changed(self, user: str) -> None:
        """Somebody's modal opened, changed or closed."""
        self.feed.publish("modal", users={user})

    async def deliver(self, kind: Kind, payload: Json, retry: Retry | None = None) -> object:
        """Hand a payload to the app and record its acknowledgement."""
        body = await self.link.deliver(kind, payload, retry)
        self.record({"kind": "ack", "to": kind, "body": body})
        return body

    def emit(self, event: Json) -> None:
        """Deliver an event in the background, with Slack's retries."""
        self.spawn(self._deliver_event(self._event_body(event)))

    def _event_body(self, event: Json) -> Json:
        app = self.app
        authorization = {
            "enterprise_id": None,
            "team_id": app.team_id,
            "user_id": app.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self.verification_token,
            "team_id": app.team_id,
            "context_team_id": app.team_id,
            "context_enterprise_id": None,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": fresh_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": fresh_id("4-"),
        }

    async def _deliver_event(self, body: Json) -> None:
        retry: Retry | None = None
        for number, pause in enumerate((*self.timing.retries, None), start=1):
            try:
                await self.deliver("events_api", body, retry)
            except NotDelivered as failure:
                if pause is None or not failure.retry:
                    return
                retry = Retry(number, failure.reason)
                await asyncio.sleep(pause)
            else:
                return

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` beside the request that started it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Cancel what still runs in the background and end the pages' streams."""
        self.feed.end()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
