"""A disk that loses power: what was not synced is kept sector by sector as chance wills.

A model, not hardware: it cannot show a disk that reports a sync it did not do.
"""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
COMMITS = 40


class PowerCut(Exception):
    """The power went off at this moment."""


@dataclass
class Disk:
    """What is on the platters, and what was only written."""

    cut_at: int
    durable: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    written: dict[str, list[tuple[int, bytes]]] = field(default_factory=lambda: defaultdict(list))
    operations: int = 0

    def count(self) -> None:
        """One more operation; the power goes off when it is the last one."""
        self.operations += 1
        if self.operations > self.cut_at:
            raise PowerCut

    def write(self, name: str, data: bytes, offset: int) -> None:
        """Remember a write, cut into sectors."""
        self.count()
        while data:
            size = SECTOR - offset % SECTOR
            self.written[name].append((offset, data[:size]))
            offset, data = offset + size, data[size:]

    def sync(self, name: str) -> None:
        """All that was written to the file is now safe."""
        self.count()
        for offset, data in self.written.pop(name, []):
            _put(self.durable[name], offset, data)

    def truncate(self, name: str, size: int) -> None:
        """Shorten the file at once: the worst that a file system may do."""
        self.count()
        del self.durable[name][size:]

    def forget(self, name: str) -> None:
        """Delete a file, at once."""
        self.count()
        self.durable.pop(name, None)
        self.written.pop(name, None)

    def after_the_cut(self, chance: random.Random, folder: Path) -> None:
        """Write the files as they are found when the power comes back."""
        for name in {*self.durable, *self.written}:
            image = bytearray(self.durable[name])
            for offset, data in self.written.get(name, []):
                if chance.random() < 0.5:
                    _put(image, offset, data)
            (folder / name).write_bytes(image)


def _put(image: bytearray, offset: int, data: bytes) -> None:
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


class _File(apsw.VFSFile):
    def __init__(self, filename: Any, flags: list[int], disk: Disk) -> None:
        super().__init__("", filename, flags)
        whole = filename if isinstance(filename, str) else filename.filename()
        self._name, self._disk = Path(whole).name, disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # apsw names it
        self._disk.write(self._name, bytes(data), offset)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802  # apsw names it
        self._disk.sync(self._name)
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802  # apsw names it
        self._disk.truncate(self._name, size)
        super().xTruncate(size)


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        super().__init__("power-cut", "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802  # apsw names it
        return _File(name, flags, self._disk)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802  # apsw names it
        self._disk.forget(Path(filename).name)
        super().xDelete(filename, syncdir)


@dataclass(frozen=True)
class Found:
    """What one power cut left: rows that were acknowledged and are gone, and a sound file."""

    acknowledged: int
    lost: int
    sound: bool


def cut_power(folder: Path, seed: int, synchronous: str) -> Found:
    """Commit rows one by one until the power goes off, and look at what is left."""
    chance = random.Random(seed)  # noqa: S311  # chance to be repeated
    before, after = folder / f"before-{seed}", folder / f"after-{seed}"
    before.mkdir(parents=True)
    after.mkdir()
    disk = Disk(cut_at=chance.randrange(8, 4 * COMMITS))
    acknowledged = _commit_rows(before / "x.db", disk, synchronous)
    disk.after_the_cut(chance, after)
    rows, sound = _read(after / "x.db")
    return Found(len(acknowledged), len(acknowledged - rows), sound)


def _commit_rows(file: Path, disk: Disk, synchronous: str) -> set[int]:
    acknowledged: set[int] = set()
    vfs = _Vfs(disk)
    connection = apsw.Connection(str(file), vfs="power-cut")
    with suppress(PowerCut, apsw.Error):
        # Without shared memory, which no power cut keeps anyway.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA wal_autocheckpoint=10")
        connection.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, text TEXT)")
        for number in range(COMMITS):
            connection.execute("INSERT INTO row VALUES (?, ?)", (number, "x" * 300))
            acknowledged.add(number)
    with suppress(PowerCut, apsw.Error):
        connection.close(force=True)
    vfs.unregister()
    return acknowledged


def _read(file: Path) -> tuple[set[int], bool]:
    with closing(sqlite3.connect(file)) as connection:
        try:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return set(), False
            return {row[0] for row in connection.execute("SELECT n FROM row")}, True
        except sqlite3.OperationalError as error:
            return set(), "no such table" in str(error)
        except sqlite3.DatabaseError:
            return set(), False
