"""Statements of the way of an answer: compiled once an engine, run by the driver itself.

SQLAlchemy's own way through a statement (cache key, context, events, result) takes ten
times as long as SQLite does (measured: 40 µs and 4). Here what it compiled is kept as text
with the converters of its types, so that the tables remain the one place that knows them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, Select
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from bot.store.sql import is_postgresql

MOST_DEAD = 10  # as many as a pool holds
Values = Mapping[str, object]
Converter = Callable[[Any], Any]


class Prepared:
    """One SELECT, or what makes an INSERT (``for_postgresql`` or not)."""

    def __init__(self, statement: Select[Any] | Callable[..., Insert]) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def all(self, tx: Connection, values: Values) -> Sequence[Any]:
        """The rows of a SELECT, with its columns as attributes."""
        ready = self._for(tx)
        return ready.rows(drive(tx, ready.text, ready.parameters(values)), tx.dialect)

    def first(self, tx: Connection, values: Values) -> Any | None:
        """The first row, if any."""
        found = self.all(tx, values)
        return found[0] if found else None

    def count(self, tx: Connection, values: Values) -> int:
        """Run an INSERT of one row; whether it made or changed one (0 or 1).

        RuntimeError outside a transaction, in a glance.
        """
        if not tx.in_transaction():
            raise RuntimeError("nothing is written outside a transaction")
        ready = self._for(tx)
        return int(drive(tx, ready.text, ready.parameters(values)).rowcount)

    def _for(self, tx: Connection) -> _Ready:
        ready = self._ready.get(tx.dialect.name)
        if ready is None:
            ready = self._ready[tx.dialect.name] = _made_ready(self._made(tx), tx.dialect)
        return ready

    def _made(self, tx: Connection) -> Select[Any] | Insert:
        if isinstance(self._statement, Select):
            return self._statement
        return self._statement(for_postgresql=is_postgresql(tx))


@dataclass(slots=True)
class _Ready:
    """The text for one driver; ``order`` of its parameters, None where they go by name.

    ``fixed`` are the values that stand in the statement itself. ``readers`` convert what
    the driver gives; the first result tells them what that is.
    """

    text: str
    order: Sequence[str] | None
    fixed: Values
    writers: Sequence[tuple[str, Converter]]
    kinds: Sequence[TypeEngine[Any]]
    make_row: Callable[[Sequence[Any]], Any]
    readers: Sequence[tuple[int, Converter]] | None = None

    def parameters(self, values: Values) -> Values | Sequence[object]:
        """The values as the driver takes them (KeyError where one is missing)."""
        given = {**self.fixed, **values}
        for name, write in self.writers:
            given[name] = write(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def rows(self, cursor: Any, dialect: Dialect) -> Sequence[Any]:
        """What was found, as SQLAlchemy would give it."""
        readers = self.readers
        if readers is None:
            kinds = zip(self.kinds, cursor.description, strict=True)
            found = [kind.result_processor(dialect, told[1]) for kind, told in kinds]
            readers = self.readers = [(i, read) for i, read in enumerate(found) if read]
        return [self._row(values, readers) for values in cursor.fetchall()]

    def _row(self, values: Sequence[Any], readers: Sequence[tuple[int, Converter]]) -> Any:
        if readers:
            values = list(values)
            for place, read in readers:
                values[place] = read(values[place])
        return self.make_row(values)


def _made_ready(statement: Select[Any] | Insert, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(type(compiled).__name__)
    marks = {name: mark.type.dialect_impl(dialect) for name, mark in compiled.binds.items()}
    writers = [(name, kind.bind_processor(dialect)) for name, kind in marks.items()]
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    names = [str(column.key) for column in columns]
    row = namedtuple("Row", names)  # type: ignore[misc]  # noqa: PYI024  # known when it runs
    return _Ready(
        text=compiled.string,
        order=compiled.positiontup if compiled.positional else None,
        fixed={n: m.effective_value for n, m in compiled.binds.items() if not m.required},
        writers=[(name, write) for name, write in writers if write is not None],
        kinds=[column.type.dialect_impl(dialect) for column in columns],
        make_row=row._make,
    )


def drive(tx: Connection, text: str, given: Values | Sequence[object] = ()) -> Any:
    """Have the driver run it; its cursor. Errors are those that SQLAlchemy raises.

    Before a transaction has begun nothing can be lost: a connection that turns out to be
    dead is replaced, and so are the others that died with it.
    """
    for look in tx.engine.dispatch.before_cursor_execute:  # whoever watches the statements
        look(tx, None, text, given, None, False)  # noqa: FBT003  # SQLAlchemy's own order
    errors = tx.dialect.loaded_dbapi.Error
    for _ in range(MOST_DEAD):
        driver: Any = None
        try:
            driver = tx.connection.driver_connection
            return driver.execute(text, given)
        except errors as error:
            failed = error
        if not tx.dialect.is_disconnect(failed, driver, None):
            break
        tx.invalidate(failed)
        if tx.in_transaction():
            break
    raise DBAPIError.instance(
        None, None, failed, errors, hide_parameters=True, dialect=tx.dialect
    ) from failed
