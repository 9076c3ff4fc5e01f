"""Reads conferences.yaml: how the conferences are used, and why one fits or none does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.common import DATE_KEYS, PARAGRAPH, SENTENCE, SHORT, check_dates, sources_key
from bot.content.fields import Defines, OneOf
from bot.content.lists import Entries, ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.conferences import ChoiceReason, Conference, ReasonText

MOST_HEADINGS = 9  # what one A4 page of an agenda sheet has room for


@dataclass(frozen=True, slots=True)
class ConferenceFile:
    """conferences.yaml."""

    conferences: tuple[Entry[Conference], ...] = ()
    reasons: tuple[Entry[ReasonText], ...] = ()


_CONFERENCE = Shape(
    Conference,
    (
        Key("id", "ID", Defines("conference")),
        Key("name", "名前", SHORT, optional=True),
        Key("purpose", "目的", PARAGRAPH),
        Key("use_when", "使うとき", ListOf(SENTENCE, least=1)),
        Key("not_for", "使わないとき", ListOf(SENTENCE)),
        Key("convenor", "主催", PARAGRAPH),
        Key("consent", "本人の同意", PARAGRAPH),
        Key("members", "参加者", PARAGRAPH),
        Key("secrecy", "守秘", PARAGRAPH),
        Key("how_to_start", "始め方", ListOf(SENTENCE)),
        Key("ask_owner", "所管に確認すること", ListOf(SENTENCE)),
        Key("agenda", "議題シートの項目", ListOf(SHORT, least=1, most=MOST_HEADINGS)),
        *DATE_KEYS,
        sources_key(),
    ),
    check_dates,
)
_REASON = Shape(
    ReasonText,
    (
        Key("id", "ID", Defines("conference_reason", OneOf.all(ChoiceReason))),
        Key("text", "わけ", PARAGRAPH),
        Key("steps", "次にすること", ListOf(SENTENCE, least=1)),
        sources_key(),
    ),
)
CONFERENCES = Shape(
    ConferenceFile,
    (
        Key("conferences", "会議", Entries(_CONFERENCE)),
        Key("reasons", "えらぶわけ", Entries(_REASON)),
    ),
)
