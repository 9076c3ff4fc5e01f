"""Lists of names, dates to choose, the sentence to copy: what opens from the figures."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.budget import Withheld
from bot.core.clock import TOKYO
from bot.core.figures import NAME_LABELS, NameKind, NameList, SectionTotal
from bot.service.reminders import Reminded
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    context,
    inline,
    modal,
    paragraph,
    plain,
    section,
)
from bot.slack.blocks.figures import ACTION, NAMES, Chosen

DATES_MODAL = f"{ACTION}:dates_chosen"
START, END = "start", "end"
NAMES_A_BLOCK = 40
LOGGED = "この一覧を見たことは記録されます。載っている方も、だれがいつ見たかを確かめられます。"
NOBODY = "いま、あてはまる方はいません。"
COPY_LABEL = "枠の中を3回クリック（スマートフォンでは長押し）して、コピーしてください。"
WITHHELD: Mapping[Withheld, str] = {
    Withheld.ONE_A_DAY: "その日は、ほかの設問やお知らせが届くため",
    Withheld.THREE_A_WEEK: "7日のうちに、すでに3通届くため",
    Withheld.NOTHING_TO_ANSWER: "いま答えられる設問がないため",
    Withheld.SURVEY_OPEN: "アンケートの期間中は、そのご案内を優先するため",
    Withheld.NO_ACCOUNT: "Slackのアカウントが名簿にないため",
    Withheld.PAUSED: "設問とお知らせをお休み中のため",
}


def names_reply(names: NameList) -> Reply:
    """The names, with the way to the other two lists."""
    heading = f"{NAME_LABELS[names.kind]}　{len(names.names)}人"
    where = f"{names.section.name}・{names.period.label}・{_day(names)}時点"
    listed = [
        paragraph("\n".join(names.names[i : i + NAMES_A_BLOCK]))
        for i in range(0, len(names.names), NAMES_A_BLOCK)
    ]
    blocks = (
        section([bold(heading), inline(where)]),
        actions(_other_lists(names)),
        *(listed or [section(NOBODY)]),
        context(LOGGED),
    )
    return Reply("名前の一覧", blocks, "名前の一覧")


def _other_lists(names: NameList) -> list[Block]:
    return [
        button(
            NAME_LABELS[kind],
            f"{NAMES}:{kind.value}",
            Chosen(names.period, names.section.section_id, kind.value).packed(),
        )
        for kind in NameKind
        if kind is not names.kind
    ]


def _day(names: NameList) -> str:
    return f"{names.as_of.month}月{names.as_of.day}日"


def copy_view(total: SectionTotal) -> View:
    """The sentence in a frame of its own, from which it can be taken whole on any device."""
    sentence: Block = {"type": "text", "text": total.sentence}
    frame: Block = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [sentence]}],
    }
    return modal("文をコピー", [section(COPY_LABEL), frame])


def dates_view() -> View:
    """Two dates to choose."""
    fields: list[Block] = [
        {
            "type": "input",
            "block_id": name,
            "label": plain(label, 2000),
            "element": {"type": "datepicker", "action_id": name},
        }
        for name, label in ((START, "始まりの日"), (END, "終わりの日"))
    ]
    return modal("期間をえらぶ", fields, callback_id=DATES_MODAL, submit="見る", close="やめる")


def reminded_reply(done: Reminded) -> Reply:
    """How many it goes to, and why not to the others."""
    due = done.due_at.astimezone(TOKYO)
    when = f"{due.month}月{due.day}日{due.hour}時{due.minute:02d}分から"
    told = f"{done.people}人に、{when}順に送ります。" if done.people else "今回送る方はいません。"
    lines = [
        inline(f"・{WITHHELD[reason]}：{count}人")
        for reason, count in sorted(done.withheld.items(), key=lambda item: item[0])
    ]
    blocks = [section(told)]
    if lines:
        blocks.append(section([bold("送らない方と、その理由"), *lines]))
    return Reply("お知らせを受け付けました", tuple(blocks), "お知らせ")
