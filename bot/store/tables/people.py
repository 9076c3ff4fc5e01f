"""Who is who, and who counts."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from bot.core.people import ExclusionReason
from bot.store.columns import UtcDateTime, one_of, text
from bot.store.tables.base import CODE, EMAIL, ID, NAME, metadata

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

told_once = Table(
    "told_once",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("note", CODE),
    PrimaryKeyConstraint("staff_id", "note"),
)
