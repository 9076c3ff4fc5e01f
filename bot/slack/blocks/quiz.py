"""A question of the week's post, and what is learned right after answering it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.clock import TOKYO
from bot.core.course import TYPE_LABELS
from bot.core.learning.posts import Track
from bot.core.learning.weeks import CompletionState
from bot.service.training import DueQuestion, Feedback, FirstUse
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
    paragraph,
    section,
)
from bot.slack.blocks.cards import bulleted, japanese_date, source_block

CHOICES = "quiz:choices"
SURE = "quiz:answer:sure"
UNSURE = "quiz:answer:unsure"
ENTRY = "quiz:entry"
WEEKDAYS = "月火水木金土日"
TITLE = "今週の設問"

STATE_LABELS = {
    CompletionState.COMPLETED: "受講済",
    CompletionState.NOT_COMPLETED: "未受講",
    CompletionState.COMPLETED_LATE: "期限後受講",
    CompletionState.EXCLUDED: "対象外",
}
NOTHING_DUE = "いま答える設問はありません。設問は、週に1回か2回、開庁日にお届けします。"
ONLY_YOURS = (
    "上司が見るのは、答えたかどうかだけです。正解・不正解や自信は、ご本人だけが見られます。"
)
MASTERED = "このテーマを「習得」しました。日をあけて、ちがう設問に3回つづけて正しく答えられました。"
GONE = "この設問は終了しました。"
RESTING = (
    "この設問は、内容を確かめているため、お休みしています。"
    "答えていなくても、受講のあつかいは変わりません。"
)
NEXT_BELOW = "いま答えられる設問は、この下にあります。"
NOTHING_MORE = "いま答える設問は、ほかにありません。"
HEADINGS: Mapping[Track, str] = {
    Track.COURSE: TITLE,
    Track.NEWCOMER: "はじめの4週間の設問",
    Track.PRETEST: "はじめの確認",
    Track.CATCH_UP: "まとめて受講",
}
PRETEST_NOTE = (
    "もう知っていることを確かめる設問です。"
    "自信をもって正しく答えたテーマは、はじめの4週間では省きます。"
)
NEEDS_REVIEW = "要再確認：この設問のよりどころは、見直しの日を過ぎています。担当が確認しています。"
AGAIN = "この設問にはもう答えています。はじめの答えを記録しています。"
OPEN_OF_THIS = "今週の残りの設問は、開庁日に届きます。届いているものは、ホームに出ています。"
OPEN_OF_OLD = "この週には、まだ答えていない設問があります。"
SITTING_NOTE = "途中でやめても、続きから答えられます。受講に数え、「習得」の回数には入れません。"


def place_of(question: DueQuestion) -> str:
    """What names the question in one person's controls: its post and itself."""
    return f"{question.occurrence_key}|{question.question_id}"


def choices_block(place: str) -> str:
    """The block in which the choice of that question is picked.

    A name of its own a question: Slack keeps what is picked by the name of the block, and
    the next question of a post stands in the message where the last one stood.
    """
    return f"choices|{place}"


def quiz_blocks(question: DueQuestion) -> list[Block]:
    """A question with its choices and the two ways to answer."""
    value = place_of(question)
    radio = {
        "type": "radio_buttons",
        "action_id": CHOICES,
        "options": [option(c.text, str(c.index)) for c in question.choices],
    }
    answers = [
        button("自信をもって答える", SURE, value, style="primary"),
        button("自信はないが答える", UNSURE, value),
    ]
    return [
        header(heading(question)),
        *_first_use(question.first_use),
        paragraph(question.stem),
        *_old(question),
        actions([radio], block_id=choices_block(value)),
        actions(answers, block_id=f"answer|{value}"),
        context(
            inline(f"種類：{TYPE_LABELS[question.type]}"),
            inline(_until(question)),
            _privacy(question),
        ),
    ]


def heading(question: DueQuestion) -> str:
    """Why it is asked, and which question of how many it is."""
    which = f" {question.number}／{question.of}" if question.of > 1 else ""
    return f"{HEADINGS[question.track]}{which}（約1分）"


def _privacy(question: DueQuestion) -> str:
    """In short what the card before the first question says at length."""
    return "" if question.first_use else ONLY_YOURS


def _first_use(told: FirstUse | None) -> list[Block]:
    if told is None:
        return []
    return [section([bold(told.title), *bulleted(told.lines)]), divider()]


