"""The workspace's memory: conversations, Home tabs, open modals and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.workspace.app_info import InstalledApp
from bot.workspace.identifiers import stable_id
from bot.workspace.model import Channel, Message, OpenView, Person, StoredFile

KEPT_MESSAGES = 1000
"""Messages kept per conversation; older ones leave, so that the saved file stays small."""


class State:
    """Everything a restart should bring back, and the modals, which it should not."""

    def __init__(self, app: InstalledApp, people: Sequence[Person], names: Sequence[str]) -> None:
        self.app = app
        self.people = {person.slack_user_id: person for person in people}
        self.channels: dict[str, Channel] = {}
        self.homes: dict[str, OpenView] = {}
        self.modals: dict[str, list[OpenView]] = {}
        self.files: dict[str, StoredFile] = {}
        self.read_until: dict[tuple[str, str], str] = {}
        self._last_ts = 0
        for person in people:
            self.open_dm(person.slack_user_id)
        for name in names:
            self._add_public(name)

    def _add_public(self, name: str) -> None:
        channel_id = stable_id("C", name)
        members = {*self.people, self.app.bot_user_id}
        self.channels[channel_id] = Channel(channel_id, name, "channel", members)

    def open_dm(self, user: str) -> Channel:
        """The app's direct message with ``user``, made on first use."""
        channel_id = stable_id("D", user)
        if channel_id not in self.channels:
            members = {user, self.app.bot_user_id}
            self.channels[channel_id] = Channel(channel_id, "directmessage", "im", members, user)
        return self.channels[channel_id]

    def add_person(self, person: Person) -> None:
        """A newcomer: a direct message, and every public channel."""
        self.people[person.slack_user_id] = person
        self.open_dm(person.slack_user_id)
        for channel in self.channels.values():
            if channel.kind == "channel":
                channel.members.add(person.slack_user_id)

    def next_ts(self, now: datetime) -> str:
        """A message timestamp, always later than the one before."""
        micros = max(int(now.timestamp() * 1_000_000), self._last_ts + 1)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def saw_ts(self, ts: str) -> None:
        """Continue after a timestamp that a saved file brought back."""
        self._last_ts = max(self._last_ts, int(ts.replace(".", "")))

    def add_message(self, channel: Channel, message: Message) -> None:
        """Append, forgetting the oldest beyond ``KEPT_MESSAGES``."""
        channel.messages.append(message)
        del channel.messages[:-KEPT_MESSAGES]

    def find_message(self, channel: Channel, ts: str) -> Message | None:
        """The message with this timestamp, newest first."""
        return next((row for row in reversed(channel.messages) if row.ts == ts), None)

    def visible_messages(self, channel: Channel, user: str) -> list[Message]:
        """What ``user`` sees: everybody's messages and their own ephemeral ones."""
        return [row for row in channel.messages if row.only_for in (None, user)]

    def conversations_of(self, user: str) -> list[Channel]:
        """The app's direct message first, then the channels in their given order."""
        mine = [row for row in self.channels.values() if user in row.members]
        return sorted(mine, key=lambda row: row.kind != "im")

    def unread(self, channel: Channel, user: str) -> int:
        """Messages of others since ``user`` last looked."""
        seen = self.read_until.get((user, channel.id), "")
        visible = self.visible_messages(channel, user)
        return sum(1 for row in visible if row.ts > seen and row.sender != user)

    def find_view(self, view_id: str | None, external_id: str | None) -> OpenView | None:
        """An open modal or a Home tab, by either id."""
        for view in self.open_views():
            if view_id is not None and view.id == view_id:
                return view
            if external_id and view.body.get("external_id") == external_id:
                return view
        return None

    def open_views(self) -> list[OpenView]:
        """All views on anybody's screen."""
        stacked = [view for stack in self.modals.values() for view in stack]
        return [*stacked, *self.homes.values()]
