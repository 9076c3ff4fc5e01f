"""What each person has learned; several questions in a post; how a concept was taken.

Complete in itself: it must go on making the same tables when tables.py has moved on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What a post asks stood as {"question": "a"}; from here on it is {"questions": "a b"}.
SEVERAL = """
UPDATE delivery SET payload = replace(payload, '{"question": ', '{"questions": ')
 WHERE payload LIKE '{"question": %'
"""
# On the way back a post keeps the first of its questions.
ONE = """
UPDATE delivery SET payload = '{{"question": "' || {first} || '"}}'
 WHERE payload LIKE '{{"questions": "%'
"""
BEGINS = len('{"questions": "') + 1
IDS = f"replace(substr(payload, {BEGINS}), '\"', ' ')"
FIRST = {
    "sqlite": f"substr({IDS}, 1, instr({IDS}, ' ') - 1)",
    "postgresql": f"split_part({IDS}, ' ', 1)",
}
# What was answered so far counts as met, in the first of Leitner's boxes (two weeks): nothing is
# taken for 習得 that was not asked for. A question was called after its concept, with a number
# behind. The day is that of Tokyo, as each engine finds it.
CONCEPT = "rtrim(rtrim(question_id, '0123456789'), '-')"
MET = """
INSERT INTO learning_state (staff_id, concept_id, stability, difficulty, box, due, last_day,
 last_question, answers, run, mastered_on)
 SELECT staff_id, concept, 14, 5, 0, {due}, {day}, question_id, answers, '[]', NULL FROM (
  SELECT staff_id, question_id, at, {concept} AS concept,
   count(*) OVER (PARTITION BY staff_id, {concept}) AS answers,
   row_number() OVER (PARTITION BY staff_id, {concept} ORDER BY at DESC, question_id) AS place
  FROM answer) AS newest
 WHERE place = 1
"""
DAYS = {
    "sqlite": {"day": "date(at, '+9 hours')", "due": "date(at, '+9 hours', '+14 days')"},
    "postgresql": {
        "day": "CAST(at AT TIME ZONE 'Asia/Tokyo' AS date)",
        "due": "CAST(at AT TIME ZONE 'Asia/Tokyo' AS date) + 14",
    },
}
HOW = "how IN ('answered', 'together', 'catch_up')"
PRIMARY = ("staff_id", "concept_id", "day")
WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the table from what was answered so far; what was taken so far was answered."""
    _learning_state()
    op.execute(MET.format(concept=CONCEPT, **DAYS[op.get_bind().dialect.name]))
    with op.batch_alter_table("taken", table_kwargs=WITHOUT_ROWID) as table:
        table.add_column(sa.Column("how", sa.String(40), nullable=False, server_default="answered"))
        table.create_check_constraint(op.f("ck_taken_how_length"), "length(how) <= 40")
        table.create_check_constraint(op.f("ck_taken_how_known"), HOW)
        table.drop_constraint(op.f("pk_taken"), type_="primary")
        table.create_primary_key(op.f("pk_taken"), [*PRIMARY, "how"])
    with op.batch_alter_table("taken", table_kwargs=WITHOUT_ROWID) as table:
        table.alter_column("how", server_default=None)
    op.execute(SEVERAL)


def downgrade() -> None:
    """Drop what was learned; a concept taken twice on a day is one row again."""
    op.execute(ONE.format(first=FIRST[op.get_bind().dialect.name]))
    op.execute(
        "DELETE FROM taken WHERE how <> 'answered' AND EXISTS (SELECT 1 FROM taken AS other"
        " WHERE other.staff_id = taken.staff_id AND other.concept_id = taken.concept_id"
        " AND other.day = taken.day AND other.how < taken.how)"
    )
    with op.batch_alter_table("taken", table_kwargs=WITHOUT_ROWID) as table:
        table.drop_constraint(op.f("pk_taken"), type_="primary")
        table.drop_constraint(op.f("ck_taken_how_length"), type_="check")
        table.drop_constraint(op.f("ck_taken_how_known"), type_="check")
        table.drop_column("how")
        table.create_primary_key(op.f("pk_taken"), list(PRIMARY))
    op.drop_table("learning_state")


def _learning_state() -> None:
    op.create_table(
        "learning_state",
        *_text("staff_id", 64),
        *_text("concept_id", 100),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *_text("last_question", 100),
        sa.Column("answers", sa.Integer(), nullable=False),
        *_text("run", 2000),
        sa.Column("mastered_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("staff_id", "concept_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.staff_id"]),
        **WITHOUT_ROWID,
    )


def _text(name: str, length: int) -> tuple[Any, ...]:
    return (
        sa.Column(name, sa.String(length), nullable=False),
        sa.CheckConstraint(f"length({name}) <= {length}", name=f"{name}_length"),
    )
