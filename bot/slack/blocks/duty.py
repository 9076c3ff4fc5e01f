"""The card that comes before everything: what to do now, and last the law and the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.duties import Force
from bot.service.cards import DutyCard, ShownContact
from bot.slack.blocks.base import Block, Reply, bold, button, context, inline, section
from bot.slack.blocks.cards import (
    bulleted,
    japanese_date,
    numbered,
    source_block,
    source_line,
)
from bot.slack.blocks.quiet import SAFE_OPENING
from bot.slack.blocks.reach import contact_lines, phone_line, usable_now

DUTY = "duty:details"
FORCE_LABELS: Mapping[Force, str] = {Force.DUTY: "義務", Force.EFFORT: "努力義務", Force.NONE: ""}
NOT_ALONE = "上司"  # the step that says so names the superior
_FIRST_STEPS, _FIRST_CONTACTS, _FIRST_LAWS = 2, 2, 2


def duty_short(card: DutyCard) -> list[Block]:
    """The card in an answer: a phone's screen of it, the rest behind 「くわしく」."""
    duty = card.duty
    head = [bold(duty.act_now), inline(duty.name), *_numbers(card.contacts)]
    more = button("くわしく", DUTY, duty.kind.value)
    blocks = [
        section(head, more),
        section([bold("いまやること"), *bulleted(_first_steps(duty.steps))]),
    ]
    if duty.do_not:
        blocks.append(section([bold("しないこと"), *bulleted(duty.do_not)]))
    blocks.append(context(*_ground(card)))
    if duty.closing:
        blocks.append(section(inline(duty.closing)))
    return blocks


def duty_line(card: DutyCard) -> Block:
    """A further duty of the same question in two lines."""
    more = button("くわしく", DUTY, card.duty.kind.value)
    lines = [bold(card.duty.act_now), inline(f"あわせて：{card.duty.name}")]
    return section([*lines, *_numbers(card.contacts)[:1]], more)


def _numbers(contacts: Sequence[ShownContact]) -> list[str]:
    return [phone_line(c) for c in usable_now(contacts, _FIRST_CONTACTS)]


def _first_steps(steps: Sequence[str]) -> list[str]:
    first, rest = steps[:_FIRST_STEPS], steps[_FIRST_STEPS:]
    if any(NOT_ALONE in step for step in first):
        return [*steps[: _FIRST_STEPS + 1]]
    return [*first, *[step for step in rest if NOT_ALONE in step][:1]]


def _ground(card: DutyCard) -> list[str]:
    """Law and source in small print, one line each."""
    laws = [f"根拠：{line}" for line in _law_lines(card)[:_FIRST_LAWS]]
    checked = f"{japanese_date(card.duty.assured_date.isoformat())}確認"
    return [*laws, checked, *(f"出典：{source_line(s)}" for s in card.sources[:1])]


def duty_blocks(card: DutyCard) -> list[Block]:
    """The whole card: what to do now first, the law and sources last."""
    duty = card.duty
    desks = "、".join(d.name for d in card.destinations)
    blocks = [
        section([bold(duty.act_now), inline(duty.name), *_numbers(card.contacts)]),
        section([bold("いまやること"), *numbered(duty.steps)]),
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
