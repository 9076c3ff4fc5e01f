"""What administrators see of the roster, and everybody of who looked at a list with them on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.core.audit import Anchor
from bot.core.clock import TOKYO
from bot.core.people import Staff
from bot.core.roster import RosterFault
from bot.core.roster_diff import ChangeKind, RosterDiff, day_words
from bot.service.roster import RosterImport, RosterState
from bot.slack.blocks.base import (
    MESSAGE_BLOCKS,
    SECTION_TEXT,
    Block,
    Reply,
    actions,
    bold,
    button,
    context,
    fitted,
    inline,
    plain,
    section,
)
from bot.store.audit import Look

CONFIRM, DROP = "roster:confirm", "roster:drop"
TITLE = "名簿"
RECEIVED = "お送りいただいたファイルの結果です。"
DROPPED = (
    "取り込みをやめました。名簿は変わっていません。"
    "Slackに送ったファイルは、ご自身で削除してください。"
)
CHANGED = (
    "このあいだに、名簿かファイルが変わりました。何も変えていません。"
    "もう一度ファイルを送って、変わるところをお確かめください。"
)
NO_CHANGES = "いまの名簿と同じ内容です。取り込むと、基準日だけが新しくなります。"
UNKNOWN_EMAILS = "Slackの相手が見つからないメール（{}人）。このまま取り込むこともできます。"
ASKED_AGAIN = "名簿が、ファイルの内容に丸ごと入れかわります。学びの記録はそのまま残ります。"
FILE_STAYS = "送ったファイルはSlackに残っています。ご自身で削除してください。"
HOW_TO = (
    "名簿のファイル（CSVか .xlsx）を、このアプリへのダイレクトメッセージに添えて送ってください。"
    "変わるところをお見せします。「反映する」を押すまで、何も変わりません。"
    "別の日の名簿として取り込むときは、「基準日 2026-04-01」のように書き添えてください。"
)
ANCHOR_GONE = (
    "名前の一覧を見た記録の、月のしるしが見つかりません。audit verify で確かめてください。"
)
NOBODY_LOOKED = "あなたの載った名前の一覧を見た人は、記録のあるかぎりいません。"
_MOST_FAULTS, _MOST_CHANGES, _MOST_PEOPLE = 60, 40, 40


def sentence_reply(sentence: str) -> Reply:
    """One sentence about the roster."""
    return Reply(TITLE, (section(inline(sentence)),), TITLE)


def faults_reply(faults: Sequence[RosterFault]) -> Reply:
    """Every fault with its row."""
    said = f"直すところが{len(faults)}か所あるため、何も取り込んでいません。"
    blocks = [section(RECEIVED), section(bold(said))]
    blocks += _listed([str(fault) for fault in faults], _MOST_FAULTS, "か所")
    return Reply(RECEIVED, tuple(blocks), TITLE)


def look_reply(diff: RosterDiff, value: str, unknown: Sequence[RosterFault] = ()) -> Reply:
    """What would change, and the buttons; ``value`` names the file, the day and the changes.

    ``unknown`` are rows whose address Slack does not know: shown, and no hindrance.
    """
    size = f"{day_words(diff.day)}の名簿：{diff.sections}課{diff.staff}人"
    blocks = [section(RECEIVED), section(bold(size))]
    blocks += [section(inline(note)) for note in diff.notes]
    for kind in ChangeKind:
        lines = diff.of(kind)
        if lines:
            blocks.append(section(bold(f"{kind}（{len(lines)}人）")))
            blocks += _listed(lines, _MOST_CHANGES, "人")
    if not diff.changes:
        blocks.append(section(NO_CHANGES))
    if unknown:
        blocks.append(section(bold(UNKNOWN_EMAILS.format(len(unknown)))))
        blocks += _listed([str(fault) for fault in unknown], _MOST_PEOPLE, "人")
    confirm = {**button("反映する", CONFIRM, value, style="primary"), "confirm": _asked_again()}
    # However much there is to read, the buttons below it stay.
    blocks = fitted(blocks, MESSAGE_BLOCKS - 2)
    blocks += [actions([confirm, button("やめる", DROP, value)]), context(FILE_STAYS)]
    return Reply(RECEIVED, tuple(blocks), TITLE)


def done_reply(done: RosterImport) -> Reply:
    """That the roster was taken over, and what is still to do."""
    blocks = [section(inline(f"{done.sections}課{done.staff}人の名簿を取り込みました。"))]
    if done.unmatched:
        said = f"Slackの相手が分からない人が{len(done.unmatched)}人います。"
        blocks.append(section(said + "「/kizuki 名簿」で見られます。"))
    blocks.append(context(FILE_STAYS))
    return Reply(TITLE, tuple(blocks), TITLE)


def state_reply(state: RosterState) -> Reply:
    """How the roster stands and how to send a new one."""
    if state.as_of is None:
        size = "名簿はまだ取り込まれていません。"
    else:
        size = f"{day_words(state.as_of)}の名簿：いま{state.sections}課{state.staff}人"
    blocks = [section(bold(size)), *_people("Slackの相手が分からない人", state.unmatched)]
    blocks += [*_people("Slackのアカウントが止まった人", state.closed), section(HOW_TO)]
    return Reply(TITLE, tuple(blocks), TITLE)


def anchor_lines(anchor: Anchor) -> list[str]:
    """Count and mark of a closed month, to be kept where the database cannot reach."""
    month = f"{int(anchor.month[:4])}年{int(anchor.month[5:])}月"
    return [
        bold("名前の一覧を見た記録の、月のしめくくり"),
        f"{month}分は{anchor.count}件です。",
        inline(str(anchor)),
        "この1行は、あとで記録が書きかえられていないかを確かめるのに使います。消さずに残してください。",
    ]


def looks_blocks(looks: Sequence[Look]) -> list[Block]:
    """Who looked at a list of names with the reader on it, and when."""
    heading = bold("あなたの載った名前の一覧を見た人")
    if not looks:
        return [section([heading, NOBODY_LOOKED])]
    return [section([heading, *(_look(look) for look in looks)])]


def _look(look: Look) -> str:
    moment = look.at.astimezone(TOKYO)
    when = f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}時{moment.minute:02d}分"
    if look.viewer is not None:
        who = f"{look.viewer.name}さん"
    else:
        who = "情報システムの担当者" if look.by_operator else "いまは記録のない人"
    return inline(f"・{when}　{who}　{look.what}")


def _people(heading: str, people: Sequence[Staff]) -> list[Block]:
    if not people:
        return []
    lines = [f"{person.staff_id}　{person.name}" for person in people]
    title = section(bold(f"{heading}（{len(people)}人）"))
    return [title, *_listed(lines, _MOST_PEOPLE, "人")]


def _listed(lines: Sequence[str], most: int, counter: str) -> Iterator[Block]:
    """Lines in as few sections as hold them; how many more there are."""
    kept: list[str] = []
    for line in (inline(f"・{line}") for line in lines[:most]):
        if kept and sum(len(k) + 1 for k in kept) + len(line) > SECTION_TEXT - 100:
            yield section(kept)
            kept = []
        kept.append(line)
    yield from _rest(kept, len(lines) - most, counter)


def _rest(kept: Iterable[str], more: int, counter: str) -> Iterator[Block]:
    yield section(kept)
    if more > 0:
        yield context(
            inline(f"ほかに{more}{counter}あります。全部は roster import の画面で見られます。")
        )


def _asked_again() -> Block:
    return {
        "title": plain("名簿を入れかえますか", 100),
        "text": plain(ASKED_AGAIN, 300),
        "confirm": plain("反映する", 30),
        "deny": plain("まだしない", 30),
    }
