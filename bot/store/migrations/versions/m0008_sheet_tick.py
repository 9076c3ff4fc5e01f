"""Monthly counts of what was ticked on sheets, in lots and without cases or persons.

Complete in itself: it must go on making the same table when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

ANSWERS = "answer IN ('seen', 'heard', 'checked_not', 'unknown')"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sheet_tick",
        *_text("month", 7),
        *_text("item", 64),
        *_text("answer", 40),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(ANSWERS, name="answer_known"),
        sa.PrimaryKeyConstraint("month", "item", "answer"),
    )


def downgrade() -> None:
    """Drop it; the counts are gone."""
    op.drop_table("sheet_tick")


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
