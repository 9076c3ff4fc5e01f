"""Which concept a person answered on which day, and what 受講済 means in each 年度.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The day in Tokyo, as each engine finds it; a question was called after its concept, with a
# number behind: 「danger-first-2」.
DAY = {
    "sqlite": "date(at, '+9 hours')",
    "postgresql": "CAST(at AT TIME ZONE 'Asia/Tokyo' AS date)",
}
FILL = (
    "INSERT INTO taken (staff_id, concept_id, day)"
    " SELECT DISTINCT staff_id, rtrim(rtrim(question_id, '0123456789'), '-'), {day} FROM answer"
)


def upgrade() -> None:
    """Make the tables, and take over what was answered so far."""
    op.create_table(
        "taken",
        *_text("staff_id", 64),
        *_text("concept_id", 100),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "concept_id", "day"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "training_year",
        sa.Column("year", sa.Integer(), nullable=False, autoincrement=False),
        *_text("concepts", 2000),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_index(
        op.f("ix_answer_at_question_id_is_right"), "answer", ["at", "question_id", "is_right"]
    )
    op.execute(FILL.format(day=DAY[op.get_bind().dialect.name]))


def downgrade() -> None:
    """Drop them; the answers themselves stay."""
    op.drop_index(op.f("ix_answer_at_question_id_is_right"), "answer")
    for table in ("training_year", "taken"):
        op.drop_table(table)


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
