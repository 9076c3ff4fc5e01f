"""「編集者に伝える」: writing a general example, seeing it once more; and what editors find."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.personal_data import PersonalDataKind
from bot.service.editors_queue import LONGEST, SHORTEST, OverdueEntry, Queue
from bot.slack.blocks.base import (
    Block,
    Reply,
    View,
    bold,
    button,
    context,
    header,
    inline,
    modal,
    plain,
    section,
)
from bot.slack.blocks.cards import japanese_date
from bot.slack.blocks.counts import NO_CORRECTIONS, understood

WRITE_MODAL, SEND_MODAL = "suggest:write", "suggest:send"
EXAMPLE, TEXT = "example", "text"
DONE = "suggest:done"
TITLE = "編集者に伝える"
INTRO = (
    "見つからなかったことを、ふつうの言い方で教えてください。編集者が、次から見つかるように直します。"
    "実際のご相談は写さず、どなたのことか分からない言い方にしてください。"
)
KEPT = "残すのは、この文と年月だけです。だれが書いたかは残しません。"
LOOK_ONCE_MORE = "このまま編集者に届けます。お名前や番号など、区民の方のことは入っていませんか。"
THANKS = (
    "届けました。ありがとうございます。いまお困りのことは、上司と保健福祉課に相談してください。"
)
WRONG_LENGTH = f"{SHORTEST}文字以上、{LONGEST}文字までで書いてください。"
PERSONAL = (
    "{kinds}のように読めるところがあります。"
    "「80代の女性」のように、どなたか分からない言い方に直してください。"
)
QUEUE_TITLE = "編集の一覧"
WHERE = "「/kizuki 編集の一覧」で見られます。"
WHERE_QUESTIONS = "設問のことは「/kizuki 設問の点検」で見られます。"
HOW_TO = "例を知識に足すには、言い回しのファイルに書いて送ります（「/kizuki 知識を直す」）。"
NO_EXAMPLES = "届いている例はありません。"
NONE_OVERDUE = "見直しの日を過ぎた項目はありません。"
_MOST_OVERDUE, _MOST_CORRECTIONS = 20, 15
_KINDS = {
    PersonalDataKind.NAME: "お名前",
    PersonalDataKind.PHONE: "電話番号",
    PersonalDataKind.ADDRESS: "住所",
    PersonalDataKind.POSTCODE: "郵便番号",
    PersonalDataKind.BIRTH_DATE: "生年月日",
    PersonalDataKind.EMAIL: "メールアドレス",
}
_NUMBER = "番号"


def write_modal(text: str = "") -> View:
    """Where the example is written."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": True,
        "min_length": SHORTEST,
        "max_length": LONGEST,
        "placeholder": plain("例：学校に行けない子の親が、夜の仕事をやめられず悩んでいる", 150),
        "focus_on_load": True,
    }
    if text:
        element["initial_value"] = text
    written = {
        "type": "input",
        "block_id": EXAMPLE,
        "label": plain("一般的な言い方の例", 100),
        "element": element,
    }
    blocks = [section(INTRO), written, context(KEPT)]
    return modal(TITLE, blocks, callback_id=WRITE_MODAL, submit="確かめる", close="やめる")


def send_modal(example: str) -> View:
    """The example once more, before it is sent."""
    shown = {"type": "section", "text": plain(example, LONGEST + 10)}
    blocks: list[Block] = [section(LOOK_ONCE_MORE), shown, context(KEPT)]
    return modal(TITLE, blocks, callback_id=SEND_MODAL, submit="届ける", close="やめる")


def thanks_modal() -> View:
    """It is sent."""
    return modal(TITLE, [section(THANKS)])


def refusal(kinds: tuple[PersonalDataKind, ...]) -> str:
    """What is wrong with an example, for the field."""
    if not kinds:
        return WRONG_LENGTH
    names = dict.fromkeys(_KINDS.get(kind, _NUMBER) for kind in kinds)
    return PERSONAL.format(kinds="・".join(names))


def queue_reply(queue: Queue, *, may_settle: bool) -> Reply:
    """Everything that waits for an editor."""
    blocks: list[Block] = [header(QUEUE_TITLE), *_examples(queue, may_settle=may_settle)]
    blocks += _corrections(queue)
    blocks += _overdue(queue.overdue)
    return Reply(QUEUE_TITLE, tuple(blocks), QUEUE_TITLE)


def digest_reply(examples: int, overdue: int, resting: int = 0, in_turn: int = 0) -> Reply:
    """The monthly digest: counts and where to look."""
    said = "今月の、知識の見直しのお知らせです。"
    lines = [f"・届いた言い方の例：{examples}件", f"・見直しの日を過ぎた項目：{overdue}件"]
    lines += [f"・休んでいる設問：{resting}問"] if resting else []
    lines += (
        [f"・設問のよりどころで、見直しの日が近いか、過ぎた項目：{in_turn}件"] if in_turn else []
    )
    where = [WHERE, *([WHERE_QUESTIONS] if resting or in_turn else [])]
    return Reply(said, (section(said), section(lines), section(where)))


def _examples(queue: Queue, *, may_settle: bool) -> Iterator[Block]:
    yield section(bold(f"届いた言い方の例（{queue.examples_in_all}件）"))
    for one in queue.examples:
        done = {**button("済みにする", DONE, str(one.id)), "confirm": _asked_again()}
        yield section(inline(f"・{one.text}（{_month(one.month)}）"), done if may_settle else None)
    if queue.examples_in_all > len(queue.examples):
        yield context(f"新しい{len(queue.examples)}件を出しています。済みにすると、次が出ます。")
    yield context(HOW_TO) if queue.examples else section(NO_EXAMPLES)


def _asked_again() -> Block:
    return {
        "title": plain("済みにしますか", 100),
        "text": plain("この例を一覧から消します。元には戻せません。", 300),
        "confirm": plain("済みにする", 30),
        "deny": plain("まだしない", 30),
    }


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def _corrections(queue: Queue) -> Iterator[Block]:
    yield section(bold("「ちがう」の知らせ（気づいた言葉の種類 → 合っていたつなぎ先）"))
    lines = [understood(row) for row in queue.corrections[:_MOST_CORRECTIONS]]
    yield section(lines or NO_CORRECTIONS)
    if len(queue.corrections) > _MOST_CORRECTIONS:
        yield context("続きは「/kizuki ちがう」で見られます。")


def _overdue(entries: tuple[OverdueEntry, ...]) -> Iterator[Block]:
    yield section(bold(f"見直しの日を過ぎた項目（{len(entries)}件）"))
    yield section([inline(_entry(entry)) for entry in entries[:_MOST_OVERDUE]] or NONE_OVERDUE)
    if len(entries) > _MOST_OVERDUE:
        yield context(f"ほかに{len(entries) - _MOST_OVERDUE}件あります。")


def _entry(entry: OverdueEntry) -> str:
    deputy = f"、副担当：{entry.deputy}" if entry.deputy else ""
    since = japanese_date(entry.since.isoformat())
    return f"・{entry.name}（{since}まで。担当：{entry.owner}{deputy}）"
