"""対象外 with dates and reason, closed Slack accounts, published homes; the audit of lists.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REASONS = "reason IN ('not_working', 'seconded', 'after_reference_day')"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "exclusion",
        *_text("staff_id", 64),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_text("reason", 40),
        sa.CheckConstraint(REASONS, name="reason_known"),
        sa.PrimaryKeyConstraint("staff_id", "valid_from"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    _accounts()
    op.create_table(
        "audit_key",
        *_text("staff_id", 64),
        *_text("key", 64),
        sa.PrimaryKeyConstraint("staff_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    _segments()
    _entries()


def downgrade() -> None:
    """Drop them: who is 対象外 and who looked at which list is forgotten."""
    for table in ("audit_subject", "audit_entry", "audit_segment", "audit_key"):
        op.drop_table(table)
    for table in ("home_published", "closed_account", "exclusion"):
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "closed_account",
        *_text("staff_id", 64),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("staff_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    op.create_table(
        "home_published",
        *_text("staff_id", 64),
        *_text("version", 40),
        *_text("slack_user_id", 40),
        sa.PrimaryKeyConstraint("staff_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )


def _segments() -> None:
    op.create_table(
        "audit_segment",
        *_text("month", 7),
        *_text("start", 64),
        sa.Column("entries", sa.Integer(), nullable=False),
        *_text("head", 64),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )


def _entries() -> None:
    op.create_table(
        "audit_entry",
        *_text("month", 7),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_text("who", 40),
        *_text("what", 100),
        *_text("mark", 64),
        sa.PrimaryKeyConstraint("month", "number"),
        sa.ForeignKeyConstraint(["month"], ["audit_segment.month"]),
    )
    op.create_table(
        "audit_subject",
        *_text("month", 7),
        sa.Column("number", sa.Integer(), nullable=False),
        *_text("pseudonym", 40),
        sa.PrimaryKeyConstraint("month", "number", "pseudonym"),
        sa.ForeignKeyConstraint(["month"], ["audit_segment.month"]),
    )
    op.create_index(op.f("ix_audit_subject_pseudonym"), "audit_subject", ["pseudonym"])


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
