"""The tables. What each row means is told in the module of its aggregate.

Nothing about a resident has a column here, and none may be added.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.core.delivery import DeliveryState, OccurrenceState
from bot.core.learning import CompletionState
from bot.core.people import ExclusionReason
from bot.core.sheet import Noticed
from bot.store.columns import UtcDateTime, one_of, text

ID = 64
KEY = 100
NAME = 100
EMAIL = 254
CODE = 40
PAYLOAD = 2000
WEEK = 8
MONTH = 7
SUGGESTION = 200
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
    one_of("state", DeliveryState),
    UniqueConstraint("occurrence_key", "staff_id"),
    Index(None, "state", "due_at"),
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
    Index(None, "at", "question_id", "is_right"),
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

completion_total = Table(
    "completion_total",
    metadata,
    text("week", WEEK),
    text("section_id", ID, refers_to="section.section_id"),
    text("state", CODE),
    Column("people", Integer, nullable=False),
    one_of("state", CompletionState),
    PrimaryKeyConstraint("week", "section_id", "state"),
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

sheet_tick = Table(
    "sheet_tick",
    metadata,
    text("month", MONTH),
    text("item", ID),
    text("answer", CODE),
    Column("count", Integer, nullable=False),
    one_of("answer", Noticed),
    PrimaryKeyConstraint("month", "item", "answer"),
)

referral_count = Table(
    "referral_count",
    metadata,
    text("destination_id", ID),
    text("month", MONTH),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("destination_id", "month"),
    Index(None, "month"),
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    text("signs", PAYLOAD),
    text("destination_id", ID, optional=True),
    text("content_version", CODE),
)

told_once = Table(
    "told_once",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("note", CODE),
    PrimaryKeyConstraint("staff_id", "note"),
)

exclusion = Table(
    "exclusion",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=True),
    text("reason", CODE),
    one_of("reason", ExclusionReason),
    PrimaryKeyConstraint("staff_id", "valid_from"),
)

closed_account = Table(
    "closed_account",
    metadata,
    text("staff_id", ID, key=True, refers_to="staff.staff_id"),
    Column("at", UtcDateTime, nullable=False),
)

home_published = Table(
    "home_published",
    metadata,
    text("staff_id", ID, key=True, refers_to="staff.staff_id"),
    text("version", CODE),
    text("slack_user_id", CODE),
)

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

# Without a rowid: read in the order of its key, and half as large.
taken = Table(
    "taken",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("concept_id", KEY),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("staff_id", "concept_id", "day"),
    sqlite_with_rowid=False,
)

training_year = Table(
    "training_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    text("concepts", PAYLOAD),
    Column("seconds", Integer, nullable=False),
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

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    text("text", SUGGESTION),
    text("month", MONTH),
)
