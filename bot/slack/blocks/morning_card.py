"""朝礼: the 朝礼5分カード to take, and the talks that were noted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.core.clock import TOKYO
from bot.service.gatherings import Shown
from bot.service.morning_cards import Topic, Topics
from bot.slack.blocks.base import (
    Block,
    Reply,
    actions,
    bold,
    button,
    clip,
    context,
    inline,
    option,
    section,
    select,
)

TITLE = "朝礼5分カード"
SEND, CHOOSE = "card:send", "card:choose"
MOST_TITLES = 3
NOTE, UNDO = "together:note", "together:undo"
_CARD = (
    "1つの場面をA4の紙1枚にしたカードです。上半分を読んで話し合い、下半分の答えを確かめます"
    "（およそ5分）。"
)
_TOGETHER = (
    "カードを使った集まりに参加した方を、お名前に印を付けて残せます。そのテーマの「受講」に数え、"
    "本人の記録には「集合」と表示されます。正解・不正解は残しません。"
)
SENDING = (
    "アプリとのメッセージに、カードを送っています（10秒ほどかかります）。"
    "届かないときは、もう一度ボタンを押してください。"
)
ENCLOSED = "朝礼5分カードをお届けします。"
ENCLOSED_NOTE = (
    "紙は職員だけで使います。まん中の線で後ろに折ると、答えが見えません。"
    "集まりのあと、「/kizuki 朝礼」で参加した方に印を付けられます。"
)


def morning_reply(topics: Topics, talks: Sequence[Shown]) -> Reply:
    """The card to take next, all the others, and the talks that were noted."""
    blocks: list[Block] = [section([bold(TITLE), inline(_CARD)])]
    blocks += _cards(topics)
    blocks.append(section([bold("集合の記録"), inline(_TOGETHER)]))
    blocks.append(actions([button("参加した方に印を付ける", NOTE)]))
    blocks += [part for talk in talks for part in _talk(talk)]
    return Reply("朝礼5分カードのご案内です", tuple(blocks), TITLE)


def _cards(topics: Topics) -> Iterator[Block]:
    if topics.suggested is None:
        yield section("いま使えるテーマがありません。知識編集者に確かめてください。")
        return
    yield section([bold("次におすすめのテーマ"), inline(topic_words(topics.suggested))])
    row = [button("このカードを受け取る", SEND, topics.suggested.concept_id, style="primary")]
    options = [option(topic_words(topic), topic.concept_id) for topic in topics.topics]
    yield actions([*row, select("ほかのテーマからえらぶ", CHOOSE, options)])


def topic_words(topic: Topic) -> str:
    """A theme as it is listed."""
    required = "〔必修〕" if topic.required else ""
    held = f"（{topic.held.month}月{topic.held.day}日に使用）" if topic.held else ""
    return f"{required}{topic.title}{held}"


def _talk(talk: Shown) -> Iterator[Block]:
    told = (
        f"{day_words(talk.day)}　{talk.section.name}　{titles_words(talk.titles)}　{talk.people}人"
    )
    lines = [inline(clip(told, 1000))]
    if talk.until is None:
        yield section(lines)
        return
    lines.append(inline(f"取り消せるのは{moment_words(talk.until)}までです。"))
    yield section(lines, button("取り消す", UNDO, talk.id))


def sending_reply() -> Reply:
    """Said at once when a card was asked for."""
    return Reply("カードを送っています", (section(SENDING),), TITLE)


def enclosed_reply() -> Reply:
    """The message that comes before the card."""
    return Reply(ENCLOSED, (section(ENCLOSED), context(inline(ENCLOSED_NOTE))), TITLE)


def titles_words(titles: Sequence[str]) -> str:
    """The themes of a talk in a line; of many only the first."""
    more = len(titles) - MOST_TITLES
    rest = f"　ほか{more}テーマ" if more > 0 else ""
    return "／".join(titles[:MOST_TITLES]) + rest


def day_words(day: date) -> str:
    """2026年11月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_words(at: datetime) -> str:
    """11月23日9時, in the office."""
    local = at.astimezone(TOKYO)
    return f"{local.month}月{local.day}日{local.hour}時"
