"""What the store raises, and the one place where database errors become those.

Callers outside ``bot/store`` never see an SQLAlchemy or driver exception for
anything they could meet in normal operation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc


class StoreError(Exception):
    """Base of everything the store raises on purpose; ``str()`` is a Japanese sentence."""


class StoreUnavailable(StoreError):
    """The database cannot be used now: locked, disk full, server away, file damaged.

    After this error nothing is known about the transaction: it may have been
    committed. Every write of the store can be repeated safely.
    """


class Duplicate(StoreError):
    """A value that must be unique is already somebody else's; the transaction is over."""


class BadValue(StoreError):
    """A value does not fit its column, or names a row that does not exist."""


class KindConflict(StoreError):
    """The database was marked ``demo`` and ``live`` was asked for, or the reverse."""


class NewerDatabase(StoreError):
    """The database was made by a newer version of the bot than this one."""


class BadDatabaseUrl(StoreError, ValueError):
    """The database address is not one the store understands."""


class NotForThisEngine(StoreError):
    """The operation exists for the other database engine only."""


class BackupFailed(StoreError):
    """The copy could not be written, or did not pass its check."""


class RestoreFailed(StoreError):
    """The copy could not be put in place; the message says what stands there now."""


class InUse(StoreError):
    """Another program has the database open, and what was asked needs it alone."""


class NotAllowed(StoreError):
    """The database user may not do that; the message says what to ask the database's keeper."""


IN_USE = (
    "気づきナビがこのデータベースを使っています。止めてから"
    "（systemctl stop kizuki-navi）、もう一度実行してください。"
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn database errors of the block into the errors above.

    Refused values are raised without their cause, because PostgreSQL quotes the
    value (a name, an e-mail address) in its message.
    """
    try:
        yield
    except (exc.IntegrityError, exc.DataError) as error:
        raise _refused(error) from None
    except exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != _POSTGRES_DENIED:
            raise
        raise NotAllowed(_MAY_NOT) from error
    except (exc.DatabaseError, exc.InterfaceError, exc.TimeoutError) as error:
        raise StoreUnavailable(f"データベースを使えません（{_first_line(error)}）。") from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"データベースを使えません（{error}）。") from error


def _refused(error: exc.IntegrityError | exc.DataError) -> StoreError:
    rule = _broken_rule(error.orig)
    if _is_unique_violation(error.orig):
        return Duplicate(f"すでに登録されている値です（{rule}）。")
    return BadValue(f"保存できない値です（{rule}）。")


_SQLITE_UNIQUE = (
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
)
_POSTGRES_UNIQUE = "23505"
_POSTGRES_DENIED = "42501"
_MAY_NOT = (
    "データベースの利用者（DATABASE_URL の名前）に、表を作ったり書いたりする権限がありません。"
    "PostgreSQLの担当者に、このデータベースで"
    "「GRANT CREATE, USAGE ON SCHEMA public TO 利用者;」を実行してもらい、"
    "表がほかの利用者のものになっているときは、その持ち主を変えてもらってください。"
)


def _is_unique_violation(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode in _SQLITE_UNIQUE
    return getattr(cause, "sqlstate", None) == _POSTGRES_UNIQUE


def _broken_rule(cause: BaseException | None) -> str:
    """The name of the violated rule, without the value that violated it."""
    if isinstance(cause, sqlite3.IntegrityError):
        return str(cause).rpartition(": ")[2]
    diagnosis = getattr(cause, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    return str(name or getattr(cause, "sqlstate", None) or type(cause).__name__)


def _first_line(error: exc.SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    return (str(cause).splitlines() or [type(cause).__name__])[0]
