"""What knowledge editors see: faults, what a changed file does, and what is in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.content.errors import ContentError
from bot.core.trial import Found
from bot.service.cards import DestinationCard
from bot.service.editing import ChangedFile, Done, Faults, Proposal
from bot.slack.blocks.base import (
    MESSAGE_BLOCKS,
    SECTION_TEXT,
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    divider,
    fitted,
    inline,
    plain,
    section,
)
from bot.slack.blocks.cards import conference_blocks
from bot.slack.blocks.details import destination_reply
from bot.slack.blocks.duty import duty_blocks
from bot.slack.blocks.reach import moment, where_line

CONFIRM, DROP, UNDO = "editing:confirm", "editing:drop", "editing:undo"
RECEIVED = "お送りいただいたファイルの結果です。"
CHECKING = "ファイルを確かめています。例文でもためすので、1分ほどかかることがあります。"
NOT_AN_EDITOR = (
    "ファイルを受け取れるのは、知識編集者の方からだけです。知識の直しは、知識編集者にお知らせください。"
    "区民の方のことが写った写真や書類のときは、ご自身で削除してください。"
)
SUSPICIOUS = (
    "お名前・番号・住所のように読める行があります。実際の相談を写したものなら、"
    "ここでやめて、Slackのファイルも削除してください。"
)
NOT_FOUND_OTHERWISE = "見つけ方にかかわるところは変わりません。"
TOO_FEW = "例文が少ないので、見つかり方はためしていません。"
SAME_SET = "どの例文も、答えを覚えていない状態でためしています。前と後を比べるための数です。"
DROPPED = "やめました。知識は変わっていません。"
_MOST_ERRORS, _MOST_WORDS, _MOST_NAMES = 60, 30, 10
_SURE = "答えに使う知識が、すぐに入れかわります。あとから「元に戻す」で戻せます。"


def sentence_reply(sentence: str, title: str = "知識を直す") -> Reply:
    """One sentence."""
    return Reply(sentence, (section(inline(sentence)),), title)


def faults_reply(faults: Faults) -> Reply:
    """Every mistake of the files, and those that stand in other files."""
    said = f"直すところが{len(faults.errors)}か所あります。直して、もう一度送ってください。"
    blocks = [section(RECEIVED)]
    if faults.errors:
        blocks += [section(bold(said)), *_errors(faults.errors)]
    if faults.others:
        said = "ほかのファイルに直すところがあるので、いまは反映できません。"
        blocks += [section(bold(said)), *_errors(faults.others)]
    return Reply(RECEIVED, tuple(blocks), "知識を直す")


def _errors(errors: Sequence[ContentError]) -> Iterator[Block]:
    yield from _listed(map(str, errors[:_MOST_ERRORS]))
    if len(errors) > _MOST_ERRORS:
        yield context(f"ほかに{len(errors) - _MOST_ERRORS}か所あります。")


def _listed(lines: Iterable[str]) -> Iterator[Block]:
    """Lines in as few sections as hold all of them."""
    kept: list[str] = []
    for line in (inline(f"・{line}") for line in lines):
        if sum(len(k) + 1 for k in kept) + len(line) > SECTION_TEXT - 100:
            yield section(kept)
            kept = []
        kept.append(line)
    if kept:
        yield section(kept)


def proposal_reply(proposal: Proposal) -> Reply:
    """What would change: in words, on the card, in what is found; and the two buttons."""
    blocks: list[Block] = [section(RECEIVED), section("間違いは見つかりませんでした。")]
    for file in proposal.files:
        blocks += _file(file)
    blocks += [*_cards(proposal), *_found(proposal.found), divider()]
    confirm = button("反映する", CONFIRM, proposal.id, style="primary")
    # However much there is to read, the buttons below it stay.
    blocks = fitted(blocks, MESSAGE_BLOCKS - 2)
    blocks += [
        actions([{**confirm, "confirm": _asked_again()}, button("やめる", DROP, proposal.id)]),
        context(inline(f"{moment(proposal.until)}までに反映しないと、この案は消えます。")),
    ]
    return Reply(RECEIVED, tuple(blocks), "知識を直す")


def _asked_again() -> Block:
    return {
        "title": plain("反映しますか", 100),
        "text": plain(_SURE, 300),
        "confirm": plain("反映する", 30),
        "deny": plain("まだしない", 30),
    }


def _file(file: ChangedFile) -> Iterator[Block]:
    yield section(bold(f"変わること（{file.name}）"))
    yield from _listed(file.words[:_MOST_WORDS])
    if len(file.words) > _MOST_WORDS:
        yield context(f"ほかに{len(file.words) - _MOST_WORDS}か所が変わります。")
    if file.suspicious:
        lines = "、".join(f"{number}行目" for number in file.suspicious[:_MOST_NAMES])
        yield section([bold("お確かめください"), SUSPICIOUS, inline(lines)])


def _cards(proposal: Proposal) -> Iterator[Block]:
    """The first changed card as staff will see it; the names of the others."""
    shown = [
        *((d.destination.name, list(_preview(d))) for d in proposal.destinations),
        *((d.duty.name, duty_blocks(d)) for d in proposal.duties),
        *((c.name, conference_blocks(c)) for c in proposal.conferences),
    ]
    for _, blocks in shown[:1]:
        yield from (divider(), section(bold("職員に見えるカード")), *blocks)
    names = [name for name, _ in shown[1:]]
    if names:
        more = f" ほか{len(names) - _MOST_NAMES}件" if len(names) > _MOST_NAMES else ""
        yield context(inline(f"ほかに見え方が変わるカード：{'、'.join(names[:_MOST_NAMES])}{more}"))


def _preview(card: DestinationCard) -> Iterator[Block]:
    """The page without its buttons; the line of an answer that says how to reach it first."""
    yield section([bold(card.destination.name), inline(where_line(card))])
    for block in destination_reply(card).blocks[1:]:
        if block["type"] not in {"actions", "header"}:
            yield {key: value for key, value in block.items() if key != "accessory"}


def _found(found: tuple[Found, ...] | None) -> Iterator[Block]:
    yield divider()
    if not found:
        yield section(NOT_FOUND_OTHERWISE if found is None else TOO_FEW)
        return
    lines = [inline(_count(row)) for row in found]
    yield section([bold("例文でためした結果"), *lines])
    yield context(SAME_SET)


def _count(row: Found) -> str:
    moved = f"{row.after}（新しい窓口です）" if row.before is None else f"{row.before}→{row.after}"
    return f"・{row.name}：例文{row.asked}のうち、その窓口が3位までに出るもの　{moved}"


def done_reply(done: Done, said: str = "反映しました。") -> Reply:
    """What is in place now, with the way back."""
    names = inline(f"ファイル：{'、'.join(done.files)}")
    blocks = (section(bold(said)), section(names), actions([undo_button(done)]))
    return Reply(said, blocks, "知識を直す")


def undo_button(done: Done) -> Block:
    """「元に戻す」."""
    return button("元に戻す", UNDO, done.id)


def not_taken_reply(sentence: str) -> Reply:
    """Why a file was not looked at; what it is called may be anything."""
    return Reply(RECEIVED, (section(RECEIVED), section(inline(sentence))), "知識を直す")


def refused_reply(
    sentence: str, errors: Sequence[ContentError] = (), files: Sequence[str] = ()
) -> Reply:
    """Why something was not put in place."""
    names = [section(inline(f"ファイル：{'、'.join(files)}"))] if files else []
    return Reply(sentence, (section(inline(sentence)), *names, *_errors(errors)), "知識を直す")
