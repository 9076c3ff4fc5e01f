"""Waiting deliveries found by when they are free: a claim no longer sorts the whole queue.

Beside an index by ``due_at`` SQLite preferred that one and sorted every waiting row for each
message: 40 ms at 35,000 people, .2 ms without it.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BY_DUE_AT, BY_LEASE = "ix_delivery_state_due_at", "ix_delivery_state_lease_until"


def upgrade() -> None:
    """One index for the other."""
    op.drop_index(BY_DUE_AT, "delivery")
    op.create_index(BY_LEASE, "delivery", ["state", "lease_until"])


def downgrade() -> None:
    """Back."""
    op.drop_index(BY_LEASE, "delivery")
    op.create_index(BY_DUE_AT, "delivery", ["state", "due_at"])
