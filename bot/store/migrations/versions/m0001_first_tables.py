"""The first tables.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the first release."""
    op.create_table("meta", *_text("key", 100), *_text("value", 100), _pk("key"))
    _people()
    _deliveries()
    _training()
    op.create_table(
        "inbox_event",
        *_text("event_id", 100),
        _moment("received_at"),
        _moment("done_at", nullable=True),
        _pk("event_id"),
    )
    _index("inbox_event", "received_at")


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for table in ("inbox_event", "completion", "answer", "delivery", "occurrence"):
        op.drop_table(table)
    for table in ("membership", "staff", "section", "meta"):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "section",
        *_text("section_id", 64),
        *_text("name", 100),
        _pk("section_id"),
    )
    op.create_table(
        "staff",
        *_text("staff_id", 64),
        *_text("name", 100),
        *_text("slack_user_id", 40, nullable=True),
        *_text("email", 254, nullable=True),
        _pk("staff_id"),
        sa.UniqueConstraint("slack_user_id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("staff_id", 64),
        *_text("section_id", 64),
        *_text("role", 40),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        _pk("id"),
        _refers("staff_id", "staff.staff_id"),
        _refers("section_id", "section.section_id"),
        sa.UniqueConstraint("staff_id", "section_id", "role", "valid_from"),
    )
    _index("membership", "staff_id")
    _index("membership", "section_id")


def _deliveries() -> None:
    op.create_table(
        "occurrence",
        *_text("key", 100),
        *_text("kind", 40),
        _moment("due_at"),
        _moment("expires_at"),
        _pk("key"),
    )
    op.create_table(
        "delivery",
        *_text("id", 64),
        *_text("occurrence_key", 100),
        *_text("staff_id", 64),
        *_text("payload", 2000),
        *_text("state", 40),
        _moment("due_at"),
        _moment("expires_at"),
        _moment("lease_until", nullable=True),
        _moment("first_try", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_text("channel", 40, nullable=True),
        *_text("ts", 40, nullable=True),
        *_text("last_error", 80, nullable=True),
        _check("state IN ('queued', 'sending', 'sent', 'dead', 'cancelled')", "state_known"),
        _pk("id"),
        _refers("occurrence_key", "occurrence.key"),
        _refers("staff_id", "staff.staff_id"),
        sa.UniqueConstraint("occurrence_key", "staff_id"),
    )
    _index("delivery", "state", "due_at")
    _index("delivery", "staff_id")


def _training() -> None:
    op.create_table(
        "answer",
        *_text("occurrence_key", 100),
        *_text("staff_id", 64),
        *_text("question_id", 100),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("confident", sa.Boolean(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        _moment("at"),
        _pk("occurrence_key", "staff_id", "question_id"),
        _refers("occurrence_key", "occurrence.key"),
        _refers("staff_id", "staff.staff_id"),
    )
    _index("answer", "staff_id")
    op.create_table(
        "completion",
        *_text("staff_id", 64),
        *_text("week", 8),
        *_text("section_id", 64),
        *_text("state", 40),
        _moment("at"),
        _check(
            "state IN ('completed', 'not_completed', 'completed_late', 'excluded')", "state_known"
        ),
        _pk("staff_id", "week"),
        _refers("staff_id", "staff.staff_id"),
        _refers("section_id", "section.section_id"),
    )
    _index("completion", "week", "section_id", "state")


def _text(name: str, length: int, *, nullable: bool = False) -> tuple[Any, Any]:
    """A string column and the rule that keeps its length on SQLite."""
    column: sa.Column[str] = sa.Column(name, sa.String(length), nullable=nullable)
    return column, _check(f"length({name}) <= {length}", f"{name}_length")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(rule: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=name)


def _pk(*columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns)


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target])


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f("_".join(("ix", table, *columns))), table, list(columns))
