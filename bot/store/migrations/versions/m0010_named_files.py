"""Files with names that the bot deletes from Slack after a day.

Complete in itself: it must go on making the same table when tables.py has moved on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "named_file",
        sa.Column("file_id", sa.String(40), nullable=False),
        sa.CheckConstraint("length(file_id) <= 40", name="file_id_length"),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file_id"),
    )
    op.create_index(op.f("ix_named_file_try_at"), "named_file", ["try_at"])


def downgrade() -> None:
    """Drop it: files that still stand in Slack then stay until somebody deletes them."""
    op.drop_index(op.f("ix_named_file_try_at"), "named_file")
    op.drop_table("named_file")
