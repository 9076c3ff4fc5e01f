"""The roster file: CSV bytes become people, sections and roles, or a list of faults.

All or nothing: with any fault nothing is returned to import. Columns (header names,
any order): 職員番号, 氏名, 課, 役割, Slackメンバーid, メール. 役割 may hold several of
課長・研修担当・指標担当・知識編集者・管理者, separated by 「・」; everyone listed is 本人 too.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.people import ROLE_LABELS, Membership, Role, Section, Staff

REQUIRED = ("職員番号", "氏名", "課")
OPTIONAL = ("役割", "Slackメンバーid", "メール")
AS_WRITTEN = ("氏名", "課")
MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT = 100
MAX_SECTION = 64  # a 課's name is its id too
_ROLES: Mapping[str, Role] = {label: role for role, label in ROLE_LABELS.items()}
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_STAFF_ID = re.compile(r"[0-9A-Za-z-]{1,32}")


@dataclass(frozen=True, slots=True)
class RosterFault:
    """A mistake in the file; ``row`` counts from 1 and includes the header (0: the file)."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.row}行目: {self.message}" if self.row else self.message


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A roster without faults, ready to be imported as of one day."""

    sections: tuple[Section, ...]
    staff: tuple[Staff, ...]
    memberships: tuple[tuple[str, Membership], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    staff: Staff
    section: str
    roles: tuple[Role, ...]


def parse_roster(data: bytes, day: date) -> tuple[RosterFile | None, tuple[RosterFault, ...]]:
    """Read CSV bytes (UTF-8 with or without BOM, or CP932) as the roster of ``day``."""
    if len(data) > MAX_BYTES:
        return None, (RosterFault(0, "ファイルが大きすぎます（20MBまで）。"),)
    text = _decode(data)
    if text is None:
        message = "文字コードを読めません。UTF-8かShift_JISで保存してください。"
        return None, (RosterFault(0, message),)
    lines, faults = _lines(text)
    faults = faults or list(_header_faults(lines))
    if faults:
        return None, tuple(faults)
    rows = _rows(lines, faults)
    faults += _twice(rows)
    if not rows and not faults:
        faults.append(RosterFault(0, "職員の行がありません。"))
    if faults:
        return None, tuple(sorted(faults, key=lambda f: f.row))
    return _as_file(rows, day), ()


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> tuple[list[list[str]], list[RosterFault]]:
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        message = 'CSVとして読めません。引用符（"）の閉じ忘れを確かめてください。'
        return lines, [RosterFault(len(lines) + 1, message)]
    return lines, []


def _header_faults(lines: Sequence[Sequence[str]]) -> Iterator[RosterFault]:
    header = [_clean(c) for c in lines[0]] if lines else []
    for name in REQUIRED:
        if name not in header:
            yield RosterFault(1, f"見出しに「{name}」がありません。")
    for name, times in Counter(header).items():
        if name and times > 1:
            yield RosterFault(1, f"見出しの「{name}」が{times}つあります。")
        if name and name not in REQUIRED + OPTIONAL:
            yield RosterFault(
                1,
                f"見出しの「{name}」は使えません。使える見出しは"
                f"{'、'.join(REQUIRED + OPTIONAL)}です。",
            )


def _rows(lines: Sequence[Sequence[str]], faults: list[RosterFault]) -> list[_Row]:
    header = [_clean(c) for c in lines[0]]
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        values = {name: _value(name, c) for name, c in zip(header, cells, strict=False)}
        beyond = any(_clean(c) for c in cells[len(header) :])
        if any(values.values()) or beyond:
            found = list(_cell_faults(number, values))
            if beyond:
                found.append(RosterFault(number, "見出しより列が多くあります。"))
            faults += found
            if not found:
                rows.append(_row(number, values))
    return rows


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _value(column: str, cell: str) -> str:
    """A cell, names as written: NFKC would turn some kanji of names into others."""
    return cell.replace("\u3000", " ").strip() if column in AS_WRITTEN else _clean(cell)


def _cell_faults(number: int, values: Mapping[str, str]) -> Iterator[RosterFault]:
    for name in REQUIRED:
        if not values.get(name):
            yield RosterFault(number, f"「{name}」が空です。")
    for name, value in values.items():
        limit = MAX_SECTION if name == "課" else MAX_TEXT
        if len(value) > limit:
            yield RosterFault(number, f"「{name}」が長すぎます（{limit}文字まで）。")
        if any(unicodedata.category(c) == "Cc" for c in value):
            yield RosterFault(number, f"「{name}」に改行などの使えない文字があります。")
    checks = (("職員番号", _STAFF_ID), ("Slackメンバーid", _SLACK_ID), ("メール", _EMAIL))
    for name, pattern in checks:
        value = values.get(name, "")
        if value and not pattern.fullmatch(value):
            yield RosterFault(number, f"「{name}」の書き方が正しくありません。")
    for label in _role_labels(values):
        if label not in _ROLES:
            yield RosterFault(
                number, f"役割「{label}」はありません。使えるのは{'・'.join(_ROLES)}です。"
            )


def _role_labels(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(p for p in re.split(r"[・、,/\s]+", values.get("役割", "")) if p)


def _row(number: int, values: Mapping[str, str]) -> _Row:
    roles = {Role.STAFF, *(_ROLES[label] for label in _role_labels(values))}
    return _Row(
        number=number,
        staff=Staff(
            staff_id=values["職員番号"],
            name=values["氏名"],
            slack_user_id=values.get("Slackメンバーid") or None,
            # Upper and lower case reach the same mailbox, and Slack knows the lower.
            email=values.get("メール", "").lower() or None,
        ),
        section=values["課"],
        roles=tuple(sorted(roles)),
    )


_UNIQUE: Mapping[str, Callable[[_Row], str | None]] = {
    "職員番号": lambda row: row.staff.staff_id,
    "Slackメンバーid": lambda row: row.staff.slack_user_id,
    "メール": lambda row: row.staff.email,
}


def _twice(rows: Sequence[_Row]) -> Iterator[RosterFault]:
    for label, key in _UNIQUE.items():
        first: dict[str, int] = {}
        for row in rows:
            value = key(row)
            if value is not None and first.setdefault(value, row.number) != row.number:
                yield RosterFault(row.number, f"「{label}」が{first[value]}行目と同じです。")


def _as_file(rows: Sequence[_Row], day: date) -> RosterFile:
    names = dict.fromkeys(row.section for row in rows)
    return RosterFile(
        sections=tuple(Section(name, name) for name in names),
        staff=tuple(row.staff for row in rows),
        memberships=tuple(
            (row.staff.staff_id, Membership(row.section, role, day))
            for row in rows
            for role in row.roles
        ),
    )
