"""The survey: waves and who is asked, its owner, what it is asked, sealed answers.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = ("sealed_answer", "survey_request", "survey_owner", "survey_listed", "survey_wave")


def upgrade() -> None:
    """Make the tables; no wave has been opened."""
    _make_waves()
    _make_lists()
    op.create_table(
        "survey_owner",
        *_text("key", 40),
        *_text("file_id", 64),
        *_text("public_key", 64),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        *_text("progress", 200_000),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "survey_request",
        *_text("id", 64),
        *_text("what", 40),
        *_text("details", 2000),
        *_text("state", 40),
        *_text("answer", 2000),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'refused')", name="state_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sealed_answer",
        *_text("id", 64),
        *_text("sealed", 2000),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Drop them: what was counted in closed waves stands in survey.db alone then."""
    for table in TABLES:
        op.drop_table(table)


def _make_waves() -> None:
    moments = ("opens_at", "closes_at")
    op.create_table(
        "survey_wave",
        *_text("wave", 64),
        *_text("definition", 200_000),
        *_text("hash", 64),
        *_text("state", 40),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in moments),
        sa.Column("interrupted_on", sa.Date(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        *_text("counts", 2_000_000, optional=True),
        sa.CheckConstraint("state IN ('open', 'closed', 'void')", name="state_known"),
        sa.PrimaryKeyConstraint("wave"),
    )


def _make_lists() -> None:
    op.create_table(
        "survey_listed",
        *_text("wave", 64),
        *_text("staff_id", 64),
        *_text("grp", 100),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("wave", "staff_id"),
        sa.ForeignKeyConstraint(["wave"], ["survey_wave.wave"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
    )
    op.create_index(op.f("ix_survey_listed_staff_id"), "survey_listed", ["staff_id"])


def _text(name: str, length: int, *, optional: bool = False) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=optional),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
