"""Reads sources.yaml and contacts.yaml, the registries that everything cites."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.common import SENTENCE, SHORT
from bot.content.fields import URL, Defines, Flag, OneOf, PartialDay, Text
from bot.content.hours import Timetable
from bot.content.lists import Entries, ListOf
from bot.content.phones import Phone
from bot.content.schema import Entry, Key, Shape
from bot.core.knowledge import Contact, Grade, Source

_NOTE = Text(300)
_SEEN_KEYS = (
    Key("seen", "掲載日・確認日", PartialDay(), optional=True),
    Key("seen_note", "日付の説明", _NOTE, optional=True),
)
_ATTRIBUTION = Key("attribution", "出典の表示", Text(300), optional=True)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """sources.yaml."""

    sources: tuple[Entry[Source], ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFile:
    """contacts.yaml; the two lists hold numbers that may appear nowhere."""

    contacts: tuple[Entry[Contact], ...] = ()
    deny_list: tuple[str, ...] = ()
    unapproved_list: tuple[str, ...] = ()


def _check_seen(entry: Entry[Source] | Entry[Contact]) -> None:
    if entry.value.seen is None and entry.value.seen_note is None:
        message = (
            "掲載日・確認日（seen）がないときは、日付の説明（seen_note）に理由を書いてください"
        )
        entry.fault("seen", message)


def _check_contact(entry: Entry[Contact]) -> None:
    _check_seen(entry)
    contact = entry.value
    explained = contact.seen_note is not None or contact.note is not None
    if contact.grade is not Grade.WARD and contact.source_url is None and not explained:
        message = "出典のURL（source_url）がないときは、備考（note）に理由を書いてください"
        entry.fault("source_url", message)
    if contact.schedule is not None and (contact.always_open or contact.hours is None):
        message = "時間割（schedules）は、受付時間（hours）と並べて、24時間でない番号にだけ書きます"
        entry.fault("schedules", message)


_SOURCE = Shape(
    Source,
    (
        Key("id", "ID", Defines("source")),
        Key("title", "題名", SENTENCE),
        Key("url", "URL", URL, optional=True),
        Key("grade", "確かさ", OneOf((Grade.V1, Grade.V2, Grade.V_OLD, Grade.PLAN))),
        *_SEEN_KEYS,
        _ATTRIBUTION,
    ),
    _check_seen,
)
_CONTACT = Shape(
    Contact,
    (
        Key("id", "ID", Defines("contact")),
        Key("name", "名前", SHORT),
        Key("phones", "電話番号", ListOf(Phone("phone", Text(20)))),
        Key("grade", "確かさ", OneOf((Grade.V1, Grade.V2, Grade.V_OLD, Grade.WARD))),
        Key("source_url", "出典のURL", URL, optional=True),
        *_SEEN_KEYS,
        Key("hours", "受付時間", SENTENCE, optional=True),
        Key("schedules", "時間割", Timetable(), into="schedule", optional=True),
        Key("note", "備考", _NOTE, optional=True),
        Key("always_open", "24時間受付", Flag(), optional=True, default=False),
        Key("after_hours", "閉庁中の受付", Flag(), optional=True, default=False),
        _ATTRIBUTION,
    ),
    _check_contact,
)
SOURCES = Shape(SourceFile, (Key("sources", "出典", Entries(_SOURCE)),))
CONTACTS = Shape(
    ContactFile,
    (
        Key("contacts", "連絡先", Entries(_CONTACT)),
        Key("deny_list", "誤りや旧い番号", ListOf(Phone("denied", Text(20)))),
        Key("unapproved_list", "出典が足りない番号", ListOf(Phone("unapproved", Text(20)))),
    ),
)
