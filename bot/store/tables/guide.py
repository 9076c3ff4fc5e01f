"""What is counted and said about the guide and the sheet; never by whom."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from bot.core.sheet import Noticed
from bot.store.columns import one_of, text
from bot.store.tables.base import CODE, ID, MONTH, PAYLOAD, SUGGESTION, metadata

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

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    text("text", SUGGESTION),
    text("month", MONTH),
)
