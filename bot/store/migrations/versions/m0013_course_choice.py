"""How each person wants the course; deliveries without a message, and the day one was tried.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = "state IN ('queued', 'sending', 'sent', 'dead', 'cancelled'{0})"
KNOWN = "ck_delivery_state_known"


def upgrade() -> None:
    """Make the table, and let a delivery be held; what was sent has the day it was due."""
    op.create_table(
        "course_choice",
        *_text("staff_id", 64),
        sa.Column("one_batch", sa.Boolean(), nullable=False),
        *_text("slot", 40),
        sa.Column("easy", sa.Boolean(), nullable=False),
        sa.Column("paused_since", sa.Date(), nullable=True),
        *_text("paused_by", 40, optional=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("slot IN ('morning', 'afternoon')", name="slot_known"),
        sa.CheckConstraint("paused_by IN ('self', 'silence')", name="paused_by_known"),
        sa.PrimaryKeyConstraint("staff_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("tried_on", sa.Date(), nullable=True))
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), STATES.format(", 'held'"))


def downgrade() -> None:
    """Drop the choices; what was held becomes a delivery that was withdrawn."""
    op.execute("UPDATE delivery SET state = 'cancelled' WHERE state = 'held'")
    with op.batch_alter_table("delivery") as table:
        table.drop_column("tried_on")
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), STATES.format(""))
    op.drop_table("course_choice")


def _text(name: str, length: int, *, optional: bool = False) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=optional),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
