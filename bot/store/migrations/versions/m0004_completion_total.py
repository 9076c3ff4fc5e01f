"""Counts of completed weeks without persons, for what has aged out or was erased.

Complete in itself: it must go on making the same table when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "state IN ('completed', 'not_completed', 'completed_late', 'excluded')"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "completion_total",
        *_text("week", 8),
        *_text("section_id", 64),
        *_text("state", 40),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name="state_known"),
        sa.PrimaryKeyConstraint("week", "section_id", "state"),
        sa.ForeignKeyConstraint(["section_id"], ["section.section_id"]),
    )


def downgrade() -> None:
    """Drop it, and with it the counts of people whose own rows are gone."""
    op.drop_table("completion_total")


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
