"""The sentences of a sheet's result: what to say, what to hand over, how, and the record.

The manner of handing over (了承・直接連絡・日時と場所を具体的に) follows 白井市's text for
ゲートキーパー (shiroi-gatekeeper-2025-03); that the section and not the clerk judges
whether something may be passed on without consent follows 個人情報保護法第69条 as the
project reads it. Nothing is ever written as 「なし」.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.clock import TOKYO
from bot.core.duties import SafetyKind
from bot.core.sheet import HEADER, MeetingAnswer, SheetResult
from bot.core.sheet_items import Agreement

MOST_TO_TELL = 6
NO_PAPER = "書面・名刺を渡さず、自宅や携帯に連絡しません。"
MEETING_REASONS = {
    MeetingAnswer.SEVERAL_AGREED: (
        "困りごとが重なり、ご本人の同意もあります。だれが何を受け持つかを決める場です。"
    ),
    MeetingAnswer.SEVERAL_ASK_FIRST: (
        "困りごとが重なっています。ご本人の同意が要る場なので、先に同意を得ます。"
    ),
    MeetingAnswer.NOT_YET_IN_SUPPORT: (
        "まだ支援につながっていない方への近づき方を検討する会議です。"
        "扱えるかどうかと、分かち合う範囲は、主催の担当（保健福祉課）が判断します。"
    ),
    MeetingAnswer.DANGER_FIRST: "会議を待たず、いま連絡します。会議は安全を確かめてからです。",
    MeetingAnswer.NOT_NEEDED: "いまの内容では、会議より先に窓口へつなぎます。",
}
_WAYS = (
    "「どこに・何を・だれが伝えるか」をお話しし、了承を得ます。",
    "できるだけその場で、職員から直接電話します。",
    "日時・場所・会う相手を具体的に決めて、ご本人に伝えます。",
)
_WAYS_WITHOUT = (
    "上司に伝え、所属の中で次にだれが声をかけるかを決めます。",
    "保健福祉課に、お名前を出さずに見たこと・聞いたことだけで相談します。",
    "ほかの機関に伝えてよいかは、自分だけで決めず所属で判断します。",
)
_WAYS_AT_ONCE = (
    "上のカードの順に、いま連絡します。電話の前に、聞き取りを足しません。",
    "上司に声をかけ、電話する人とそばにいる人を分けます。",
    "見たこと・聞いたことを、時刻とともにそのまま伝えます。推測は分けて伝えます。",
)


def advised(result: SheetResult, at: datetime) -> SheetResult:
    """The result with its sentences and the text for the ward's own record."""
    meeting = replace(result.meeting, because=MEETING_REASONS[result.meeting.answer])
    full = replace(
        result,
        meeting=meeting,
        tell=tuple(_tell(result)),
        hand_over=tuple(_hand_over(result)),
        how=tuple(_how(result)),
    )
    return replace(full, record="\n".join(_record(full, at)))


def _tell(result: SheetResult) -> Iterator[str]:
    """What to say to the person; before a report, only what does no harm."""
    kinds = {duty.kind for duty in result.duties}
    if SafetyKind.DV in kinds:
        yield "次の連絡の方法と時間は、安全に受けられるものをご本人に決めてもらいます。"
    if result.at_once:
        yield "「話してくださってありがとうございます。いっしょに考えさせてください」"
        return
    if result.agreement is Agreement.DECLINED:
        yield "「いまでなくてもかまいません。気になったときは、いつでもお声をかけてください」"
        return
    yield from (f"「{d.say}」" for d in result.destinations[:2])
    if result.agreement is not Agreement.AGREED:
        yield "「担当の窓口に、今日うかがったことをお伝えしてもよろしいですか」"


def _hand_over(result: SheetResult) -> Iterator[str]:
    """What the other desk needs to hear: facts first, and who knows them."""
    if result.seen:
        yield f"見たこと（{len(result.seen)}件）を、そのままの言葉で"
    if result.heard:
        yield f"聞いたこと（{len(result.heard)}件）を、だれの話かとともに"
    if result.at_once or result.agreement is Agreement.DECLINED:
        return
    told = dict.fromkeys(one for d in result.destinations for one in d.to_tell)
    yield from list(told)[:MOST_TO_TELL]


def _how(result: SheetResult) -> Iterator[str]:
    """The manner of handing over, by danger and consent."""
    if result.nothing_on_paper:
        yield NO_PAPER
    if result.at_once:
        yield from _WAYS_AT_ONCE
    elif result.agreement in (Agreement.DECLINED, Agreement.NOT_ASKED):
        yield from _WAYS_WITHOUT
    else:
        yield from _WAYS


def _record(result: SheetResult, at: datetime) -> Iterator[str]:
    """The text to copy; a heading stands only where there is something under it."""
    local = at.astimezone(TOKYO)
    yield HEADER
    day = f"{local.year}年{local.month}月{local.day}日"
    yield f"{day} {local.hour}時{local.minute:02d}分ごろ　{result.place}"
    yield from _part("見たこと", result.seen)
    yield from _part("聞いたこと（本人・家族・周りの方の話）", result.heard)
    yield from _part("急ぎの様子", result.urgent)
    yield from _part("確かめたが、見聞きしなかったこと", result.checked_not)
    yield from _part("確かめようとしたが、わからないこと", result.unknown)
    yield from _part("推測（事実と分けて書くもの）", result.guesses)
    yield from _part("ご本人の意向", result.wishes)
    yield from _part("すぐの対応", [duty.name for duty in result.at_once])
    yield from _part("つなぎ先の案", [_reason(d.name, d.because) for d in result.destinations])
    if result.meeting.name:
        yield from _part("会議の案", [result.meeting.name])


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"【{title}】"
        yield from (f"・{line}" for line in lines)


def _reason(name: str, because: Iterable[str]) -> str:
    return f"{name}（{'／'.join(because)}）"
