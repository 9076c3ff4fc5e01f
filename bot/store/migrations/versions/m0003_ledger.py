"""The ledger proper: turns, checks, sending hours, occurrences that stand still, the pace.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BY_HOURS = "ix_delivery_occurrence_key_state_id"


def upgrade() -> None:
    """Add the columns and the table; what stands in the ledger goes on as it was."""
    with op.batch_alter_table("occurrence") as table:
        table.add_column(_given("state", sa.String(40), "active"))
        table.add_column(_given("opens", sa.Integer(), "0"))
        table.add_column(_given("closes", sa.Integer(), "1440"))
        table.add_column(_given("business_days", sa.Boolean(), sa.false()))
        table.create_check_constraint(op.f("ck_occurrence_state_length"), "length(state) <= 40")
        table.create_check_constraint(
            op.f("ck_occurrence_state_known"),
            "state IN ('active', 'paused', 'cancelled', 'missed')",
        )
    op.execute(
        "UPDATE occurrence SET opens = 540, closes = 1020, business_days = true WHERE kind = 'quiz'"
    )
    with op.batch_alter_table("delivery") as table:
        table.add_column(_given("turn", sa.Integer(), "0"))
        table.add_column(_given("checks", sa.Integer(), "0"))
    _forget_defaults("occurrence", "state", "opens", "closes", "business_days")
    _forget_defaults("delivery", "turn", "checks")
    op.create_index(op.f(_BY_HOURS), "delivery", ["occurrence_key", "state", "id"])
    _pace()


def downgrade() -> None:
    """Take them back; what was paused or missed becomes an ordinary occurrence."""
    op.drop_table("pace")
    op.drop_index(op.f(_BY_HOURS), "delivery")
    with op.batch_alter_table("delivery") as table:
        for column in ("turn", "checks"):
            table.drop_column(column)
    with op.batch_alter_table("occurrence") as table:
        table.drop_constraint(op.f("ck_occurrence_state_length"), type_="check")
        table.drop_constraint(op.f("ck_occurrence_state_known"), type_="check")
        for column in ("state", "opens", "closes", "business_days"):
            table.drop_column(column)


def _pace() -> None:
    op.create_table(
        "pace",
        sa.Column("key", sa.String(40), nullable=False),
        sa.CheckConstraint("length(key) <= 40", name="key_length"),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ("filled_at", "blocked_until", "clean_since")
        ),
        sa.PrimaryKeyConstraint("key"),
    )


def _given(name: str, kind: Any, value: Any) -> sa.Column[Any]:
    """A column whose default serves the rows that are there, and is taken away again."""
    return sa.Column(name, kind, nullable=False, server_default=value)


def _forget_defaults(table_name: str, *columns: str) -> None:
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.alter_column(column, server_default=None)
