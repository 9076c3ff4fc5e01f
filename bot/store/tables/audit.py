"""Who saw which list of names, and files that hold names."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table

from bot.store.columns import UtcDateTime, text
from bot.store.tables.base import CODE, ID, KEY, MONTH, metadata

audit_key = Table(
    "audit_key",
    metadata,
    text("staff_id", ID, key=True, refers_to="staff.staff_id"),
    text("key", ID),
)

audit_segment = Table(
    "audit_segment",
    metadata,
    text("month", MONTH, key=True),
    text("start", ID),
    Column("entries", Integer, nullable=False),
    text("head", ID),
    Column("closed", Boolean, nullable=False),
    Column("dropped", Boolean, nullable=False),
)

audit_entry = Table(
    "audit_entry",
    metadata,
    text("month", MONTH, refers_to="audit_segment.month"),
    Column("number", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    text("who", CODE),
    text("what", KEY),
    text("mark", ID),
    PrimaryKeyConstraint("month", "number"),
)

audit_subject = Table(
    "audit_subject",
    metadata,
    text("month", MONTH, refers_to="audit_segment.month"),
    Column("number", Integer, nullable=False),
    text("pseudonym", CODE),
    PrimaryKeyConstraint("month", "number", "pseudonym"),
    Index(None, "pseudonym"),
)

named_file = Table(
    "named_file",
    metadata,
    text("file_id", CODE, key=True),
    Column("delete_at", UtcDateTime, nullable=False),
    Column("try_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Index(None, "try_at"),
)
