"""Saving the workspace to one JSON file, and bringing it back.

Modals, triggers and ephemeral messages are left out on purpose: in Slack, too,
they do not survive. Uploaded bytes lie in a folder beside the file.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path

from bot.workspace.errors import StateFileError
from bot.workspace.model import Json, Message, OpenView, StoredFile
from bot.workspace.state import State

_FORMAT = 1
_LOG = logging.getLogger(__name__)


def dump(state: State) -> Json:
    """The part of the state that is saved, without file contents."""
    return {
        "format": _FORMAT,
        "messages": {
            channel.id: [asdict(row) for row in channel.messages if row.only_for is None]
            for channel in state.channels.values()
        },
        "homes": {user: view.body for user, view in state.homes.items()},
        "files": [_file_row(row) for row in state.files.values() if row.content is not None],
        "read_until": [[user, channel, ts] for (user, channel), ts in state.read_until.items()],
    }


def _file_row(stored: StoredFile) -> Json:
    return {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "alt": stored.alt,
        "length": stored.length,
        "created": stored.created,
        "shared_in": list(stored.shared_in),
        "sender": stored.sender,
    }


def load(state: State, path: Path) -> None:
    """Fill ``state`` from ``path``; a missing file leaves it empty.

    Raises:
        StateFileError: the file is not one that this version wrote.
    """
    if not path.exists():
        return
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if saved["format"] == _FORMAT:
            _fill(state, saved, path)
            return
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path) from error
    raise _unreadable(path)


def _unreadable(path: Path) -> StateFileError:
    return StateFileError(
        f"{path}: デモの保存ファイルを読めません。ファイルを別の場所へ移してから、"
        "もう一度起動してください。"
    )


def _fill(state: State, saved: Json, path: Path) -> None:
    for row in saved["files"]:
        stored = StoredFile(**row)
        source = files_folder(path) / stored.id
        stored.content = source.read_bytes() if source.exists() else b""
        state.files[stored.id] = stored
    for channel_id, rows in saved["messages"].items():
        if channel_id in state.channels:
            channel = state.channels[channel_id]
            channel.messages.extend(Message(**row) for row in rows)
            for message in channel.messages[-1:]:
                state.saw_ts(message.ts)
    for user, body in saved["homes"].items():
        if user in state.people:
            state.homes[user] = OpenView(body, user)
    for user, channel_id, ts in saved["read_until"]:
        state.read_until[(user, channel_id)] = ts


def files_folder(path: Path) -> Path:
    """Where the bytes of uploaded files lie."""
    return path.with_name(path.name + ".files")


def write(path: Path, text: str, contents: dict[str, bytes]) -> None:
    """Write new file contents, then replace the state file in one step."""
    folder = files_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    for file_id, content in contents.items():
        (folder / file_id).write_bytes(content)
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


class Saver:
    """Writes the state after changes; changes during a write share the next one."""

    def __init__(self, state: State, path: Path | None) -> None:
        self._state = state
        self._path = path
        self._dirty = asyncio.Event()
        self._stopping = False
        self._written: set[str] = {
            row.id for row in state.files.values() if row.content is not None
        }

    def changed(self) -> None:
        """Something worth keeping has changed."""
        self._dirty.set()

    async def run(self) -> None:
        """Write after every change, and once more when told to stop."""
        while not self._stopping:
            await self._dirty.wait()
            self._dirty.clear()
            if self._path is not None:
                await self._write(self._path)

    def stop(self) -> None:
        """Let ``run`` write what is left and end."""
        self._stopping = True
        self._dirty.set()

    async def _write(self, path: Path) -> None:
        text = json.dumps(dump(self._state), ensure_ascii=False)
        contents = self._unwritten()
        try:
            await asyncio.to_thread(write, path, text, contents)
        except OSError as failure:
            # The demonstration goes on in memory; the next change tries again.
            _LOG.error("デモの保存ファイルに書けません: %s", failure.strerror)
        else:
            self._written.update(contents)

    def _unwritten(self) -> dict[str, bytes]:
        return {
            row.id: row.content
            for row in self._state.files.values()
            if row.content is not None and row.id not in self._written
        }
