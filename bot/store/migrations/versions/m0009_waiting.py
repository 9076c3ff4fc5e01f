"""Who waits for an answer: the person and since when, until the answer is given.

Complete in itself: it must go on making the same table when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody is in it."""
    op.create_table(
        "waiting",
        *_text("event_id", 100),
        *_text("staff_id", 64),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    for column in ("staff_id", "since"):
        op.create_index(op.f(f"ix_waiting_{column}"), "waiting", [column])


def downgrade() -> None:
    """Drop it: who waits at that moment gets no apology."""
    op.drop_table("waiting")


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
