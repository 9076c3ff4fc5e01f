"""Browsing, conferences, urgent numbers and help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.knowledge import LIFE_DOMAIN_LABELS, Destination, GlossaryTerm, LifeDomain
from bot.service.cards import ConferenceCard, ShownContact
from bot.slack.blocks.answer import DETAILS
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    inline,
    option,
    section,
    select,
)
from bot.slack.blocks.cards import conference_blocks, phone_line

DOMAIN = "browse:domain"
DESTINATION = "browse:destination"
NOT_ALONE = "一人で抱えないでください。上司に声をかけ、保健福祉課へつなぎます。"
CONFERENCE_INTRO = (
    "迷ったら：今すぐの危険があるときは会議を待たずに連絡します。"
    "ご本人の同意があり、役割分担を決めたいときは「つながる場」。"
    "まだ支援につながっていない生活困窮の方は「シェア会議」。"
)


def browse_reply(everything: Sequence[Destination]) -> Reply:
    """Two ways in: by life domain, and by name in the order of reading."""
    domains = [option(label, domain.value) for domain, label in LIFE_DOMAIN_LABELS.items()]
    names = [option(d.name, d.id) for d in everything]
    blocks: list[Block] = [
        section([bold("分野から探す"), "分野をえらぶと、つなぎ先が並びます。"]),
        actions([select("分野をえらぶ", DOMAIN, domains)]),
        section([bold("名前から探す（五十音順）"), f"つなぎ先は{len(everything)}か所あります。"]),
    ]
    if names:
        blocks.append(actions([select("つなぎ先をえらぶ", DESTINATION, names)]))
    return Reply("つなぎ先を探す", tuple(blocks), "さがす")


def domain_reply(domain: LifeDomain, destinations: Iterable[Destination]) -> Reply:
    """The destinations of one domain, each with a button to its page."""
    rows = [
        section([bold(d.name), inline(d.description)], button("くわしく", DETAILS, d.id))
        for d in destinations
    ]
    empty = [section("この分野のつなぎ先は、まだ登録されていません。")]
    blocks = (section(bold(LIFE_DOMAIN_LABELS[domain])), *(rows or empty))
    return Reply("つなぎ先の一覧です", blocks, "さがす")


def conferences_reply(cards: Sequence[ConferenceCard]) -> Reply:
    """How the conferences differ, then each in turn."""
    blocks: list[Block] = [section(CONFERENCE_INTRO)]
    for card in cards:
        blocks += [divider(), *conference_blocks(card)]
    return Reply("会議の使い分け", tuple(blocks), "会議の使い分け")


def urgent_blocks(contacts: Sequence[ShownContact]) -> list[Block]:
    """The urgent numbers as text: readable even while the bot is down."""
    return [section([bold("緊急の連絡先"), *(phone_line(c) for c in contacts), NOT_ALONE])]


def urgent_reply(contacts: Sequence[ShownContact]) -> Reply:
    """The urgent numbers as an answer."""
    return Reply("連絡先の一覧です", tuple(urgent_blocks(contacts)), "緊急の連絡先")


def glossary_reply(terms: Sequence[GlossaryTerm]) -> Reply:
    """The words explained, in the order of their reading."""
    ordered = sorted(terms, key=lambda t: t.yomi)
    lines = [f"{bold(t.term)}（{inline(t.yomi)}）  {inline(t.meaning)}" for t in ordered]
    groups = [section(lines[i : i + 10]) for i in range(0, len(lines), 10)]
    return Reply("ことばの説明", (header("ことばの説明"), *groups), "ことば")


def help_reply(rows: Sequence[tuple[str, str]]) -> Reply:
    """Every command with what it does."""
    lines = [f"{bold(usage)}  {inline(description)}" for usage, description in rows]
    blocks = (
        section(["気づきナビは、区民の方の困りごとに気づき、つなぐための案内です。", *lines]),
        context(
            "質問は保存しません。お名前・電話番号・住所などは書かないでください。"
            "アプリの「ホーム」からも、同じことができます。"
        ),
    )
    return Reply("使い方です", blocks, "使い方")
