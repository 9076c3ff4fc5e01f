"""What editors, the 研修担当 and owners of entries are told unasked about the questions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.learning.question_facts import ReviewedEntry
from bot.service.rooms import Service
from bot.slack.blocks.base import Block, Reply, bold, context, inline, section
from bot.slack.blocks.cards import japanese_date

TITLE = "お知らせがあります"
SUSPENDED = "よりどころの項目が変わったため、休んでいる設問があります。"
WHAT_TO_DO = (
    "「/kizuki 設問の点検」で、設問が今の内容に合っているかを確かめてください。"
    "合っていれば、その場でまた使えます。合わないときは、設問をやめて作り直します。"
)
GOES_ON = "休んでいる間も、研修はほかの設問で続きます。答える方にすることはありません。"
FEW = "使える設問が2問より少なくなった、必修のテーマがあります。"
FEW_WHAT = (
    "休んでいる設問を確かめるか、新しい設問を足してください（知識編集者）。"
    "研修は、残りの設問とほかのテーマで続きます。"
)
REVIEWS = "課で担当している項目の、見直しの日のお知らせです。"
REVIEW_WHAT = (
    "「/kizuki 見直し」で「変わりありません」にできます。見直しの日から60日たつと、"
    "その項目による設問は休みになり、確認がすむとまた使われます。"
)
MOST_SHOWN = 10


def suspended_reply(service: Service, question_ids: Sequence[str]) -> Reply:
    """Which questions rest since a fact changed, by their concepts."""
    course = service.standing.course
    known = [course.questions[i] for i in question_ids if i in course.questions]
    lines = [inline(f"・{course.concepts[q.concept_id].title}（{q.id}）") for q in known]
    shown = _shown(lines)
    return Reply(TITLE, (section(SUSPENDED), *shown, section(WHAT_TO_DO), context(GOES_ON)))


def few_reply(service: Service, concept_id: str) -> Reply:
    """Of which 必修 concept few questions are left."""
    concept = service.standing.course.concepts.get(concept_id)
    shown = [section(inline(f"・{concept.title}"))] if concept else []
    return Reply(TITLE, (section(FEW), *shown, section(FEW_WHAT)))


def review_blocks(entries: Sequence[ReviewedEntry]) -> list[Block]:
    """The entries of somebody's sections whose review day is near, come or past."""
    if not entries:
        return []
    lines = [inline(review_line(entry)) for entry in entries]
    return [section(bold(REVIEWS)), *_shown(lines), context(REVIEW_WHAT)]


def review_line(entry: ReviewedEntry) -> str:
    """An entry with its day and how many questions rest on it."""
    day = japanese_date(entry.review_after.isoformat())
    owner = f"担当：{entry.owner}、" if entry.owner else ""
    return f"・{entry.name}（{day}まで。{owner}設問{len(entry.question_ids)}問）"


def _shown(lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    blocks = [section(lines[:MOST_SHOWN])]
    if len(lines) > MOST_SHOWN:
        blocks.append(context(f"ほかに{len(lines) - MOST_SHOWN}件あります。"))
    return blocks
