"""Certificates, and who took part in a team talk with a 朝礼5分カード.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "certificate",
        *_text("serial", 40),
        *_text("staff_id", 64, nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        *_text("kind", 40),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('mastered', 'taken')", name="kind_known"),
        sa.PrimaryKeyConstraint("serial"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    op.create_index(op.f("ix_certificate_staff_id"), "certificate", ["staff_id"])
    op.create_table(
        "gathering",
        *_text("id", 64),
        *_text("section_id", 64),
        sa.Column("day", sa.Date(), nullable=False),
        *_text("concepts", 2000),
        *_text("noted_by", 64, nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["section_id"], ["section.section_id"]),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.staff_id"]),
    )
    op.create_index(op.f("ix_gathering_section_id_day"), "gathering", ["section_id", "day"])
    op.create_table(
        "gathering_person",
        *_text("gathering_id", 64),
        *_text("staff_id", 64),
        *_text("before", 40, nullable=True),
        sa.PrimaryKeyConstraint("gathering_id", "staff_id"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    op.create_index(op.f("ix_gathering_person_staff_id"), "gathering_person", ["staff_id"])


def downgrade() -> None:
    """Drop them; certificates can no longer be checked."""
    for table in ("gathering_person", "gathering", "certificate"):
        op.drop_table(table)


def _text(name: str, length: int, *, nullable: bool = False) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=nullable),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
