"""For whoever runs the 職員アンケート: what can be done, and what is shown before it is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.core.clock import TOKYO
from bot.core.figures import rate_text
from bot.core.indicator.denominator import Denominator
from bot.core.indicator.wave import THRESHOLDS, ReportingGroup, WaveDefinition
from bot.core.survey import NAME, PlannedWave
from bot.service.referral import UnknownEntry
from bot.service.survey.opening import too_few_on_paper
from bot.service.survey.outlook import Outlook
from bot.service.survey.page import Desk
from bot.service.survey.values import Press, WaveStatus
from bot.service.survey.words import TOO_FEW_ON_PAPER
from bot.slack.blocks.base import (
    SECTION_TEXT,
    Block,
    Reply,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    inline,
    modal,
    plain,
    section,
)
from bot.slack.blocks.plan import sheet_button

OPEN_LOOK, OPEN = "survey:open-look", "survey:open"
CLOSE_LOOK, CLOSE = "survey:close-look", "survey:close"
PAPER_LOOK = "survey:paper-look"
FILES_LOOK = "survey:files-look"
OPEN_LABEL, CLOSE_LABEL = "この回を開く", "この回を閉じる"
PAPER_LABEL, FILES_LABEL = "紙の人数を入れる", "資料を作る"
HEADING = "アンケートの担当の方へ"
NOTHING_NEXT = "日程のファイルに、次の回がありません。"
ASKED = (
    "お願いしています…（15秒ほどかかることがあります）"
    "この画面を閉じても続きます。閉じたときは、結果がアプリとのメッセージに届きます。"
)
BUSY = "いまほかのお願いが続いています。少しおいて、もう一度お試しください。"
NOT_DONE = "できませんでした"
DONE = "できました"
FROZEN_THEN = (
    "開いたあとは、問い・選択肢・対象の人・まとまり・紙の人数を変えられません。開いたことも、"
    "なかったことにはできません。Slackの方には、開いたあとにお願いが届きます。"
)
NO_MORE_THEN = (
    "閉じると、もう回答を受け付けません。紙の人数も、もう入れられません。元に戻せません。"
)
_FEW = "いま閉じると、回答が{0}人に満たないため、結果は表示できません。"
_VALUE = re.compile(r"([0-9a-f]{32})\|([^|]{1,64})\|([0-9a-f]{0,64})")


def desk_blocks(desk: Desk | None) -> Iterator[Block]:
    """What whoever runs the survey can do now."""
    if desk is None:
        return
    said = [bold(HEADING)]
    buttons: list[Block] = []
    if desk.running is not None:
        if desk.has_paper and not desk.running.broken:
            buttons.append(button(PAPER_LABEL, PAPER_LOOK, desk.running.wave))
        buttons.append(button(CLOSE_LABEL, CLOSE_LOOK, desk.running.wave))
    elif desk.coming is not None:
        said.append(inline(_coming(desk.coming)))
        buttons.append(button(OPEN_LABEL, OPEN_LOOK))
    else:
        said.append(NOTHING_NEXT)
    if desk.has_results:
        buttons.append(button(FILES_LABEL, FILES_LOOK))
    buttons.append(sheet_button())
    yield divider()
    yield section(said)
    yield actions(buttons)


def open_view(found: Outlook | None) -> View:
    """Everything that will be frozen, and the button, or why it cannot be pressed yet."""
    if found is None:
        return modal(NAME, [section(NOTHING_NEXT)])
    blocks = [section([bold(_title(found)), *_days(found)])]
    if found.why_not:
        blocks.append(section(inline(f"まだ開けません。{found.why_not}")))
    if found.definition is not None:
        blocks += _frozen(found.definition, by_today=bool(found.why_not))
    if not found.why_not:
        asked = _confirm("この内容で開きますか", FROZEN_THEN, "開く")
        press = button(OPEN_LABEL, OPEN, packed(found.press, found.planned.id), style="primary")
        blocks += [section(FROZEN_THEN), actions([{**press, "confirm": asked}])]
    return modal(NAME, blocks)


def close_view(wave: WaveStatus, press: Press) -> View:
    """How many have answered by now, and that closing cannot be undone."""
    blocks = [section([bold(wave.title), *([] if wave.broken else _so_far(wave))])]
    if wave.answered < THRESHOLDS.shown_from and not wave.broken:
        blocks.append(section(_FEW.format(THRESHOLDS.shown_from)))
    asked = _confirm("この回を閉じますか", NO_MORE_THEN, "閉じる")
    pressed = button(CLOSE_LABEL, CLOSE, packed(press, wave.wave), style="danger")
    blocks += [section(NO_MORE_THEN), actions([{**pressed, "confirm": asked}])]
    return modal(NAME, blocks)


def _so_far(wave: WaveStatus) -> Iterator[str]:
    left = sum(group.on_paper_most - group.on_paper for group in wave.groups)
    rate = rate_text(wave.answered, wave.people)
    yield f"回答{wave.answered}人／対象{wave.people}人（回答率{rate}）"
    if wave.waiting:
        yield f"うち集計待ち{wave.waiting}人（閉じるときに、すべて集計します）"
    if left:
        yield f"まだ入れていない紙：{left}枚"
    yield f"このままなら、{_moment(wave.closes_at)}に自動で閉じます。"


def asked_reply() -> Reply:
    """Said at once, in the place of what was pressed."""
    return Reply(NAME, (section(ASKED),), NAME)


def busy_reply() -> Reply:
    """Too many wait already."""
    return Reply(NAME, (section(BUSY),), NAME)


def outcome_reply(text: str, *, done: bool) -> Reply:
    """What the survey's owner has said."""
    return Reply(NAME, (section([bold(DONE if done else NOT_DONE), inline(text)]),), NAME)


