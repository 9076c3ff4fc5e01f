"""Column types that mean the same on SQLite and PostgreSQL.

SQLite drops time zones and ignores the length of strings (measured), so moments go
through one type and every string column carries a CHECK of its length.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, aware UTC coming out.

    Stored as ``timestamptz`` in PostgreSQL and as naive UTC text of fixed width in
    SQLite, where text order is time order. A naive datetime is refused.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; ValueError for a datetime without a time zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC, whatever zone the session speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text(
    name: str,
    length: int,
    *,
    key: bool = False,
    optional: bool = False,
    unique: bool = False,
    refers_to: str | None = None,
) -> Column[str]:
    """A string column of at most ``length`` characters, checked on both engines."""
    parts: list[CheckConstraint | ForeignKey] = [
        CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length")
    ]
    if refers_to is not None:
        parts.append(ForeignKey(refers_to))
    return Column(
        name, String(length), *parts, primary_key=key, nullable=optional, unique=unique or None
    )


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    """The rule that ``column`` holds one of the enumeration's values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
