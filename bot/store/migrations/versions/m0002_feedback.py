"""Counts of 「ここにつなぐ」, corrections by 「ちがう」, and notes that were told once.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "referral_count",
        *_text("destination_id", 64),
        *_text("month", 7),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("destination_id", "month"),
    )
    op.create_index(op.f("ix_referral_count_month"), "referral_count", ["month"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("signs", 2000),
        *_text("destination_id", 64, nullable=True),
        *_text("content_version", 40),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "told_once",
        *_text("staff_id", 64),
        *_text("note", 40),
        sa.PrimaryKeyConstraint("staff_id", "note"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("told_once", "correction", "referral_count"):
        op.drop_table(table)


def _text(name: str, length: int, *, nullable: bool = False) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=nullable),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
