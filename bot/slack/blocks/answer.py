"""The answer to a question: what to do at once, then where to refer; the rest behind a tap."""

from __future__ import annotations

from bot.core.clarification import Clarification
from bot.core.meeting import MeetingReason
from bot.service.answers import Answer, Meeting
from bot.slack.blocks import first_layer
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
from bot.slack.blocks.carried import Carried, pack
from bot.slack.blocks.controls import (
    CLARIFY,
    CONFERENCE,
    SUGGEST,
    domain_select,
    last_row,
    sheet_button,
)
from bot.slack.blocks.duty import duty_line, duty_short
from bot.slack.blocks.quiet import SAFE_OPENING

PERSONAL_DATA_NOTE = (
    "お名前や番号などの個人情報が入っているようです。気づきナビは質問を保存しませんが、"
    "次からは「80代の女性」のように書いてください。"
)
STAYS_IN_SLACK = (
    "このメッセージはSlackに残ります。個人情報が入ったときは、ご自身で削除してください。"
    "残さずに聞くには「/kizuki 相談」を使ってください。"
)
TOO_LONG = "長い質問です。500文字までにすると、より正確に探せます。"
ABSTAINED = (
    "ぴったりのつなぎ先が分かりませんでした。言い方を変えて聞くか、分野から探してください。"
    "迷ったときは、上司に声をかけ、保健福祉課へ相談してください。"
)
ELSEWHERE = "『{label}』の用件のようです。この案内には載っていません。"
DIFFERENCE = (
    "「つながる場」は同意のある世帯の役割分担を決める場、"
    "「シェア会議」は同意や面会がまだない方への近づき方を検討する会議です。"
)


def answer_reply(
    answer: Answer, *, stays_in_slack: bool = False, in_channel: bool = False
) -> Reply:
    """The whole answer; its first block and text hold no sensitive word.

    ``in_channel``: asked where 「共有」 has somebody to share with.
    """
    blocks: list[Block] = [section(SAFE_OPENING)]
    blocks += _notes(answer, stays_in_slack=stays_in_slack)
    for card in answer.duties[:1]:
        blocks += [*duty_short(card), divider()]
    blocks += [duty_line(card) for card in answer.duties[1:]]
    if answer.ask:
        blocks += _question_back(answer.ask, carried_by(answer))
    blocks += _destinations(answer, in_channel=in_channel)
    if answer.meeting:
        blocks.append(_meeting(answer.meeting))
    # Beside a duty nobody fills in a sheet, and where paper betrays there is nothing to write.
    sheet = () if answer.nothing_on_paper else (sheet_button(answer.signs),)
    last = last_row(*sheet, browse=not answer.abstained)
    return Reply(SAFE_OPENING, (*fitted(blocks, MESSAGE_BLOCKS - 1), last), "つなぎ先")


def carried_by(answer: Answer) -> Carried:
    """What the buttons of an answer carry."""
    return Carried(
        ids=tuple(card.destination.id for card in answer.destinations),
        key=answer.key,
        signs=answer.signs,
        duties=tuple(card.duty.kind.value for card in answer.duties),
        meeting=answer.meeting.conference_id if answer.meeting else "",
    )


def _notes(answer: Answer, *, stays_in_slack: bool) -> list[Block]:
    notes = []
    if answer.has_personal_data:
        notes.append(context(PERSONAL_DATA_NOTE))
    if stays_in_slack:
        notes.append(context(STAYS_IN_SLACK))
    if answer.shortened:
        notes.append(context(TOO_LONG))
    return notes


def _destinations(answer: Answer, *, in_channel: bool) -> list[Block]:
    carried = carried_by(answer)
    share = in_channel and not answer.nothing_on_paper
    if answer.abstained:
        return _not_known(answer, carried, share=share)
    if answer.direct and answer.destinations:
        return first_layer.one(answer.destinations[0], carried, share=share)
    return first_layer.several(answer.destinations, carried)


def _not_known(answer: Answer, carried: Carried, *, share: bool) -> list[Block]:
    told = [section(inline(ELSEWHERE.format(label=answer.elsewhere)))] if answer.elsewhere else []
    desk = answer.general_desk
    way = first_layer.one(desk, carried, share=share) if desk else []
    ways = actions([domain_select(), button("編集者に伝える", SUGGEST)])
    return [*(told or [section(ABSTAINED)]), *way, ways]


def _question_back(ask: Clarification, carried: Carried) -> list[Block]:
    buttons = [
        button(choice.label, f"{CLARIFY}:{i}", pack(carried.about(*choice.destination_ids)))
        for i, choice in enumerate(ask.choices)
    ]
    return [section(bold(ask.question)), actions(buttons)]


def _meeting(meeting: Meeting) -> Block:
    heard = f"（{'、'.join(meeting.heard)}）" if meeting.heard else ""
    lead = f"中心になる窓口は「{meeting.main_desk}」です。" if meeting.main_desk else ""
    lines = [
        bold(f"会議の提案：{meeting.name}"),
        inline(f"{REASONS[meeting.reason]}{heard}。{lead}"),
        inline(DIFFERENCE),
    ]
    return section(lines, button("くわしく", CONFERENCE, meeting.conference_id))


REASONS = {
    MeetingReason.SEVERAL: "困りごとがいくつか重なっているようです",
    MeetingReason.NOT_AGREED: "ご本人の同意や面会がまだのようです",
}
