"""Who had completed a 年度, noted once: the ward's view need not count it anew.

Complete in itself: it must go on making the same table when tables/ has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it fills by itself within a day."""
    op.create_table(
        "achieved",
        *_text("staff_id", 64),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
        sa.PrimaryKeyConstraint("staff_id", "year"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to counting anew at each look."""
    op.drop_table("achieved")


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
