"""The tables. What each row means is told in the module of its aggregate.

Nothing about a resident has a column here, and none may be added.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.core.delivery import DeliveryState
from bot.core.learning import CompletionState
from bot.store.columns import UtcDateTime, one_of, text

ID = 64
KEY = 100
NAME = 100
EMAIL = 254
CODE = 40
PAYLOAD = 2000
WEEK = 8
ERROR_CODE = 80

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

meta = Table("meta", metadata, text("key", KEY, key=True), text("value", NAME))

section = Table("section", metadata, text("section_id", ID, key=True), text("name", NAME))

staff = Table(
    "staff",
    metadata,
    text("staff_id", ID, key=True),
    text("name", NAME),
    text("slack_user_id", CODE, optional=True, unique=True),
    text("email", EMAIL, optional=True, unique=True),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Integer, primary_key=True),
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("section_id", ID, refers_to="section.section_id"),
    text("role", CODE),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=True),
    UniqueConstraint("staff_id", "section_id", "role", "valid_from"),
    Index(None, "staff_id"),
    Index(None, "section_id"),
)

occurrence = Table(
    "occurrence",
    metadata,
    text("key", KEY, key=True),
    text("kind", CODE),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    text("id", ID, key=True),
    text("occurrence_key", KEY, refers_to="occurrence.key"),
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("payload", PAYLOAD),
    text("state", CODE),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime, nullable=True),
    Column("first_try", UtcDateTime, nullable=True),
    Column("attempts", Integer, nullable=False),
    text("channel", CODE, optional=True),
    text("ts", CODE, optional=True),
    text("last_error", ERROR_CODE, optional=True),
    one_of("state", DeliveryState),
    UniqueConstraint("occurrence_key", "staff_id"),
    Index(None, "state", "due_at"),
    Index(None, "staff_id"),
)

answer = Table(
    "answer",
    metadata,
    text("occurrence_key", KEY, refers_to="occurrence.key"),
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("question_id", KEY),
    Column("choice", Integer, nullable=False),
    Column("confident", Boolean, nullable=False),
    Column("is_right", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("occurrence_key", "staff_id", "question_id"),
    Index(None, "staff_id"),
)

completion = Table(
    "completion",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("week", WEEK),
    text("section_id", ID, refers_to="section.section_id"),
    text("state", CODE),
    Column("at", UtcDateTime, nullable=False),
    one_of("state", CompletionState),
    PrimaryKeyConstraint("staff_id", "week"),
    Index(None, "week", "section_id", "state"),
)

inbox_event = Table(
    "inbox_event",
    metadata,
    text("event_id", KEY, key=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True),
    Index(None, "received_at"),
)
