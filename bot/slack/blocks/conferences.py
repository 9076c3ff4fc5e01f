"""会議の使い分け: the list, the questions, what fits, and the agenda sheet to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.core.conference_choice import Agreed, Answers, Danger, Matter, Support
from bot.service.cards import ConferenceCard
from bot.service.conferences import Advice
from bot.slack.blocks.base import (
    SECTION_TEXT,
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    clip,
    context,
    divider,
    header,
    inline,
    modal,
    option,
    plain,
    section,
)
from bot.slack.blocks.cards import bulleted, japanese_date, numbered, source_block
from bot.slack.blocks.controls import CONFERENCE, agenda_button
from bot.slack.blocks.duty import duty_line
from bot.slack.blocks.quiet import SAFE_OPENING

TITLE = "会議の使い分け"
ASK = "conference:ask"
MODAL = "conference-choice"
AGENDA_PRINT = "conference:agenda-print"
DANGER, MATTER, AGREED, SUPPORT = "danger", "matter", "agreed", "support"
INTRO = (
    "迷ったら：今すぐの危険があるときは会議を待たずに連絡します。"
    "ご本人の同意があり、役割分担を決めたいときは「つながる場」。"
    "まだ支援につながっていない生活困窮の方は「シェア会議」。"
)
NOTHING_KEPT = "えらぶだけです。お名前などは書きません。答えは残しません。"
NO_MEETING = "いまは、どの会議も待ちません"
NOT_NEEDED = "いまは、会議を勧めません"
COPY = "下の文を写して、所属の決められた場所で書いてください。ここには書きこめません。"
_FENCE = "```"
_QUESTIONS: Mapping[str, tuple[str, Mapping[StrEnum, str]]] = {
    DANGER: (
        "いのち・身体の危険、虐待や暴力の疑い、今夜の食事や寝場所の心配がありますか",
        {
            Danger.YES: "ある",
            Danger.UNSURE: "迷う",
            Danger.NO: "ない",
        },
    ),
    MATTER: (
        "話し合いたいことに、いちばん近いのはどれですか",
        {
            Matter.SEVERAL: "いくつもの課題が重なる、または制度の間に落ちている",
            Matter.HARDSHIP: "生活に困っている",
            Matter.CHILD: "18歳未満の子どもや、妊娠中の方の支え",
            Matter.ONE: "一つの窓口で足りる",
            Matter.JOINT: "一つの世帯のことではない（共通の課題・連携の進め方）",
        },
    ),
    AGREED: (
        "情報を分かち合うことに、ご本人は同意していますか",
        {
            Agreed.YES: "同意している",
            Agreed.NO: "断られた",
            Agreed.NOT_ASKED: "まだたずねていない・会えていない",
        },
    ),
    SUPPORT: (
        "すでに支援につながっていますか",
        {
            Support.NONE: "まだつながっていない",
            Support.APPLIED: "くらしアシスト住之江に申込み済み",
            Support.OTHER: "ほかの機関が支えている",
            Support.UNKNOWN: "わからない",
        },
    ),
}
_MAY_BE_LEFT_OUT = (AGREED, SUPPORT)


def conferences_reply(cards: Sequence[ConferenceCard]) -> Reply:
    """How the conferences differ, the way to the questions, and each with its page."""
    blocks: list[Block] = [
        section(SAFE_OPENING),
        section(INTRO),
        actions([button("質問に答えて調べる", ASK, style="primary")]),
        divider(),
    ]
    for card in cards:
        more = button("くわしく", CONFERENCE, card.conference.id)
        blocks.append(section([bold(card.name), inline(card.conference.purpose)], more))
    return Reply(TITLE, tuple(blocks), TITLE)


def questions_modal() -> View:
    """The four questions; the first is answered at once when somebody may be in danger."""
    blocks = [section(SAFE_OPENING), context(NOTHING_KEPT), *map(_question, _QUESTIONS)]
    return modal(TITLE, blocks, callback_id=MODAL, submit="調べる")


def _question(key: str) -> Block:
    label, choices = _QUESTIONS[key]
    block: Block = {
        "type": "input",
        "block_id": key,
        "label": plain(label, 200),
        "element": {
            "type": "radio_buttons",
            "action_id": key,
            "options": [option(text, value) for value, text in choices.items()],
        },
    }
    if key == DANGER:
        block["dispatch_action"] = True
    if key in _MAY_BE_LEFT_OUT:
        block["optional"] = True
    return block


def answers_of(state: Mapping[str, Any]) -> Answers:
    """The answers in ``view.state.values`` (ValueError for any that is not offered)."""
    given = {}
    for key in _QUESTIONS:
        chosen = (state.get(key, {}).get(key, {}) or {}).get("selected_option")
        if chosen:
            given[key] = str(chosen["value"])
    return Answers(
        Danger(given.get(DANGER, Danger.UNSURE)),
        Matter(given.get(MATTER, Matter.ONE)),
        Agreed(given.get(AGREED, Agreed.NOT_ASKED)),
        Support(given.get(SUPPORT, Support.UNKNOWN)),
    )


def is_danger(value: str) -> bool:
    """Whether this answer to the first question ends the others."""
    return value in (Danger.YES, Danger.UNSURE)


def advice_reply(advice: Advice) -> Reply:
    """What fits and why, what it needs, and what to do next."""
    blocks = [section(SAFE_OPENING), *_headline(advice)]
    blocks.append(section([bold("次にすること"), *numbered(advice.reason.steps)]))
    blocks += [duty_line(card) for card in advice.duties]
    if advice.card is not None:
        blocks += _needs(advice.card)
    if advice.later is not None:
        more = button("くわしく", CONFERENCE, advice.later.conference.id)
        said = f"ご本人の同意をいただけたら：{advice.later.name}"
        blocks.append(section(inline(said), more))
    blocks.append(_sources(advice))
    return Reply(SAFE_OPENING, tuple(blocks), TITLE)


def _headline(advice: Advice) -> Iterator[Block]:
    if advice.card is not None:
        yield header(advice.card.name)
    else:
        yield header(NO_MEETING if advice.duties else NOT_NEEDED)
    yield section([f"{bold('わけ')}  {inline(advice.reason.text)}"])


def _needs(card: ConferenceCard) -> Iterator[Block]:
    """What the meeting needs, and what only the desk in charge can say."""
    entry = card.conference
    for label, text in (
        ("主催", entry.convenor),
        ("同意", entry.consent),
        ("集まる人", entry.members),
        ("秘密を守ること", entry.secrecy),
    ):
        yield section([f"{bold(label)}  {inline(text)}"])
    if entry.ask_owner:
        yield section([bold("所管に確認すること"), *bulleted(entry.ask_owner)])
    yield actions([button("くわしく", CONFERENCE, entry.id), agenda_button(entry.id)])


def _sources(advice: Advice) -> Block:
    shown = (*advice.sources, *(advice.card.sources if advice.card else ()))
    return source_block(tuple(dict.fromkeys(shown)), japanese_date(advice.assured.isoformat()))


def agenda_reply(conference_id: str, name: str, text: str) -> Reply:
    """The agenda sheet as text to copy, and the way to have it on paper."""
    room = SECTION_TEXT - 2 * len(_FENCE) - 2
    copied = {"type": "mrkdwn", "text": f"{_FENCE}\n{_whole_lines(text, room)}\n{_FENCE}"}
    blocks: tuple[Block, ...] = (
        section(SAFE_OPENING),
        header(name),
        section(COPY),
        {"type": "section", "text": copied},
        actions([button("A4の紙で受け取る", AGENDA_PRINT, conference_id)]),
    )
    return Reply(SAFE_OPENING, blocks, "議題シート")


def _whole_lines(text: str, room: int) -> str:
    """As many lines as there is room for, as literal text."""
    kept: list[str] = []
    for line in map(inline, text.strip().splitlines()):
        if len(line) + 1 > room:
            break
        kept.append(line)
        room -= len(line) + 1
    return clip("\n".join(kept), SECTION_TEXT)
