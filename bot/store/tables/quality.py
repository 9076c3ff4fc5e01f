"""What is known of the questions themselves, and what staff ask about; never by whom.

``asked_by`` has marks instead of people, which mean nothing once the month's key is gone.
It is kept without a rowid, so that its order says nothing of who asked first.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, Table

from bot.core.asked import AskedHow
from bot.store.columns import one_of, text
from bot.store.tables.base import CODE, ID, KEY, MONTH, PAYLOAD, metadata

question_standing = Table(
    "question_standing",
    metadata,
    text("question_id", KEY, key=True),
    text("facts", PAYLOAD),
    Column("suspended_on", Date, nullable=True),
)

asked_key = Table("asked_key", metadata, text("month", MONTH, key=True), text("key", ID))

asked_by = Table(
    "asked_by",
    metadata,
    text("month", MONTH),
    text("topic", KEY),
    text("how", CODE),
    text("who", CODE),
    one_of("how", AskedHow),
    PrimaryKeyConstraint("month", "topic", "how", "who"),
    sqlite_with_rowid=False,
)

asked_topic = Table(
    "asked_topic",
    metadata,
    text("month", MONTH),
    text("topic", KEY),
    text("how", CODE),
    Column("count", Integer, nullable=False),
    one_of("how", AskedHow),
    PrimaryKeyConstraint("month", "topic", "how"),
)

learning_trial = Table(
    "learning_trial",
    metadata,
    Column("starts_on", Date, primary_key=True),
    Column("crosses_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("stopped_on", Date, nullable=True),
    text("key", ID),
    text("first_block", PAYLOAD),
    text("second_block", PAYLOAD),
)
