"""The roster: the rows of a file become people, sections, roles and 対象外, or a list of faults.

All or nothing: with any fault nothing is returned to import. Columns (header names, any
order): 職員番号, 氏名, 課, 役割, Slackメンバーid, メール, 適用日, 対象外の理由, 対象外の開始日,
対象外の終了日. 役割 may hold several, separated by 「・」; everyone listed is 本人 too.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.people import Exclusion, Membership, Role, Section, Staff
from bot.core.roster_cells import (
    EMAIL,
    MAX_SECTION,
    MAX_TEXT,
    OPTIONAL,
    REQUIRED,
    ROLES,
    SLACK_ID,
    STARTS,
    clean,
    exclusion_of,
    faults_in,
    is_well_formed,
    read_date,
    roles_in,
    value_of,
)

__all__ = [
    "MAX_BYTES",
    "MAX_SECTION",
    "MAX_TEXT",
    "RosterFault",
    "RosterFile",
    "parse_roster",
    "read_csv",
    "read_rows",
    "unknown_emails",
]

MAX_BYTES = 20 * 1024 * 1024
TOO_LARGE = "ファイルが大きすぎます（20MBまで）。"
Line = Sequence[str]


@dataclass(frozen=True, slots=True)
class RosterFault:
    """A mistake in the file; ``row`` counts from 1 and includes the header (0: the file)."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.row}行目: {self.message}" if self.row else self.message


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster without faults, ready to be imported as of one day.

    ``moves`` are the people whose row has a day of its own (適用日): their old section and
    roles end on it. ``emails`` are the rows that name their Slack account by an address
    alone.
    """

    sections: tuple[Section, ...]
    staff: tuple[Staff, ...]
    memberships: tuple[tuple[str, Membership], ...]
    exclusions: tuple[tuple[str, Exclusion], ...] = ()
    moves: tuple[tuple[str, date], ...] = ()
    emails: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Filled:
    """A row as it was written; ``beyond``: something stands where there is no heading."""

    number: int
    values: Mapping[str, str]
    beyond: bool


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    staff: Staff
    section: str
    roles: tuple[Role, ...]
    starts: date | None
    exclusion: Exclusion | None


def parse_roster(data: bytes, day: date) -> tuple[RosterFile | None, tuple[RosterFault, ...]]:
    """Read CSV bytes (UTF-8 with or without BOM, or CP932) as the roster of ``day``."""
    lines, faults = read_csv(data)
    return (None, faults) if faults else read_rows(lines, day)


def read_csv(data: bytes) -> tuple[Sequence[Line], tuple[RosterFault, ...]]:
    """The lines of a CSV file, or why it cannot be read."""
    if len(data) > MAX_BYTES:
        return (), (RosterFault(0, TOO_LARGE),)
    text = _decode(data)
    if text is None:
        message = "文字コードを読めません。UTF-8かShift_JISで保存してください。"
        return (), (RosterFault(0, message),)
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        message = 'CSVとして読めません。引用符（"）の閉じ忘れを確かめてください。'
        return lines, (RosterFault(len(lines) + 1, message),)
    return lines, ()


def read_rows(
    lines: Sequence[Line], day: date
) -> tuple[RosterFile | None, tuple[RosterFault, ...]]:
    """Read the lines of a table, the header first, as the roster of ``day``."""
    faults = list(_header_faults(lines))
    if faults:
        return None, tuple(faults)
    filled = list(_filled(lines))
    faults += [fault for row in filled for fault in _faults_of(row, day)]
    faults += _twice(filled)
    if not filled:
        faults.append(RosterFault(0, "職員の行がありません。"))
    if faults:
        return None, tuple(sorted(faults, key=lambda f: f.row))
    return _as_file([_row(row.number, row.values, day) for row in filled], day), ()


def unknown_emails(file: RosterFile, accounts: Mapping[str, str]) -> tuple[RosterFault, ...]:
    """The rows whose address no working account has; ``accounts`` by address in lower case."""
    return tuple(
        RosterFault(row, f"このメール（{email}）のSlackアカウントが見つかりません。")
        for row, email in file.emails
        if email not in accounts
    )


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _header_faults(lines: Sequence[Line]) -> Iterator[RosterFault]:
    header = [clean(c) for c in lines[0]] if lines else []
    for name in REQUIRED:
        if name not in header:
            yield RosterFault(1, f"見出しに「{name}」がありません。")
    for name, times in Counter(header).items():
        if name and times > 1:
            yield RosterFault(1, f"見出しの「{name}」が{times}つあります。")
        if name and name not in REQUIRED + OPTIONAL:
            usable = "、".join(REQUIRED + OPTIONAL)
            message = f"見出しの「{name}」は使えません。使える見出しは{usable}です。"
            yield RosterFault(1, message)


def _filled(lines: Sequence[Line]) -> Iterator[_Filled]:
    """The rows in which something stands, under their headings."""
    header = [clean(c) for c in lines[0]]
    for number, cells in enumerate(lines[1:], start=2):
        values = {name: value_of(name, c) for name, c in zip(header, cells, strict=False)}
        beyond = any(clean(c) for c in cells[len(header) :])
        if any(values.values()) or beyond:
            yield _Filled(number, values, beyond)


def _faults_of(row: _Filled, day: date) -> Iterator[RosterFault]:
    for message in faults_in(row.values, day):
        yield RosterFault(row.number, message)
    if row.beyond:
        yield RosterFault(row.number, "見出しより列が多くあります。")


def _row(number: int, values: Mapping[str, str], day: date) -> _Row:
    roles = {Role.STAFF, *(ROLES[label] for label in roles_in(values))}
    return _Row(
        number=number,
        staff=Staff(
            staff_id=values["職員番号"],
            name=values["氏名"],
            slack_user_id=values.get(SLACK_ID) or None,
            # Upper and lower case reach the same mailbox, and Slack knows the lower.
            email=values.get(EMAIL, "").lower() or None,
        ),
        section=values["課"],
        roles=tuple(sorted(roles)),
        starts=read_date(values.get(STARTS, "")),
        exclusion=exclusion_of(values, day),
    )


def _twice(rows: Sequence[_Filled]) -> Iterator[RosterFault]:
    """What belongs to one person and stands in two rows, whatever else is wrong with them.

    A sign for 「なし」 is a fault of its own in each row, and not the same person twice.
    """
    for label in ("職員番号", SLACK_ID, EMAIL):
        first: dict[str, int] = {}
        for row in rows:
            value = row.values.get(label, "")
            value = value.lower() if label == EMAIL else value
            if not value or not is_well_formed(label, value):
                continue
            if first.setdefault(value, row.number) != row.number:
                yield RosterFault(row.number, f"「{label}」が{first[value]}行目と同じです。")


def _as_file(rows: Sequence[_Row], day: date) -> RosterFile:
    names = dict.fromkeys(row.section for row in rows)
    return RosterFile(
        sections=tuple(Section(name, name) for name in names),
        staff=tuple(row.staff for row in rows),
        memberships=tuple(
            (row.staff.staff_id, Membership(row.section, role, row.starts or day))
            for row in rows
            for role in row.roles
        ),
        exclusions=tuple((r.staff.staff_id, r.exclusion) for r in rows if r.exclusion),
        moves=tuple((r.staff.staff_id, r.starts) for r in rows if r.starts),
        emails=tuple(
            (r.number, r.staff.email) for r in rows if r.staff.email and not r.staff.slack_user_id
        ),
    )
