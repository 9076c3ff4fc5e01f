"""Answers, weeks and what was met in them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, PrimaryKeyConstraint, Table

from bot.core.learning.weeks import CompletionState
from bot.store.columns import UtcDateTime, one_of, text
from bot.store.tables.base import CODE, ID, KEY, PAYLOAD, WEEK, metadata

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
