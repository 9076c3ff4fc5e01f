"""Certificates: one row a number; what somebody has done for the next one.

A number outlives its holder: erasing a person leaves it with nobody's name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from bot.core.certificate import CertificateKind
from bot.store.engine import Tx
from bot.store.sql import among, insert_new, serialise
from bot.store.tables import certificate, taken


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as it was issued; ``staff_id`` is None once its holder was erased."""

    serial: str
    staff_id: str | None
    year: int
    kind: CertificateKind
    issued: date
    withdrawn: date | None


def held_by(tx: Tx, staff_id: str) -> tuple[Issued, ...]:
    """A person's certificates that stand, newest first."""
    mine = (certificate.c.staff_id == staff_id, certificate.c.withdrawn.is_(None))
    wanted = select(certificate).where(*mine)
    rows = tx.execute(wanted.order_by(certificate.c.issued.desc(), certificate.c.serial))
    return tuple(map(_issued, rows))


def held_by_all(tx: Tx, staff_ids: Collection[str], year: int) -> tuple[Issued, ...]:
    """The certificates of a 年度 that stand, of these people."""
    which = (certificate.c.year == year, certificate.c.withdrawn.is_(None))
    wanted = select(certificate).where(among(tx, certificate.c.staff_id, staff_ids), *which)
    return tuple(map(_issued, tx.execute(wanted.order_by(certificate.c.serial))))


def find(tx: Tx, serial: str) -> Issued | None:
    """The certificate with that number."""
    row = tx.execute(select(certificate).where(certificate.c.serial == serial)).first()
    return None if row is None else _issued(row)


def one_at_a_time(tx: Tx) -> None:
    """Let nobody else issue until this transaction ends: two presses make one certificate."""
    serialise(tx, "certificate")


def issue(tx: Tx, new: Issued) -> bool:
    """Write a certificate down; False when its number is taken."""
    row = {
        "serial": new.serial,
        "staff_id": new.staff_id,
        "year": new.year,
        "kind": new.kind,
        "issued": new.issued,
        "withdrawn": new.withdrawn,
    }
    return insert_new(tx, certificate, [row]) == 1


def withdraw(tx: Tx, serial: str, day: date) -> bool:
    """Withdraw a certificate; False when there is none that stands."""
    stands = (certificate.c.serial == serial, certificate.c.withdrawn.is_(None))
    return tx.execute(update(certificate).where(*stands).values(withdrawn=day)).rowcount == 1


def taken_between(tx: Tx, staff_id: str, start: date, end: date) -> frozenset[str]:
    """The concepts a person met from ``start`` to ``end``, in whatever way."""
    mine = (taken.c.staff_id == staff_id, taken.c.day.between(start, end))
    return frozenset(tx.execute(select(taken.c.concept_id).where(*mine)).scalars())


def _issued(row: Row[Any]) -> Issued:
    kind = CertificateKind(row.kind)
    return Issued(row.serial, row.staff_id, row.year, kind, row.issued, row.withdrawn)
