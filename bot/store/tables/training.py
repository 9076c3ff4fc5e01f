"""Answers, weeks and what was met in them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, PrimaryKeyConstraint, Table

from bot.core.learning.choices import PausedBy, TimeSlot
from bot.core.learning.taking import How
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
    text("how", CODE),
    one_of("how", How),
    PrimaryKeyConstraint("staff_id", "concept_id", "day", "how"),
    sqlite_with_rowid=False,
)

learning_state = Table(
    "learning_state",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("concept_id", KEY),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("box", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    text("last_question", KEY),
    Column("answers", Integer, nullable=False),
    text("run", PAYLOAD),
    Column("mastered_on", Date, nullable=True),
    PrimaryKeyConstraint("staff_id", "concept_id"),
    sqlite_with_rowid=False,
)

course_choice = Table(
    "course_choice",
    metadata,
    text("staff_id", ID, key=True, refers_to="staff.staff_id"),
    Column("one_batch", Boolean, nullable=False),
    text("slot", CODE),
    Column("easy", Boolean, nullable=False),
    Column("paused_since", Date, nullable=True),
    text("paused_by", CODE, optional=True),
    Column("resumed_on", Date, nullable=True),
    one_of("slot", TimeSlot),
    one_of("paused_by", PausedBy),
)

achieved = Table(
    "achieved",
    metadata,
    text("staff_id", ID, refers_to="staff.staff_id"),
    Column("year", Integer, nullable=False),
    Column("day", Date, nullable=False),
    PrimaryKeyConstraint("staff_id", "year"),
    sqlite_with_rowid=False,
)

training_year = Table(
    "training_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    text("concepts", PAYLOAD),
    Column("seconds", Integer, nullable=False),
)
