"""修了証: earned, drawn for its holder alone, withdrawn where it is no longer earned."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.content.library import Library
from bot.core.certificate import CertificateKind, Progress, best, progress
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor, Staff
from bot.core.period import Rule, rule_of, whole_year
from bot.core.permissions import Action, NotPermitted, require
from bot.core.retention import fiscal_year
from bot.core.serial import new_serial
from bot.reports.certificate import Certificate, UnknownGlyph, certificate_page
from bot.reports.glyphs import undrawable
from bot.service.certificate_numbers import CertificateNumbers, Checked, NotThere, Stand
from bot.store import certificates, figures, learning
from bot.store.certificates import Issued
from bot.store.engine import Store, Tx

__all__ = ["Certificates", "Checked", "NotEarned", "NotThere", "Stand", "UnknownGlyph", "YearOf"]


class NotEarned(Exception):
    """Nothing in that 年度 is enough for a certificate yet."""


@dataclass(frozen=True, slots=True)
class YearOf:
    """How somebody stands in a 年度, and which certificate they may have (None: not yet)."""

    year: int
    progress: Progress
    offered: CertificateKind | None


class Certificates(CertificateNumbers):
    """The actor's own certificates; numbers for those who may check them."""

    def __init__(self, store: Store, library: Library) -> None:
        super().__init__(store)
        self._library = library

    def standing(self, actor: Actor, now: datetime) -> tuple[YearOf, ...]:
        """This 年度, and the last one where it holds something for the actor."""
        staff = _on_roster(actor)
        year = fiscal_year(tokyo_day(now))
        with self._store.read() as tx:
            issued = certificates.held_by(tx, staff.staff_id)
            found = [self._year(tx, staff, one, issued) for one in (year, year - 1)]
        return tuple(one for one in found if one.year == year or one.offered)

    def issue(self, actor: Actor, year: int, now: datetime) -> Certificate:
        """The actor's certificate of a 年度: the same number whenever asked.

        Raises NotEarned, or UnknownGlyph before anything is written.
        """
        staff = _on_roster(actor)
        this = fiscal_year(tokyo_day(now))
        if year not in {this, this - 1}:
            raise NotEarned
        missing = undrawable(staff.name)
        if missing:
            raise UnknownGlyph(missing)
        with self._store.write() as tx:
            certificates.one_at_a_time(tx)
            issued = self._issued(tx, staff, year, tokyo_day(now))
            rule = self._rule(tx, year)
        return Certificate(
            serial=issued.serial,
            name=staff.name,
            year=year,
            kind=issued.kind,
            issued=issued.issued,
            required=len(rule.concepts),
        )

    def paper(self, certificate: Certificate) -> bytes:
        """What :meth:`issue` gave, as a PDF; drawing takes seconds."""
        return certificate_page(certificate)

    def withdraw_unearned(
        self, tx: Tx, staff_ids: Collection[str], year: int, now: datetime
    ) -> int:
        """Withdraw what these people hold of a 年度 and have no longer earned; how many.

        For the service's own rooms, in the transaction that took something away.
        """
        done, rule = 0, self._rule(tx, year)
        for issued in certificates.held_by_all(tx, staff_ids, year):
            # What was learned is nobody's business here: without every 必修 there is none.
            if not self._taken(tx, str(issued.staff_id), year).issuperset(rule.concepts):
                done += certificates.withdraw(tx, issued.serial, tokyo_day(now))
        return done

    def _year(self, tx: Tx, staff: Staff, year: int, issued: Sequence[Issued]) -> YearOf:
        stands = self._progress(tx, staff, year)
        held = {one.kind for one in issued if one.year == year}
        return YearOf(year, stands, best(held | ({stands.earned} if stands.earned else set())))

    def _issued(self, tx: Tx, staff: Staff, year: int, day: date) -> Issued:
        """The certificate that says most: one that stands, or a new one."""
        held = certificates.held_by(tx, staff.staff_id)
        kind = self._year(tx, staff, year, held).offered
        if kind is None:
            raise NotEarned
        known = next((one for one in held if (one.year, one.kind) == (year, kind)), None)
        while known is None:
            new = Issued(new_serial(secrets.choice), staff.staff_id, year, kind, day, None)
            known = new if certificates.issue(tx, new) else None
        return known

    def _progress(self, tx: Tx, staff: Staff, year: int) -> Progress:
        last = whole_year(year).end
        states = learning.states_of(tx, staff.staff_id).values()
        known = {s.concept_id: s.mastered_on for s in states}
        course = self._library.course.concepts.values()
        return progress(
            required=self._rule(tx, year).concepts,
            taken=self._taken(tx, staff.staff_id, year),
            core=[concept.id for concept in course if concept.questions],
            mastered=[concept for concept, day in known.items() if day and day <= last],
        )

    def _taken(self, tx: Tx, staff_id: str, year: int) -> frozenset[str]:
        period = whole_year(year)
        return certificates.taken_between(tx, staff_id, period.start, period.end)

    def _rule(self, tx: Tx, year: int) -> Rule:
        """What 受講済 means in the 年度; as the course has it today where none is fixed."""
        fixed = figures.year_of(tx, year)
        concepts = self._library.course.concepts.values()
        return fixed.rule if fixed else rule_of(c.id for c in concepts if c.required)


def _on_roster(actor: Actor) -> Staff:
    require(actor, Action.GET_CERTIFICATE)
    if actor.staff is None:
        raise NotPermitted(Action.GET_CERTIFICATE)
    return actor.staff
