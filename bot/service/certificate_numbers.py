"""The number on a certificate: what it stands for, and withdrawing it.

Whoever checks types the name on the paper and is told whether it is the holder's; no name
is shown, so that no list of numbers becomes a list of names.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.certificate import CertificateKind
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.core.permissions import Action, require
from bot.core.serial import read_serial
from bot.store import certificates, people
from bot.store.engine import Store


class NotThere(Exception):
    """No certificate that stands has this number."""


class Stand(StrEnum):
    """What is said of a number."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"  # issued; the holder's data is erased
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; of a valid one the 年度, its kind, and whether the name is right.

    ``same_name`` is None where no name was typed.
    """

    stand: Stand
    serial: str = ""
    year: int | None = None
    kind: CertificateKind | None = None
    same_name: bool | None = None


class CertificateNumbers:
    """For 研修担当 and administrators; needs no content."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, actor: Actor, typed: str, name: str = "") -> Checked:
        """What a number stands for; ``name`` as it is on the paper, if it is to be compared."""
        require(actor, Action.CHECK_CERTIFICATE)
        serial = read_serial(typed)
        if serial is None:
            return Checked(Stand.MISTYPED)
        with self._store.read() as tx:
            found = certificates.find(tx, serial)
            if found is None:
                return Checked(Stand.UNKNOWN, serial)
            holder = None if found.staff_id is None else people.staff_by_id(tx, found.staff_id)
        if found.withdrawn is not None:
            return Checked(Stand.WITHDRAWN, serial, found.year)
        if holder is None:
            return Checked(Stand.ERASED, serial, found.year)
        same = _folded(holder.name) == _folded(name) if name.strip() else None
        return Checked(Stand.VALID, serial, found.year, found.kind, same)

    def withdraw(self, actor: Actor, typed: str, now: datetime) -> None:
        """Withdraw a certificate (NotThere when none that stands has this number)."""
        require(actor, Action.CHECK_CERTIFICATE)
        serial = read_serial(typed)
        with self._store.write() as tx:
            if serial is None or not certificates.withdraw(tx, serial, tokyo_day(now)):
                raise NotThere


def _folded(name: str) -> str:
    """A name without what typing changes: width, blanks, marks of variants."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZCM")
