"""General examples for the editors, without anybody's name.

Complete in itself: it must go on making the same table when tables.py has moved on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.CheckConstraint("length(text) <= 200", name="text_length"),
        sa.CheckConstraint("length(month) <= 7", name="month_length"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Drop it; the examples are gone."""
    op.drop_table("suggestion")
