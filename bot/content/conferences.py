"""Reads conferences.yaml: how the three conferences are used."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.common import DATE_KEYS, PARAGRAPH, SENTENCE, check_dates, sources_key
from bot.content.fields import Defines
from bot.content.lists import Entries, ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.knowledge import Conference


@dataclass(frozen=True, slots=True)
class ConferenceFile:
    """conferences.yaml."""

    conferences: tuple[Entry[Conference], ...] = ()


_CONFERENCE = Shape(
    Conference,
    (
        Key("id", "ID", Defines("conference")),
        Key("purpose", "目的", PARAGRAPH),
        Key("use_when", "使うとき", ListOf(SENTENCE, least=1)),
        Key("not_for", "使わないとき", ListOf(SENTENCE)),
        Key("consent", "本人の同意", PARAGRAPH),
        Key("members", "参加者", PARAGRAPH),
        Key("secrecy", "守秘", PARAGRAPH),
        Key("how_to_start", "始め方", ListOf(SENTENCE)),
        Key("ask_owner", "所管に確認すること", ListOf(SENTENCE)),
        *DATE_KEYS,
        sources_key(),
    ),
    check_dates,
)
CONFERENCES = Shape(ConferenceFile, (Key("conferences", "会議", Entries(_CONFERENCE)),))