def packed(press: Press, wave: str) -> str:
    """A press and its wave as a button carries them."""
    return f"{press.name}|{wave}|{press.seen}"


def unpacked(value: str) -> tuple[Press, str]:
    """Press and wave back; UnknownEntry for what no button of ours holds."""
    found = _VALUE.fullmatch(value)
    if found is None:
        raise UnknownEntry
    return Press(found[1], found[3]), found[2]


def listed_sections(lines: Iterable[str]) -> Iterator[Block]:
    """Safe lines in as few sections as hold them."""
    kept: list[str] = []
    for line in lines:
        if kept and sum(len(k) + 1 for k in kept) + len(line) > SECTION_TEXT - 100:
            yield section(kept)
            kept = []
        kept.append(line)
    if kept:
        yield section(kept)


def _coming(wave: PlannedWave) -> str:
    opens = wave.opens_at.astimezone(TOKYO)
    return f"次の回：{wave.label}（{_day(opens)}{opens.hour}時に自動で開きます）"


def _title(found: Outlook) -> str:
    return found.definition.title if found.definition else f"{NAME}（{found.planned.label}）"


def _days(found: Outlook) -> Iterator[str]:
    planned = found.planned
    use = "この年度の結果とする回です。" if planned.counts else "参考値とする回です。"
    yield f"受付：開いたときから{_moment(planned.closes_at)}まで"
    yield f"基準日（この日の名簿の方が対象）：{_day(planned.reference_day)}"
    yield use


def _frozen(wave: WaveDefinition, *, by_today: bool) -> Iterator[Block]:
    """Who is asked, what, and in which groups."""
    paper = sum(group.paper for group in wave.groups)
    out = sum(people for _, people in wave.left_out)
    found = Denominator(wave.denominator_date, wave.staff + out, wave.staff, wave.left_out)
    reasons = "、".join(f"{r}{n}人" for r, n in found.shown(wave.thresholds.reason_from))
    yield section(
        [
            bold("対象" + ("（いまの名簿で数えたもの）" if by_today else "")),
            inline(wave.asked),
            inline(f"{wave.staff}人（うち紙でお願いする方{paper}人）"),
            inline(f"対象外：{out}人（{reasons}）" if out else "対象外：0人"),
        ]
    )
    few = too_few_on_paper(wave)
    if few:
        yield section(inline(TOO_FEW_ON_PAPER.format(few)))
    questions = (
        inline(f"{number}. {question.text}（{'／'.join(question.options)}）")
        for number, question in enumerate(wave.questions, 1)
    )
    yield section([bold("問いと選択肢"), *questions])
    yield section(bold(f"まとまり（{len(wave.groups)}つ。人数の少ない課は合わせます）"))
    yield from listed_sections(inline(_group(group)) for group in wave.groups)
    if not wave.official:
        yield context(inline(f"この年度の結果とする回：{wave.counted_wave}"))


def _group(group: ReportingGroup) -> str:
    paper = f"（うち紙{group.paper}人）" if group.paper else ""
    return f"・{group.name}　{group.people}人{paper}"


def _confirm(title: str, text: str, yes: str) -> Block:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("まだしない", 30),
    }


def _moment(moment: datetime) -> str:
    local = moment.astimezone(TOKYO)
    return f"{_day(local)}{local.hour}時"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
