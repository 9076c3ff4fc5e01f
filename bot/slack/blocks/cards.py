"""A destination, a duty, contacts and sources as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.core.duties import Force
from bot.core.knowledge import Consent
from bot.service.cards import (
    ConferenceCard,
    DestinationCard,
    DutyCard,
    ShownContact,
    ShownSource,
)
from bot.slack.blocks.base import (
    Block,
    Reply,
    bold,
    context,
    divider,
    header,
    inline,
    link,
    section,
)

SAFE_OPENING = "お探しの案内です"
NO_CONTACT = "連絡先：区で設定（内線は所属の一覧で確認してください）"
MOST_SOURCES = 8

CONSENT_LINES: Mapping[Consent, str] = {
    Consent.REQUIRED: "同意：区民の方の了承を得てからつなぎます",
    Consent.NOT_REQUIRED: "同意：本人の同意がなくても連絡できます",
    Consent.SELF: "同意：ご案内して、ご本人から連絡していただきます",
    Consent.SECTION_DECIDES: "同意：共有してよいかと範囲は、主催する担当が判断します",
}
FORCE_LABELS: Mapping[Force, str] = {Force.DUTY: "義務", Force.EFFORT: "努力義務", Force.NONE: ""}


def phone_line(shown: ShownContact, under: str = "") -> str:
    """One contact in one line: name, numbers, hours, mark and date.

    The name is left out right below an entry of the same name (``under``).
    """
    contact = shown.contact
    name = "電話" if contact.name == under else contact.name
    numbers = "・".join(contact.phones) or "番号は区で設定"
    hours = contact.hours or ("24時間" if contact.always_open else "受付時間は要確認")
    marks = "、".join(m for m in (shown.mark, shown.seen) if m)
    return f"{inline(name)}  {bold(numbers)}  {inline(hours)}（{inline(marks)}）"


def contact_lines(contacts: Sequence[ShownContact], under: str = "") -> list[str]:
    """All contacts, or the sentence that says where to look."""
    return [phone_line(c, under) for c in contacts] or [NO_CONTACT]


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


def duty_blocks(card: DutyCard) -> list[Block]:
    """A duty card: what to do now first, the law and sources last."""
    duty = card.duty
    desks = "、".join(d.name for d in card.destinations)
    blocks = [
        section([bold(f"いまやること：{duty.act_now}"), inline(duty.name)]),
        section(numbered(duty.steps)),
        section([bold("連絡先"), *contact_lines(card.contacts)]),
    ]
    if desks:
        blocks.append(section(f"つなぎ先：{inline(desks)}"))
    if duty.do_not:
        blocks.append(section([bold("しないこと"), *bulleted(duty.do_not)]))
    if duty.laws:
        blocks.append(section([bold("根拠"), *_law_lines(card)]))
    blocks.append(source_block(card.sources, japanese_date(duty.assured_date.isoformat())))
    if duty.closing:
        blocks.append(section(inline(duty.closing)))
    return blocks


def _law_lines(card: DutyCard) -> list[str]:
    lines = []
    for law in card.duty.laws:
        force = FORCE_LABELS[law.force]
        condition = f"（{law.condition}）" if law.condition else ""
        cites = f" {law.citation.cites}" if law.citation.cites else ""
        mark = f"【{force}】" if force else ""
        lines.append(inline(f"{mark}{law.text}{condition}{cites}"))
    return lines


def duty_reply(card: DutyCard) -> Reply:
    """A duty's own page."""
    return Reply(SAFE_OPENING, (section(SAFE_OPENING), *duty_blocks(card)), "すぐの対応")


def destination_reply(card: DestinationCard) -> Reply:
    """A destination's own page: everything an entry holds."""
    entry = card.destination
    blocks = [
        section(SAFE_OPENING),
        header(entry.name),
        section([inline(entry.description), inline(f"対象：{entry.eligibility_description}")]),
        section([bold("連絡先"), *contact_lines(card.contacts, entry.name)]),
        section([bold("区民の方へのひと言"), inline(f"「{entry.say}」")]),
        section(inline(CONSENT_LINES[entry.consent])),
        section([bold("つなぎ方"), *numbered(entry.application_process)]),
    ]
    if entry.to_tell:
        blocks.append(section([bold("伝えること・持ち物"), *bulleted(entry.to_tell)]))
    if entry.caution:
        blocks.append(section([bold("気をつけること"), inline(entry.caution)]))
    blocks += _why_blocks(card)
    if card.related:
        names = "、".join(d.name for d in card.related)
        blocks.append(section(inline(f"あわせて考えるところ：{names}")))
    blocks.append(divider())
    blocks.append(source_block(card.sources, japanese_date(entry.assured_date.isoformat())))
    blocks.append(context(inline(f"担当：{entry.owner}"), _overdue(card)))
    return Reply(SAFE_OPENING, tuple(blocks), "つなぎ先")


def _overdue(card: DestinationCard) -> str:
    return "確認の期限をすぎています。連絡の前に確かめてください。" if card.overdue else ""


def _why_blocks(card: DestinationCard) -> list[Block]:
    lines = why_lines(card)
    return [section([bold("気づいた言葉"), *lines])] if lines else []


def why_lines(card: DestinationCard, most: int = 4) -> list[str]:
    """The asker's own words and what they were taken to mean."""
    return [inline(f"・{r.asked} → {r.means}") for r in card.why if r.asked][:most]


def conference_blocks(card: ConferenceCard) -> list[Block]:
    """How one conference is used."""
    entry = card.conference
    blocks = [
        header(card.name),
        section(inline(entry.purpose)),
        section([bold("使うとき"), *bulleted(entry.use_when)]),
        section([bold("使わないとき"), *bulleted(entry.not_for)]),
        section([f"{bold('同意')}  {inline(entry.consent)}"]),
        section([f"{bold('集まる人')}  {inline(entry.members)}"]),
        section([f"{bold('秘密を守ること')}  {inline(entry.secrecy)}"]),
        section([bold("はじめ方"), *numbered(entry.how_to_start)]),
    ]
    if entry.ask_owner:
        blocks.append(section([bold("所管に確認すること"), *bulleted(entry.ask_owner)]))
    blocks.append(source_block(card.sources, japanese_date(entry.assured_date.isoformat())))
    return blocks
