"""The survey as far as everybody may know it; who answered what is in no database.

``survey.db`` counts (bot/store/survey_file.py). Here stand what was asked and of whom, the
counters of closed waves, and what processes tell the survey's owner.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, PrimaryKeyConstraint, Table

from bot.core.survey import RequestState, WaveState
from bot.store.columns import UtcDateTime, one_of, text
from bot.store.tables.base import CODE, ID, KEY, PAYLOAD, metadata

DEFINITION = 200_000
COUNTS = 2_000_000

survey_wave = Table(
    "survey_wave",
    metadata,
    text("wave", ID, key=True),
    text("definition", DEFINITION),
    text("hash", ID),
    text("state", CODE),
    Column("opens_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("interrupted_on", Date, nullable=True),
    Column("announced", Boolean, nullable=False),
    text("counts", COUNTS, optional=True),
    one_of("state", WaveState),
)

survey_listed = Table(
    "survey_listed",
    metadata,
    text("wave", ID, refers_to="survey_wave.wave"),
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("grp", KEY),
    Column("on_paper", Boolean, nullable=False),
    PrimaryKeyConstraint("wave", "staff_id"),
    Index(None, "staff_id"),
)

survey_owner = Table(
    "survey_owner",
    metadata,
    text("key", CODE, key=True),
    text("file_id", ID),
    text("public_key", ID),
    Column("beat_at", UtcDateTime, nullable=False),
    text("progress", DEFINITION),
)

survey_request = Table(
    "survey_request",
    metadata,
    text("id", ID, key=True),
    text("what", CODE),
    text("details", PAYLOAD),
    text("state", CODE),
    text("answer", PAYLOAD),
    Column("at", UtcDateTime, nullable=False),
    one_of("state", RequestState),
)

sealed_answer = Table(
    "sealed_answer",
    metadata,
    text("id", ID, key=True),
    text("sealed", PAYLOAD),
)
