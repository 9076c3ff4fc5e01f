"""What taking over a roster would change, in words an administrator can check.

入 (joins), 出 (leaves), 異動 (moves), 役割 (roles), 対象外 and what else is written differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.core.people import EXCLUSION_LABELS, ROLE_LABELS, Exclusion, Membership, Role, Staff
from bot.core.roster import RosterFile

MANY = 0.5
FEW = 10


class ChangeKind(StrEnum):
    """The headings of the list of changes, in the order in which they are shown."""

    JOINED = "入"
    LEFT = "出"
    MOVED = "異動"
    ROLES = "役割"
    EXCLUDED = "対象外"
    WRITTEN = "氏名・連絡先"


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as the database has them: what is in force on the day, 対象外 now and later."""

    staff: Staff
    memberships: tuple[Membership, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def section(self) -> str | None:
        """The section the person is counted in; None for somebody who has left."""
        return next((m.section_id for m in self.memberships if m.role is Role.STAFF), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list; ``staff_id`` is whose."""

    kind: ChangeKind
    staff_id: str
    text: str


@dataclass(frozen=True, slots=True)
class RosterDiff:
    """Everything a roster would change as of ``day``, and what deserves a second look."""

    day: date
    staff: int
    sections: int
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    def of(self, kind: ChangeKind) -> tuple[str, ...]:
        """The lines under one heading."""
        return tuple(change.text for change in self.changes if change.kind is kind)

    @property
    def digest(self) -> str:
        """Names this very list, so that what is confirmed is what was shown."""
        lines = [f"{self.day}", *(f"{c.kind} {c.staff_id} {c.text}" for c in self.changes)]
        return sha256("\n".join(lines).encode()).hexdigest()[:32]


def settled(file: RosterFile, now: Mapping[str, Standing], day: date) -> RosterFile:
    """The roster as it joins what is there: what goes on keeps its beginning."""
    in_force = {
        (staff_id, m.section_id, m.role) for staff_id, s in now.items() for m in s.memberships
    }
    return replace(
        file,
        memberships=tuple(
            (i, replace(m, valid_from=day) if (i, m.section_id, m.role) in in_force else m)
            for i, m in file.memberships
        ),
        exclusions=tuple((i, _continued(e, now.get(i), day)) for i, e in file.exclusions),
    )


def _continued(given: Exclusion, standing: Standing | None, day: date) -> Exclusion:
    """A 対象外 without a beginning of its own goes on where one of that reason is in force."""
    for known in standing.exclusions if standing else ():
        if given.valid_from == day and known.reason is given.reason and known.holds_on(day):
            return replace(given, valid_from=known.valid_from)
    return given


def compare(file: RosterFile, now: Mapping[str, Standing], day: date) -> RosterDiff:
    """What a :func:`settled` roster changes."""
    wanted = _standings(file)
    changes = [c for i, new in wanted.items() for c in _changes(now.get(i), new, day)]
    changes += (
        Change(ChangeKind.LEFT, i, f"{old.staff.name}（{old.section}）")
        for i, old in now.items()
        if old.section is not None and i not in wanted
    )
    order = list(ChangeKind)
    changes.sort(key=lambda c: (order.index(c.kind), c.staff_id))
    return RosterDiff(
        day=day,
        staff=len(file.staff),
        sections=len(file.sections),
        changes=tuple(changes),
        notes=tuple(_notes(file, now, changes)),
    )


def _standings(file: RosterFile) -> Mapping[str, Standing]:
    held: dict[str, list[Membership]] = {person.staff_id: [] for person in file.staff}
    for staff_id, membership in file.memberships:
        held[staff_id].append(membership)
    excluded: dict[str, tuple[Exclusion, ...]] = {i: (e,) for i, e in file.exclusions}
    return {
        p.staff_id: Standing(p, tuple(held[p.staff_id]), excluded.get(p.staff_id, ()))
        for p in file.staff
    }


def _changes(old: Standing | None, new: Standing, day: date) -> Iterator[Change]:
    who, name = new.staff.staff_id, new.staff.name
    section, starts = _place(new)
    since = "" if starts == day else f"、{day_words(starts)}から"
    if old is None or old.section is None:
        again = "、戻り" if old is not None else ""
        yield Change(ChangeKind.JOINED, who, f"{name}（{section}{again}{since}）")
    elif old.section != section:
        text = f"{name}（{old.section} → {section}{since}）"
        yield Change(ChangeKind.MOVED, who, text)
    roles = "　".join(_role_words(old.memberships if old else (), new.memberships))
    if roles:
        yield Change(ChangeKind.ROLES, who, f"{name}：{roles}")
    excluded = "　".join(_exclusion_words(old.exclusions if old else (), new.exclusions, day))
    if excluded:
        yield Change(ChangeKind.EXCLUDED, who, f"{name}：{excluded}")
    if old is not None:
        written = "、".join(_written(old.staff, new.staff))
        if written:
            yield Change(ChangeKind.WRITTEN, who, f"{name}：{written}")


def _place(standing: Standing) -> tuple[str, date]:
    counted = next(m for m in standing.memberships if m.role is Role.STAFF)
    return counted.section_id, counted.valid_from


def _role_words(old: Iterable[Membership], new: Iterable[Membership]) -> Iterator[str]:
    before, after = _roles(old), _roles(new)
    for role, section in sorted(after - before):
        yield f"＋{ROLE_LABELS[role]}（{section}）"
    for role, section in sorted(before - after):
        yield f"－{ROLE_LABELS[role]}（{section}）"


def _roles(memberships: Iterable[Membership]) -> frozenset[tuple[Role, str]]:
    return frozenset((m.role, m.section_id) for m in memberships if m.role is not Role.STAFF)


def _exclusion_words(
    old: Iterable[Exclusion], new: Iterable[Exclusion], day: date
) -> Iterator[str]:
    before, after = frozenset(old), frozenset(new)
    for exclusion in sorted(after - before, key=lambda e: e.valid_from):
        yield f"{EXCLUSION_LABELS[exclusion.reason]}（{_period(exclusion)}）"
    if before - after and not after:
        yield f"対象外を終えます（{day_words(day)}から対象）"


def _period(exclusion: Exclusion) -> str:
    begins = f"{day_words(exclusion.valid_from)}から"
    if exclusion.valid_until is None:
        return begins
    return begins + f"{day_words(exclusion.valid_until - timedelta(days=1))}まで"


def _written(old: Staff, new: Staff) -> Iterator[str]:
    if old.name != new.name:
        yield f"氏名が変わります（前は{old.name}）"
    if new.slack_user_id not in {None, old.slack_user_id}:
        yield "Slackメンバーidが変わります" if old.slack_user_id else "Slackメンバーidが入ります"
    if new.email not in {None, old.email}:
        yield "メールが変わります" if old.email else "メールが入ります"


def _notes(
    file: RosterFile, now: Mapping[str, Standing], changes: Iterable[Change]
) -> Iterator[str]:
    before = sum(standing.section is not None for standing in now.values())
    left = sum(change.kind is ChangeKind.LEFT for change in changes)
    if before >= FEW and left > before * MANY:
        yield f"いまの{before}人のうち{left}人が「出」になります。ファイルをお確かめください。"
    led = {m.section_id for _, m in file.memberships if m.role is Role.SUPERVISOR}
    alone = [section.name for section in file.sections if section.section_id not in led]
    if alone:
        yield f"課長（課長級）のいない課があります：{_some(alone)}"
    if not any(m.role is Role.ADMINISTRATOR for _, m in file.memberships):
        yield "管理者がひとりもいません。困ったときのお知らせを受け取る人を決めてください。"
    known = {i for i, standing in now.items() if standing.staff.slack_user_id}
    unmatched = [s for s in file.staff if s.slack_user_id is None and s.staff_id not in known]
    if unmatched:
        yield f"Slackの相手がまだ分からない人が{len(unmatched)}人います。"


def _some(names: list[str]) -> str:
    more = f" ほか{len(names) - FEW}課" if len(names) > FEW else ""
    return "、".join(names[:FEW]) + more


def day_words(day: date) -> str:
    """A day as staff read it, with the year: announcements cross 1 April."""
    return f"{day.year}年{day.month}月{day.day}日"
