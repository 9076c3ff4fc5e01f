"""survey.db: what was answered, as counters only, and apart from it who has answered.

Options are counted for the whole ward; of a group only how many answered and how many of them
said yes, and from the close on no more of that than may be shown.

A SQLite file of its own, also where everything else is on PostgreSQL, because PostgreSQL
keeps old versions of rows and a write-ahead log. Nothing in it says when anybody answered,
and no row belongs to a person and an answer. The process that has it open holds SQLite's
exclusive lock until it ends: it is the survey's owner, and nobody else reads or writes.

What a transaction replaced is overwritten (``secure_delete``), its journal is emptied when
it ends (``journal_size_limit``; under an exclusive lock SQLite keeps the empty file), and
temporary tables stay in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from bot.core.pooling import Lot, Tally
from bot.store import survey_counters
from bot.store.backup import appear_whole, check_sqlite
from bot.store.errors import StoreUnavailable, translated
from bot.store.survey_counters import Counted
from bot.store.survey_schema import COPIED, COUNTERS, OPEN, taken_alone


@dataclass(frozen=True, slots=True)
class StoredWave:
    """A wave as it was frozen; ``closed_on`` is the day of its close."""

    wave: str
    definition: str
    digest: str
    is_open: bool
    closed_on: date | None


class SurveyFile:
    """The open file; safe to share between threads. Made by :meth:`take`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()

    @classmethod
    def take(cls, file: Path) -> SurveyFile | None:
        """Become the owner of ``file``, made if missing; None while another process is.

        Raises StoreUnavailable when the file cannot be used at all.
        """
        with translated():
            connection = taken_alone(file)
        return None if connection is None else cls(connection)

    def release(self) -> None:
        """Give the lock back; nothing can be done with this value afterwards."""
        with self._lock:
            self._connection.close()

    @property
    def file_id(self) -> str:
        """Which file this is, so that two machines do not each count into their own."""
        return self._about("id") or ""

    def begin(self) -> bool:
        """Note that an owner is at work; whether the one before ended without its farewell."""
        with self._write() as tx:
            died = _get(tx, "running") == "1"
            _set(tx, "running", "1")
        return died

    def end(self) -> None:
        """The farewell: nothing waited any more when the owner ended."""
        with self._write() as tx:
            _set(tx, "running", "0")

    def waves(self) -> tuple[StoredWave, ...]:
        """Every wave, by id."""
        rows = self._rows("SELECT wave, definition, hash, state, closed_on FROM wave ORDER BY 1")
        return tuple(
            StoredWave(wave, text, digest, state == OPEN, date.fromisoformat(day) if day else None)
            for wave, text, digest, state, day in rows
        )

    def open_wave(self, wave: str, definition: str, digest: str) -> None:
        """Freeze a wave; StoreUnavailable when there is one of that id already."""
        with self._write() as tx:
            tx.execute(
                "INSERT INTO wave (wave, definition, hash, state) VALUES (?, ?, ?, ?)",
                (wave, definition, digest, OPEN),
            )

    def count(self, wave: str, group: str, lot: Lot) -> None:
        """Add a lot and note its people as having answered: both, or neither.

        StoreUnavailable when one of them is counted already, or the wave is not open.
        """
        with self._write() as tx:
            survey_counters.require_open(tx, wave)
            rows = [(wave, person) for person in lot.people]
            tx.executemany("INSERT INTO voted (wave, staff) VALUES (?, ?)", rows)
            survey_counters.add(tx, wave, group, lot.tally)

    def count_paper(self, wave: str, group: str, tally: Tally) -> None:
        """Add a lot of paper forms of one group."""
        with self._write() as tx:
            survey_counters.require_open(tx, wave)
            survey_counters.add(tx, wave, group, tally)
            survey_counters.add_paper(tx, wave, group, tally.group.people)

    def voted(self, wave: str) -> frozenset[str]:
        """Whose answers are counted; empty once that has been forgotten."""
        rows = self._rows("SELECT staff FROM voted WHERE wave = ?", wave)
        return frozenset(staff for (staff,) in rows)

    def waves_of(self, staff_id: str) -> tuple[str, ...]:
        """The waves in which somebody's answer is counted, as long as that is not forgotten."""
        rows = self._rows("SELECT wave FROM voted WHERE staff = ? ORDER BY 1", staff_id)
        return tuple(wave for (wave,) in rows)

    def counted(self, wave: str) -> Counted:
        """All counters of a wave."""
        with translated(), self._lock:
            return survey_counters.counted(self._connection, wave)

    def close_wave(self, wave: str, day: date, kept: Counted) -> None:
        """End a wave, keeping these counters in place of the exact ones.

        The file is rewritten, so that not even places within it tell an order.
        """
        with self._write() as tx:
            survey_counters.close(tx, wave, day, kept)
        self.tidy()

    def drop_wave(self, wave: str) -> None:
        """Forget a wave that was given up: its counters, and who has answered."""
        with self._write() as tx:
            for table in (*COPIED, "voted"):
                tx.execute(f"DELETE FROM {table} WHERE wave = ?", (wave,))  # noqa: S608 - our own
        self.tidy()

    def keep_voted(self, wave: str, staff_ids: Collection[str]) -> int:
        """Forget of a closed wave who has answered, but for these people; how many."""
        gone = sorted(self.voted(wave) - set(staff_ids))
        if not gone:
            return 0
        with self._write() as tx:
            rows = [(wave, staff) for staff in gone]
            tx.executemany("DELETE FROM voted WHERE wave = ? AND staff = ?", rows)
        self.tidy()
        return len(gone)

    def tidy(self) -> None:
        """Rewrite the file in the order of its keys (VACUUM)."""
        with translated(), self._lock:
            self._connection.execute("VACUUM")

    def copy(self, target: Path) -> None:
        """Write the counters, without who has answered, to the new file ``target``.

        Raises BackupFailed; StoreUnavailable while a wave is open: the difference of two
        such copies would show what the people between them chose.
        """
        if any(wave.is_open for wave in self.waves()):
            raise StoreUnavailable("アンケートの期間中は、その写しを作れません。")
        with translated():
            appear_whole(target, self._write_copy)

    def _write_copy(self, part: Path) -> None:
        with closing(sqlite3.connect(part)) as copy:
            copy.executescript(COUNTERS)
            for table in COPIED:
                rows = self._rows(f"SELECT * FROM {table}")  # noqa: S608 - our own names
                if rows:
                    places = ", ".join("?" * len(rows[0]))
                    copy.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
            copy.commit()
        check_sqlite(part)

    def _about(self, key: str) -> str | None:
        with translated(), self._lock:
            return _get(self._connection, key)

    def _rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        with translated(), self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with translated(), self._lock:
            self._connection.execute("BEGIN EXCLUSIVE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _get(tx: sqlite3.Connection, key: str) -> str | None:
    found = tx.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def _set(tx: sqlite3.Connection, key: str, value: str) -> None:
    tx.execute(
        "INSERT INTO about VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (key, value),
    )
