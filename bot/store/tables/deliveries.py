"""What is sent, what was received, and how fast both may go."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, Table, UniqueConstraint

from bot.core.delivery import DeliveryState, OccurrenceState
from bot.store.columns import UtcDateTime, one_of, text
from bot.store.tables.base import CODE, ERROR_CODE, ID, KEY, PAYLOAD, metadata

occurrence = Table(
    "occurrence",
    metadata,
    text("key", KEY, key=True),
    text("kind", CODE),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    text("state", CODE),
    Column("opens", Integer, nullable=False),
    Column("closes", Integer, nullable=False),
    Column("business_days", Boolean, nullable=False),
    one_of("state", OccurrenceState),
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
    Column("turn", Integer, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("tried_on", Date, nullable=True),
    one_of("state", DeliveryState),
    UniqueConstraint("occurrence_key", "staff_id"),
    Index(None, "state", "lease_until"),
    Index(None, "occurrence_key", "state", "id"),
    Index(None, "staff_id"),
)

pace = Table(
    "pace",
    metadata,
    text("key", CODE, key=True),
    Column("tokens", Float, nullable=False),
    Column("rate", Float, nullable=False),
    Column("filled_at", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime, nullable=False),
    Column("clean_since", UtcDateTime, nullable=False),
)

inbox_event = Table(
    "inbox_event",
    metadata,
    text("event_id", KEY, key=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True),
    Index(None, "received_at"),
)

waiting = Table(
    "waiting",
    metadata,
    text("event_id", KEY, key=True),
    text("staff_id", ID, refers_to="staff.staff_id"),
    Column("since", UtcDateTime, nullable=False),
    Index(None, "staff_id"),
    Index(None, "since"),
)

home_published = Table(
    "home_published",
    metadata,
    text("staff_id", ID, key=True, refers_to="staff.staff_id"),
    text("version", CODE),
    text("slack_user_id", CODE),
)
