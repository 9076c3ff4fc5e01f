"""Certificates, and team talks with a 朝礼5分カード."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, PrimaryKeyConstraint, Table

from bot.core.certificate import CertificateKind
from bot.store.columns import UtcDateTime, one_of, text
from bot.store.tables.base import CODE, ID, PAYLOAD, metadata

certificate = Table(
    "certificate",
    metadata,
    text("serial", CODE, key=True),
    text("staff_id", ID, optional=True, refers_to="staff.staff_id"),
    Column("year", Integer, nullable=False),
    text("kind", CODE),
    Column("issued", Date, nullable=False),
    Column("withdrawn", Date, nullable=True),
    one_of("kind", CertificateKind),
    Index(None, "staff_id"),
)

gathering = Table(
    "gathering",
    metadata,
    text("id", ID, key=True),
    text("section_id", ID, refers_to="section.section_id"),
    Column("day", Date, nullable=False),
    text("concepts", PAYLOAD),
    text("noted_by", ID, optional=True, refers_to="staff.staff_id"),
    Column("noted_at", UtcDateTime, nullable=False),
    Index(None, "section_id", "day"),
)

gathering_person = Table(
    "gathering_person",
    metadata,
    text("gathering_id", ID, refers_to="gathering.id"),
    text("staff_id", ID, refers_to="staff.staff_id"),
    text("before", CODE, optional=True),
    PrimaryKeyConstraint("gathering_id", "staff_id"),
    Index(None, "staff_id"),
)
