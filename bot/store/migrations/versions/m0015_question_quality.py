"""How questions stand, what staff ask about, and the trial of the weekly training.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

HOW = "how IN ('asked', 'unanswered', 'duty')"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "question_standing",
        *_text("question_id", 100),
        *_text("facts", 2000),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("question_id"),
    )
    _asked()
    op.create_table(
        "learning_trial",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("crosses_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        *_text("key", 64),
        *_text("first_block", 2000),
        *_text("second_block", 2000),
        sa.PrimaryKeyConstraint("starts_on"),
    )


def downgrade() -> None:
    """Drop them: questions are taken for confirmed again, counts and trials are gone."""
    for table in ("learning_trial", "asked_topic", "asked_by", "asked_key", "question_standing"):
        op.drop_table(table)


def _asked() -> None:
    op.create_table(
        "asked_key", *_text("month", 7), *_text("key", 64), sa.PrimaryKeyConstraint("month")
    )
    op.create_table(
        "asked_by",
        *_text("month", 7),
        *_text("topic", 100),
        *_text("how", 40),
        *_text("who", 40),
        sa.CheckConstraint(HOW, name="how_known"),
        sa.PrimaryKeyConstraint("month", "topic", "how", "who"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked_topic",
        *_text("month", 7),
        *_text("topic", 100),
        *_text("how", 40),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(HOW, name="how_known"),
        sa.PrimaryKeyConstraint("month", "topic", "how"),
    )


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
