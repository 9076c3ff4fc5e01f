"""Parts that every page of an entry shares: sources, dates, lists, and a conference's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.knowledge import Consent, Destination, LifeDomain
from bot.service.cards import ConferenceCard, ShownSource
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    context,
    header,
    inline,
    link,
    section,
)
from bot.slack.blocks.controls import agenda_button
from bot.slack.blocks.quiet import SAFE_OPENING

MOST_SOURCES = 8


def consent_line(destination: Destination) -> str:
    """Consent in one line: 通告 is what the law says of children, 通報 of other people."""
    match destination.consent:
        case Consent.REQUIRED:
            return "同意：了承を得てからつなぎます"
        case Consent.SELF:
            return "同意：ご本人から連絡していただきます"
        case Consent.SECTION_DECIDES:
            return "同意：共有の可否は主催の担当が判断します"
        case Consent.NOT_REQUIRED:
            return f"同意：なくても{_report(destination)}できます"


def _report(destination: Destination) -> str:
    domains = set(destination.domains)
    if LifeDomain.VIOLENCE not in domains:
        return "連絡"
    return "通告" if LifeDomain.CHILD in domains else "通報"


def source_line(source: ShownSource) -> str:
    """One source: title with link, part cited, mark and date."""
    parts = [link(source.url, source.title)]
    if source.cites:
        parts.append(inline(source.cites))
    marks = "、".join(m for m in (source.mark, source.seen) if m)
    parts.append(f"（{inline(marks)}）")
    return " ".join(parts)


def source_block(sources: Sequence[ShownSource], assured: str) -> Block:
    """Small print: the day the entry was checked and what it rests on."""
    shown = [f"出典：{source_line(s)}" for s in sources[:MOST_SOURCES]]
    thanks = dict.fromkeys(s.attribution for s in sources if s.attribution)
    return context(f"{assured}確認", *shown, inline(" ".join(thanks)))


def japanese_date(iso: str) -> str:
    """``2026-11-22`` as 2026年11月22日."""
    year, month, day = iso.split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def numbered(items: Iterable[str]) -> list[str]:
    """Steps with their numbers."""
    return [f"{i}. {inline(item)}" for i, item in enumerate(items, start=1)]


def bulleted(items: Iterable[str]) -> list[str]:
    """Items with a dot."""
    return [f"・{inline(item)}" for item in items]


def conference_blocks(card: ConferenceCard) -> list[Block]:
    """How one conference is used."""
    entry = card.conference
    blocks = [
        header(card.name),
        section(inline(entry.purpose)),
        section([bold("使うとき"), *bulleted(entry.use_when)]),
        section([bold("使わないとき"), *bulleted(entry.not_for)]),
        section([f"{bold('主催')}  {inline(entry.convenor)}"]),
        section([f"{bold('同意')}  {inline(entry.consent)}"]),
        section([f"{bold('集まる人')}  {inline(entry.members)}"]),
        section([f"{bold('秘密を守ること')}  {inline(entry.secrecy)}"]),
        section([bold("はじめ方"), *numbered(entry.how_to_start)]),
    ]
    if entry.ask_owner:
        blocks.append(section([bold("所管に確認すること"), *bulleted(entry.ask_owner)]))
    blocks.append(source_block(card.sources, japanese_date(entry.assured_date.isoformat())))
    return blocks


def conference_reply(card: ConferenceCard) -> Reply:
    """A conference's own page."""
    more = actions([agenda_button(card.conference.id)])
    blocks = (section(SAFE_OPENING), *conference_blocks(card), more)
    return Reply(SAFE_OPENING, blocks, "会議の使い分け")
