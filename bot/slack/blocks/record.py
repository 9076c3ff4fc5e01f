"""自分の記録: what somebody learned and took part in, for their eyes; to take along or erase."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.core.learning.standing import STANDING_LABELS, ConceptStanding
from bot.core.learning.weeks import week_words
from bot.service.training import ConceptRecord, Erased, OwnRecord, TogetherRecord, WeekRecord
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
    plain,
    section,
)
from bot.slack.blocks.quiz import ONLY_YOURS, STATE_LABELS

EXPORT = "record:export"
ERASE = "record:erase"
TITLE = "自分の記録"
WEEKS_SHOWN, TALKS_SHOWN = 12, 12
NO_WEEKS = "まだ記録はありません。設問に答えると、ここに並びます。"
MASTERY = (
    "「習得」は、ちがう設問に3回つづけて正しく答え（うち2回は自信あり）、"
    "そのあいだが28日以上あいたテーマです。まちがえると「学習中」にもどります。"
)
ERASING = (
    "あなたの回答（選んだ答え・正解かどうか・自信）と、テーマごとの「習得」「学習中」を消します。"
    "元には戻せません。「受講済」などの週の記録と、テーマを受講した日は残ります。"
)
ERASED = (
    "回答{answers}件と、テーマ{concepts}件の学習の状態を消しました。"
    "週の記録と、テーマを受講した日は残っています（正解・不正解は含まれません）。"
    "データベースの写しからは、写しの保存期間がすぎると消えます。"
)
NOTHING_TO_ERASE = "消す回答はありません。"
EXPORTING = (
    "アプリとのメッセージに、あなたの回答のファイルを3つ送っています。"
    "届かないときは、もう一度ボタンを押すか、管理者に声をかけてください。"
)
ENCLOSED = (
    "あなたの回答と記録です。送ったのは、あなたにだけです。"
    "表計算ソフトで開けるファイル、記録をすべて入れたファイル、"
    "お名前の入らない、ほかの学習システムに渡すファイルの3つです。"
    "要らなくなったら、このメッセージのファイルも消してください。"
)


def record_reply(record: OwnRecord) -> Reply:
    """A person's own record; nobody else sees it."""
    blocks: list[Block] = [
        header(TITLE),
        section(_sums(record)),
        divider(),
        *(_concepts(record.concepts, standing) for standing in ConceptStanding),
        context(inline(MASTERY)),
        divider(),
        section([bold("週ごと"), *_weeks(record.weeks)]),
        *_together(record.together),
        actions([button("回答を書き出す", EXPORT), _erase_button()]),
        context(ONLY_YOURS),
    ]
    return Reply(TITLE, tuple(blocks), TITLE)


def _sums(record: OwnRecord) -> list[str]:
    met = f"ふれたテーマ：{record.concepts_in_all}のうち{record.concepts_met}"
    required = record.required
    return [
        inline(f"答えた設問：{record.answered}問（正解 {record.right}問）"),
        inline(f"{met}（習得 {record.concepts_mastered}）"),
        inline(f"いま復習の時期のテーマ：{record.concepts_due}"),
        inline(f"今年度の必修：{required.of}テーマのうち{required.taken}テーマを受講"),
    ]


def _concepts(concepts: Iterable[ConceptRecord], standing: ConceptStanding) -> Block:
    held = [c for c in concepts if c.standing is standing]
    heading = bold(f"{STANDING_LABELS[standing]}（{len(held)}）")
    return section([heading, *(inline(f"・{_concept(c)}") for c in held)])


def _concept(concept: ConceptRecord) -> str:
    parts = ["必修"] if concept.required else []
    if concept.mastered_on is not None:
        parts.append(f"{_day(concept.mastered_on)}に習得")
    elif concept.last_day is not None:
        parts.append(f"前回 {_month_day(concept.last_day)}")
    if concept.due is not None:
        parts.append(f"次の復習 {_month_day(concept.due)}から")
    return f"{concept.title}（{'・'.join(parts)}）" if parts else concept.title


def _weeks(weeks: tuple[WeekRecord, ...]) -> list[str]:
    if not weeks:
        return [NO_WEEKS]
    newest = sorted(weeks, key=lambda w: w.week, reverse=True)[:WEEKS_SHOWN]
    return [inline(f"・{week_words(w.week)}：{STATE_LABELS[w.state]}{_with(w)}") for w in newest]


def _with(week: WeekRecord) -> str:
    return "（集合）" if week.together else ""


def _together(talks: tuple[TogetherRecord, ...]) -> list[Block]:
    if not talks:
        return []
    lines = [inline(f"・{_day(t.day)}　{t.title}") for t in talks[:TALKS_SHOWN]]
    return [section([bold("集合（朝礼5分カード）"), *lines])]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _erase_button() -> Block:
    confirm = {
        "title": plain("自分の回答を消しますか", 100),
        "text": plain(ERASING, 300),
        "confirm": plain("消す", 30),
        "deny": plain("やめる", 30),
        "style": "danger",
    }
    return {**button("回答を消す", ERASE, style="danger"), "confirm": confirm}


def erased_reply(erased: Erased) -> Reply:
    """What was erased, and what stays."""
    if not erased.answers and not erased.concepts:
        return Reply(NOTHING_TO_ERASE, (section(NOTHING_TO_ERASE),), TITLE)
    said = ERASED.format(answers=erased.answers, concepts=erased.concepts)
    return Reply("回答を消しました", (section(said),), TITLE)


def exporting_reply() -> Reply:
    """Said at once when 「回答を書き出す」 was pressed."""
    return Reply("回答を書き出しています", (section(EXPORTING),), TITLE)


def enclosed_reply() -> Reply:
    """The message that comes before the files."""
    return Reply("あなたの回答のファイルです", (section(ENCLOSED),), TITLE)
