"""Browsing, conferences, urgent numbers and help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.kana import ROWS, row_of
from bot.core.knowledge import LIFE_DOMAIN_LABELS, Destination, GlossaryTerm, LifeDomain
from bot.service.cards import ConferenceCard, DutyCard, ShownContact
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    header,
    inline,
    option,
    section,
    select,
)
from bot.slack.blocks.carried import Carried
from bot.slack.blocks.controls import CONFERENCE, details_button, domain_select
from bot.slack.blocks.duty import DUTY
from bot.slack.blocks.printing import print_button
from bot.slack.blocks.quiet import SAFE_OPENING
from bot.slack.blocks.reach import phone_line

ROW = "browse:row"
NOT_ALONE = "一人で抱えないでください。上司に声をかけ、保健福祉課へつなぎます。"


def browse_reply(
    everything: Sequence[Destination],
    duties: Sequence[DutyCard] = (),
    conferences: Sequence[ConferenceCard] = (),
) -> Reply:
    """The ways in: by life domain, by letter, and the cards and meetings themselves."""
    rows = [row for row in ROWS if any(row_of(d.yomi) == row for d in everything)]
    blocks: list[Block] = [
        section(SAFE_OPENING),
        section([bold("分野から探す"), "分野をえらぶと、つなぎ先が並びます。"]),
        actions([domain_select()]),
        section([bold("名前から探す（五十音順）"), f"つなぎ先は{len(everything)}か所あります。"]),
    ]
    if rows:
        blocks.append(actions([button(row, f"{ROW}:{i}", row) for i, row in enumerate(rows)]))
    blocks += _cards_and_meetings(duties, conferences)
    return Reply("つなぎ先を探す", tuple(blocks), "さがす")


def _cards_and_meetings(
    duties: Sequence[DutyCard], conferences: Sequence[ConferenceCard]
) -> list[Block]:
    cards = [option(card.duty.name, card.duty.kind.value) for card in duties]
    meetings = [option(card.name, card.conference.id) for card in conferences]
    controls = []
    if cards:
        controls.append(select("すぐの対応をえらぶ", f"{DUTY}:choose", cards))
    if meetings:
        controls.append(select("会議をえらぶ", f"{CONFERENCE}:choose", meetings))
    return [section(bold("すぐの対応・会議")), actions(controls)] if controls else []


def domain_reply(domain: LifeDomain, destinations: Iterable[Destination]) -> Reply:
    """The destinations of one domain, each with a button to its page."""
    return _listed(LIFE_DOMAIN_LABELS[domain], destinations)


def row_reply(row: str, destinations: Iterable[Destination]) -> Reply:
    """The destinations of one row of the kana table."""
    return _listed(row, (d for d in destinations if row_of(d.yomi) == row))


def _listed(heading: str, destinations: Iterable[Destination]) -> Reply:
    rows = [
        section([bold(d.name), inline(d.description)], details_button(Carried((d.id,))))
        for d in destinations
    ]
    empty = [section("ここのつなぎ先は、まだ登録されていません。")]
    blocks = (section(SAFE_OPENING), section(bold(heading)), *(rows or empty))
    return Reply("つなぎ先の一覧です", blocks, "さがす")


def urgent_blocks(contacts: Sequence[ShownContact]) -> list[Block]:
    """The urgent numbers as text: readable even while the bot is down."""
    return [section([bold("緊急の連絡先"), *(phone_line(c) for c in contacts), NOT_ALONE])]


def urgent_reply(contacts: Sequence[ShownContact]) -> Reply:
    """The urgent numbers as an answer, with the way to print them."""
    blocks = (section(SAFE_OPENING), *urgent_blocks(contacts), actions([print_button()]))
    return Reply("連絡先の一覧です", blocks, "緊急の連絡先")


def glossary_reply(terms: Sequence[GlossaryTerm]) -> Reply:
    """The words explained, in the order of their reading."""
    ordered = sorted(terms, key=lambda t: t.yomi)
    lines = [f"{bold(t.term)}（{inline(t.yomi)}）  {inline(t.meaning)}" for t in ordered]
    groups = [section(lines[i : i + 10]) for i in range(0, len(lines), 10)]
    return Reply("ことばの説明", (header("ことばの説明"), *groups), "ことば")


def help_reply(rows: Sequence[tuple[str, str]]) -> Reply:
    """Every command with what it does."""
    lines = [f"{bold(usage)}  {inline(description)}" for usage, description in rows]
    first = "気づきナビは、区民の方の困りごとに気づき、つなぐための案内です。"
    blocks = (
        section(first),
        section(lines),
        context(
            "質問は保存しません。お名前・電話番号・住所などは書かないでください。"
            "アプリの「ホーム」からも、同じことができます。"
        ),
    )
    return Reply("使い方です", blocks, "使い方")
