"""The content as the pocket guide and the page of urgent numbers print it.

Order and wording do not depend on the hour: paper is read at another time than it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.conferences import Conference
from bot.core.contacts import contact_mark, seen_label
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import (
    LIFE_DOMAIN_LABELS,
    Consent,
    Contact,
    Destination,
    DestinationKind,
    Knowledge,
    LifeDomain,
)
from bot.core.local import TRANSFER_MARK, needs_confirming
from bot.reports.guide_values import ActNow, Domain, Entry, Meeting, Phone, PocketGuide
from bot.reports.urgent_page import ALWAYS, NIGHT, UrgentLine, UrgentPage
from bot.service.referral import URGENT_CONTACTS

AT_THE_WARD = "区役所の担当窓口へ（階・内線は区で設定）"
NO_NUMBER = "番号は区で設定（所属の一覧で確認してください）"
HOURS_UNKNOWN = "受付時間は要確認"
_STEPS, _WARNINGS, _PHONES, _USES = 2, 2, 4, 2
_SUPERIOR = "上司"  # the step that stands once at the foot of the page instead
_FREE = "通話料"  # a note about charges is no news on paper


def guide_of(knowledge: Knowledge, today: date) -> PocketGuide:
    """The content as the guide prints it, each destination once."""
    printed = _Printed(knowledge, today)
    return PocketGuide(
        version=knowledge.version,
        printed=today,
        act_now=tuple(
            printed.act_now(knowledge.duties[kind])
            for kind in SafetyKind
            if kind in knowledge.duties
        ),
        domains=tuple(printed.domains()),
        meetings=tuple(printed.meeting(c) for c in knowledge.conferences.values()),
        thanks=_thanks(knowledge.contacts.values()),
    )


def urgent_of(knowledge: Knowledge, today: date) -> UrgentPage:
    """The urgent numbers in the order of the list, whatever the hour."""
    found = [knowledge.contacts[i] for i in URGENT_CONTACTS if i in knowledge.contacts]
    return UrgentPage(
        version=knowledge.version,
        printed=today,
        lines=tuple(_urgent_line(contact, today) for contact in found),
        thanks=_thanks(found),
    )


def _urgent_line(contact: Contact, today: date) -> UrgentLine:
    tag = NIGHT if contact.after_hours else ALWAYS if contact.always_open else ""
    return UrgentLine(
        name=contact.name,
        numbers=contact.phones,
        tag=tag,
        hours=_hours(contact),
        note=_note(contact, today),
    )


def _hours(contact: Contact) -> str:
    return contact.hours or (ALWAYS if contact.always_open else HOURS_UNKNOWN)


def _note(contact: Contact, today: date) -> str:
    """Mark and date: 「二次情報・2026年7月26日時点」."""
    parts = (contact_mark(contact, today), seen_label(contact.seen, contact.seen_note))
    return "・".join(part for part in parts if part)


def _thanks(contacts: Iterable[Contact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.attribution for c in contacts if c.attribution))


@dataclass(frozen=True, slots=True)
class _Printed:
    """The content of one day as values of the report."""

    knowledge: Knowledge
    today: date

    def act_now(self, duty: DutyToReport) -> ActNow:
        """The card of one case; the desk only where a desk of the ward comes first."""
        first = self.knowledge.destinations[duty.destination_ids[0]]
        steps = [step for step in duty.steps if _SUPERIOR not in step]
        return ActNow(
            kind=duty.kind,
            act_now=duty.act_now,
            steps=tuple(steps[:_STEPS]),
            do_not=duty.do_not[:_WARNINGS],
            desk=f"{first.name}　{self._place(first)}" if first.ward_desk else "",
            phones=tuple(self._phones(duty.contact_ids[:_PHONES])),
            closing=duty.closing or "",
        )

    def domains(self) -> Iterator[Domain]:
        """The headings in their order, each with the destinations that belong there first."""
        everything = sorted(self.knowledge.destinations.values(), key=lambda d: (d.yomi, d.id))
        for domain, title in LIFE_DOMAIN_LABELS.items():
            entries = tuple(self._entry(d) for d in everything if _home_of(d) is domain)
            if entries:
                yield Domain(title, entries)

    def meeting(self, conference: Conference) -> Meeting:
        """A conference in a few lines."""
        return Meeting(
            name=self.knowledge.name_of_conference(conference.id),
            use_when=conference.use_when[:_USES],
            consent=conference.consent,
            how_to_start=conference.how_to_start[0] if conference.how_to_start else "",
        )

    def _entry(self, destination: Destination) -> Entry:
        phones = tuple(self._phones(destination.contact_ids)) + tuple(self._areas(destination))
        known = destination.id in self.knowledge.local.entries
        wanting = destination.kind is not DestinationKind.CONFERENCE and not phones
        return Entry(
            name=destination.name,
            description=destination.description,
            consent=_consent(destination),
            place=self._place(destination) if known or wanting else "",
            phones=phones,
        )

    def _place(self, destination: Destination) -> str:
        entry = self.knowledge.local.entries.get(destination.id)
        if entry is None or not entry.where:
            return AT_THE_WARD if destination.ward_desk else NO_NUMBER
        doubt = f"（{TRANSFER_MARK}）" if needs_confirming(entry.confirmed, self.today) else ""
        return f"{entry.section}　{entry.where}{doubt}".strip()

    def _areas(self, destination: Destination) -> Iterator[Phone]:
        for area in self.knowledge.local.areas_of(destination.id):
            covers = f"受け持ち：{'・'.join(area.covers)}"
            for phone in self._phones(area.contact_ids):
                hint = f"{covers}　{phone.hint}".strip()
                yield Phone(area.name, phone.numbers, phone.hours, phone.note, hint)

    def _phones(self, contact_ids: Iterable[str]) -> Iterator[Phone]:
        for contact in (self.knowledge.contacts[i] for i in contact_ids):
            hint = contact.note or ""
            yield Phone(
                name=contact.name,
                numbers=contact.phones,
                hours=_hours(contact),
                note=_note(contact, self.today),
                hint="" if hint.startswith(_FREE) else hint,
            )


def _home_of(destination: Destination) -> LifeDomain:
    """The one heading under which a destination is printed: urgent only if nothing else."""
    others = [d for d in destination.domains if d is not LifeDomain.URGENT]
    return others[0] if others else LifeDomain.URGENT


def _consent(destination: Destination) -> str:
    """Consent in a few words: 通告 is what the law says of children, 通報 of other people."""
    match destination.consent:
        case Consent.REQUIRED:
            return "了承を得てから"
        case Consent.SELF:
            return "ご本人から連絡"
        case Consent.SECTION_DECIDES:
            return "共有の可否は主催の担当が判断"
        case Consent.NOT_REQUIRED:
            return f"同意がなくても{_report(destination)}"


def _report(destination: Destination) -> str:
    if LifeDomain.VIOLENCE not in destination.domains:
        return "連絡できます"
    return "通告できます" if LifeDomain.CHILD in destination.domains else "通報できます"
