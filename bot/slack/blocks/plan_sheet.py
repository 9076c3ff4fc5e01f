"""One sheet of the plan: its draft word for word, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.content.plan import MOMENT_KEYS
from bot.reports.survey_draft import Draft
from bot.reports.survey_facts import Sentence
from bot.service.plan_values import Sheet
from bot.slack.blocks.base import (
    SECTION_TEXT,
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    header,
    inline,
    section,
)
from bot.slack.blocks.plan import PAGE, TITLE, asked

CONFIRM, CHOOSE = "plan:confirm", "plan:choose"
CONFIRMED = "この案を確かめたことを記しました。"
CHOOSE_FIRST = "進捗状況を選ぶと、この案を確かめられます。"
_CONFIRM_ASKED = (
    "画面に出ているこの案を、確かめたものとして記します。"
    "数字や言葉が1つでも変わると、また「案」に戻ります。"
)


def sheet_reply(sheet: Sheet, notice: Sequence[Block] = ()) -> Reply:
    """The draft word for word, and what can be done with it."""
    made = sheet.draft
    title = f"{sheet.moment.value}のシート"
    blocks = [
        *notice,
        header(f"{title}　{made.status}"),
        *_parts(made),
        context(inline(f"この案のしるし：{made.mark}")),
        actions(list(_controls(sheet))),
    ]
    if not sheet.chosen:
        blocks.append(context(CHOOSE_FIRST))
    return Reply(title, tuple(blocks), TITLE)


def _parts(made: Draft) -> Iterator[Block]:
    yield section(inline(made.heading.text))
    yield from _part("計画（取組内容）", _texts(made.content))
    yield from _part("計画（指標）", [made.goal.text])
    done = [f"{line.part}・{line.state}：{line.sentence.text}" for line in made.done]
    yield from _part(f"取組実績等（{made.moment.value}）", done)
    yield from _part("進捗状況", [made.progress])
    if made.problems:
        yield from _part("方向性の確認（課題）", _texts(made.problems))
    yield from _part("方向性の確認（方向性）", _texts(made.directions))
    if made.unsettled and not made.confirmed:
        yield from _part("確かめること", _texts(made.unsettled))


def _texts(sentences: Iterable[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def _part(name: str, lines: Sequence[str]) -> Iterator[Block]:
    """A part of the sheet in as many sections as hold all of it: it is read to be confirmed."""
    kept = [bold(name)]
    for line in (inline(f"・{line}") for line in lines):
        if sum(len(k) + 1 for k in kept) + len(line) > SECTION_TEXT - 100:
            yield section(kept)
            kept = []
        kept.append(line)
    yield section(kept)


def _controls(sheet: Sheet) -> Iterator[Block]:
    key = MOMENT_KEYS[sheet.moment]
    if sheet.chosen and not sheet.draft.confirmed:
        confirm = button("案を確かめた", CONFIRM, f"{key}|{sheet.draft.mark}", style="primary")
        again = asked("この案を確かめましたか", _CONFIRM_ASKED, "確かめた")
        yield {**confirm, "confirm": again}
    yield button("進捗状況・方向性を選ぶ", CHOOSE, key)
    yield button("一覧にもどる", PAGE)