def _old(question: DueQuestion) -> list[Block]:
    """「要再確認」: it goes on while somebody looks at what it rests on."""
    return [context(NEEDS_REVIEW)] if question.needs_review else []


def _until(question: DueQuestion) -> str:
    if question.track is Track.CATCH_UP:
        return SITTING_NOTE
    if question.late:
        return "この週の受付は終わりました。いま答えると「期限後受講」になります。"
    closes = question.closes_at.astimezone(TOKYO)
    until = f"{closes.month}月{closes.day}日（{WEEKDAYS[closes.weekday()]}）{closes.hour}時まで"
    note = PRETEST_NOTE if question.track is Track.PRETEST else ""
    return f"{note}{until}に、今週の設問に全部答えると「受講済」になります。"


def quiz_reply(question: DueQuestion | None) -> Reply:
    """The due question, or the sentence that says when the next one comes."""
    if question is None:
        return Reply("設問のお知らせ", (section(NOTHING_DUE),), TITLE)
    return Reply("今週の設問が届いています", tuple(quiz_blocks(question)), TITLE)


def gone_reply(due: DueQuestion | None, *, resting: bool = False) -> Reply:
    """Said in the place of a question that cannot be answered now, and what can be."""
    why = RESTING if resting else GONE
    if due is None:
        return Reply(why, (section(f"{why}{NOTHING_MORE}"),), TITLE)
    return Reply(why, (section(f"{why}{NEXT_BELOW}"), *quiz_blocks(due)), TITLE)


def feedback_reply(feedback: Feedback) -> Reply:
    """What was right and why, and below it the next question of the same post."""
    blocks = feedback_blocks(feedback)
    if feedback.next is not None:
        blocks += [divider(), *quiz_blocks(feedback.next)]
    return Reply("回答を受け付けました", tuple(blocks), TITLE)


def feedback_blocks(feedback: Feedback) -> list[Block]:
    """Right or wrong, why, what tempted, the sources and the entry to read."""
    choices = {c.index: c.text for c in feedback.question.choices}
    sure = "自信あり" if feedback.confident else "自信なし"
    yours = [bold(f"あなたの答え（{sure}）"), inline(choices[feedback.chosen])]
    return [
        header("○ 正解です" if feedback.right else "△ もう一歩です"),
        paragraph(feedback.question.stem),
        section(yours),
        *_reasons(feedback),
        section([bold("解説"), inline(feedback.explanation)]),
        source_block(feedback.sources, japanese_date(feedback.assured.isoformat())),
        *_old(feedback.question),
        *_entries(feedback),
        *([section(MASTERED)] if feedback.mastered else []),
        context(inline(_standing(feedback))),
    ]


def _reasons(feedback: Feedback) -> list[Block]:
    if feedback.right:
        return [section([bold("理由"), *(inline(w) for w in feedback.why_right)])]
    right = [
        inline(f"{text}：{why}")
        for text, why in zip(feedback.right_texts, feedback.why_right, strict=True)
    ]
    return [
        section([bold("正しい答え"), *right]),
        section([bold("迷いやすいところ"), inline(feedback.why_chosen)]),
    ]


def _entries(feedback: Feedback) -> list[Block]:
    entries = feedback.entries[:3]
    numbers = [""] if len(entries) == 1 else [f"（{i + 1}）" for i in range(len(entries))]
    buttons = [
        button(f"この知識を読む{number}", f"{ENTRY}:{i}", entry)
        for i, (entry, number) in enumerate(zip(entries, numbers, strict=True))
    ]
    return [actions(buttons)] if buttons else []


def _standing(feedback: Feedback) -> str:
    """How the week stands after it; a sitting belongs to no week."""
    said = AGAIN if feedback.repeated else "回答を記録しました。"
    if feedback.question.track is Track.CATCH_UP:
        return said
    if feedback.state is not None and not feedback.repeated:
        return _settled(feedback.state, "この週" if feedback.question.late else "今週")
    if feedback.next is not None:
        return f"{said}次の設問は、この下にあります。"
    if feedback.state is not None:
        return said
    return f"{said}{OPEN_OF_OLD if feedback.question.late else OPEN_OF_THIS}"


def _settled(state: CompletionState, week: str) -> str:
    if state is CompletionState.EXCLUDED:  # answers do not change it
        return f"回答を記録しました。{week}は「対象外」のままです。"
    return f"{week}は「{STATE_LABELS[state]}」になりました。おつかれさまでした。"
