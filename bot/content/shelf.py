"""Changes of a content folder on disk: what was proposed, what was put in place, and how.

Each change is a folder of its own with the files as they were (``before/``) and are to
be (``after/``), so that somebody at the machine can copy an older version back by hand.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.content.editing import Files, current
from bot.core.clock import TOKYO

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
_RECORD = "change.json"


class NotWritable(Exception):
    """The folder of the content does not take files; carries the folder's name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder.name)
        self.folder = folder.name


class ChangedMeanwhile(Exception):
    """Files stand otherwise on disk than the change expects; carries their names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("、".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Change:
    """Files of a folder before and after; ``by`` is the staff id of whoever made it."""

    id: str
    at: datetime
    by: str
    before: Files
    after: Files

    def undone(self, at: datetime, by: str) -> Change:
        """The change that takes this one back."""
        return Change(new_id(at), at, by, self.after, self.before)


def new_id(at: datetime) -> str:
    """A change's id: sorts by time, cannot be guessed."""
    return f"{at.astimezone(TOKYO):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


class Shelf:
    """One folder of changes; made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, change: Change) -> None:
        """Keep a change; it is there as a whole or not at all."""
        made = self._folder / f".{change.id}"
        _write(made / "before", change.before)
        _write(made / "after", change.after)
        record = {
            "at": change.at.isoformat(),
            "by": change.by,
            "before": _names(change.before),
            "after": _names(change.after),
        }
        text = json.dumps(record, ensure_ascii=False, indent=2)
        (made / _RECORD).write_text(text, encoding="utf-8")
        made.rename(self._folder / change.id)

    def load(self, id_: str) -> Change | None:
        """The change with that id; None when there is none (any more)."""
        if not _ID.fullmatch(id_):
            return None
        folder = self._folder / id_
        try:
            record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Change(
            id_,
            datetime.fromisoformat(record["at"]),
            record["by"],
            _read(folder / "before", record["before"]),
            _read(folder / "after", record["after"]),
        )

    def newest(self, most: int) -> Iterator[Change]:
        """The last changes that were saved, the newest first."""
        for id_ in list(self._ids())[: -most - 1 : -1]:
            change = self.load(id_)
            if change is not None:
                yield change

    def remove(self, id_: str) -> None:
        """Forget a change; one that is gone already is no mistake."""
        if _ID.fullmatch(id_):
            shutil.rmtree(self._folder / id_, ignore_errors=True)

    def forget_before(self, moment: datetime) -> None:
        """Forget every change made before ``moment``."""
        for id_ in self._ids():
            change = self.load(id_)
            if change is not None and change.at < moment:
                self.remove(id_)

    def _ids(self) -> Iterator[str]:
        with suppress(FileNotFoundError):
            yield from sorted(p.name for p in self._folder.iterdir() if _ID.fullmatch(p.name))


def _names(held: Files) -> Mapping[str, bool]:
    return {name: data is not None for name, data in held.items()}


def _write(folder: Path, held: Files) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in held.items():
        if data is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def _read(folder: Path, names: Mapping[str, bool]) -> Files:
    return {name: (folder / name).read_bytes() if there else None for name, there in names.items()}


def put_in_place(folder: Path, change: Change) -> None:
    """Make the files of a folder what ``change`` says they are to be, each at once.

    Raises ChangedMeanwhile when one of them is not as it was before the change, and
    NotWritable when the folder takes no files; then all of them stay as they were.
    """
    moved = tuple(n for n, data in change.before.items() if current(folder, n) != data)
    if moved:
        raise ChangedMeanwhile(moved)
    done: list[str] = []
    try:
        for name, data in change.after.items():
            _replace(folder / name, data)
            done.append(name)
    except OSError as error:
        for name in done:
            _replace(folder / name, change.before[name])
        raise NotWritable(folder) from error


def _replace(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(exist_ok=True)
    # A name with a dot in front is never read as content, whatever becomes of it.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
