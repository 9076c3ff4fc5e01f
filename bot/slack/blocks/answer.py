"""The answer to a question: what to do at once, then where to refer, with sources."""

from __future__ import annotations

from bot.service.cards import DestinationCard
from bot.service.referral import Answer
from bot.slack.blocks.base import (
    MESSAGE_BLOCKS,
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    divider,
    fitted,
    inline,
    section,
)
from bot.slack.blocks.cards import (
    CONSENT_LINES,
    SAFE_OPENING,
    contact_lines,
    duty_blocks,
    japanese_date,
    source_line,
    why_lines,
)

DETAILS = "destination:details"
DELETE = "reply:delete"
BROWSE = "open:browse"
MOST_DUTY_CARDS = 2

PERSONAL_DATA_NOTE = (
    "お名前や番号などの個人情報が入っているようです。気づきナビは質問を保存しませんが、"
    "次からは「80代の女性」のように書いてください。"
)
STAYS_IN_SLACK = (
    "このメッセージはSlackに残ります。個人情報が入ったときは、ご自身で削除してください。"
    "残さずに聞くには「/kizuki 相談」を使ってください。"
)
ABSTAINED = (
    "ぴったりのつなぎ先が分かりませんでした。言い方を変えて聞くか、分野から探してください。"
    "迷ったときは、上司に声をかけ、保健福祉課へ相談してください。"
)


def answer_reply(answer: Answer, *, stays_in_slack: bool = False) -> Reply:
    """The whole answer; its first block and text hold no sensitive word."""
    blocks: list[Block] = [section(SAFE_OPENING)]
    blocks += _notes(answer, stays_in_slack=stays_in_slack)
    for card in answer.duties[:MOST_DUTY_CARDS]:
        blocks += [*duty_blocks(card), divider()]
    for card in answer.duties[MOST_DUTY_CARDS:]:
        blocks.append(section(bold(f"あわせて：{card.duty.act_now}")))
    blocks += _destinations(answer)
    last = actions([button("分野から探す", BROWSE), button("消す", DELETE)])
    return Reply(SAFE_OPENING, (*fitted(blocks, MESSAGE_BLOCKS - 1), last), "つなぎ先")


def _notes(answer: Answer, *, stays_in_slack: bool) -> list[Block]:
    notes = []
    if answer.has_personal_data:
        notes.append(context(PERSONAL_DATA_NOTE))
    if stays_in_slack:
        notes.append(context(STAYS_IN_SLACK))
    if answer.shortened:
        notes.append(context("長い質問です。500文字までにすると、より正確に探せます。"))
    return notes


def _destinations(answer: Answer) -> list[Block]:
    if answer.abstained:
        desk = [destination_block(answer.general_desk)] if answer.general_desk else []
        return [section(ABSTAINED), *(b for blocks in desk for b in blocks)]
    if answer.direct and answer.destinations:
        return destination_block(answer.destinations[0])
    intro = section("近いつなぎ先です。上から順に確かめてください。")
    return [intro, *(b for card in answer.destinations for b in destination_block(card))]


def destination_block(card: DestinationCard) -> list[Block]:
    """One destination in an answer: who, how to reach, what to say, source and date."""
    entry = card.destination
    lines = [
        bold(entry.name),
        inline(entry.description),
        *contact_lines(card.contacts, entry.name)[:2],
        inline(f"ひと言：「{entry.say}」"),
        inline(CONSENT_LINES[entry.consent]),
    ]
    checked = f"{japanese_date(entry.assured_date.isoformat())}確認"
    if card.overdue:
        checked += "（期限切れ・要確認）"
    return [
        section(lines, button("くわしく", DETAILS, entry.id)),
        context(checked, *(f"出典：{source_line(s)}" for s in card.sources[:2]), *_why(card)),
    ]


def _why(card: DestinationCard) -> list[str]:
    lines = why_lines(card, 2)
    return ["気づいた言葉 " + " ".join(lines)] if lines else []
