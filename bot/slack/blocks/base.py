"""Block Kit values that are inside every limit and safe whatever the content holds.

Content is shown literally: in mrkdwn the control characters are escaped and the
formatting characters replaced by their full-width forms, so no entry and no asker
can forge a link, a mention or a channel-wide alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.block_limits import limit as limit_of

Block = dict[str, Any]
View = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = limit_of("view", "blocks", "max_items")
SECTION_TEXT = limit_of("section", "text")
_FORMATTING = {"*": "＊", "_": "＿", "~": "〜", "`": "｀"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LITERAL = str.maketrans(_FORMATTING | _ESCAPES)
EMPTY = "（なし）"
CUT_NOTE = "長いため、ここまでを表示しています。"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a conversation answers; shown as a message or, from a shortcut, as a modal.

    ``text`` is the fallback that screen readers and notifications use.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = "気づきナビ"


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, with 「…」 where something was cut; never empty."""
    text = text if text.strip() else EMPTY
    return text if len(text) <= limit else text[: limit - 1] + "…"


def inline(text: str) -> str:
    """Content as literal mrkdwn."""
    return text.translate(_LITERAL)


def bold(text: str) -> str:
    """Content as one bold run of mrkdwn."""
    flat = " ".join(text.splitlines()).strip()
    return f"*{inline(flat)}*" if flat else ""


def link(url: str | None, label: str) -> str:
    """A link when the address is a plain web address, else the label alone."""
    if url is None or not url.startswith(("https://", "http://")):
        return inline(label)
    safe = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"<{safe}|{inline(label)}>"


def plain(text: str, limit: int) -> Block:
    """A plain_text object."""
    return {"type": "plain_text", "text": clip(text, limit), "emoji": False}


def section(lines: Iterable[str] | str, accessory: Block | None = None) -> Block:
    """A mrkdwn section from lines already made safe; cut at whole lines when too long."""
    ready = [lines] if isinstance(lines, str) else [line for line in lines if line]
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": _joined(ready)}}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def _joined(lines: Sequence[str]) -> str:
    kept: list[str] = []
    room = SECTION_TEXT - len(CUT_NOTE) - 1
    for line in lines:
        if len(line) + 1 > room:
            kept += [_cut(line, room - 1), CUT_NOTE]
            break
        kept.append(line)
        room -= len(line) + 1
    text = "\n".join(part for part in kept if part.strip())
    return text or EMPTY


def _cut(line: str, room: int) -> str:
    """The beginning of safe mrkdwn, without half an escape, half a link or an open bold."""
    cut = line[: max(room - 1, 0)]
    for opening, closing in (("&", ";"), ("<", ">")):
        if cut.rfind(opening) > cut.rfind(closing):
            cut = cut[: cut.rfind(opening)]
    return cut + "*" if cut.count("*") % 2 else cut


def paragraph(text: str) -> Block:
    """A section of plain text: nothing in it is formatting."""
    return {"type": "section", "text": plain(text, SECTION_TEXT)}


def header(text: str) -> Block:
    """A header block."""
    return {"type": "header", "text": plain(text, limit_of("header", "text"))}


def context(*lines: str) -> Block:
    """Small print; each line already safe mrkdwn."""
    shown = [line for line in lines if line][: limit_of("context", "elements", "max_items")]
    elements = [{"type": "mrkdwn", "text": _joined([line])} for line in shown]
    return {"type": "context", "elements": elements or [plain(EMPTY, len(EMPTY))]}


def divider() -> Block:
    """A divider."""
    return {"type": "divider"}


def button(text: str, action_id: str, value: str = "", *, style: str | None = None) -> Block:
    """A button element; ``value`` carries ids only."""
    element: Block = {
        "type": "button",
        "text": plain(text, limit_of("button", "text")),
        "action_id": action_id,
    }
    if value:
        element["value"] = value[: limit_of("button", "value")]
    if style is not None:
        element["style"] = style
    return element


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of controls."""
    limit = limit_of("actions", "elements", "max_items")
    block: Block = {"type": "actions", "elements": list(elements)[:limit]}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def option(text: str, value: str) -> Block:
    """An option of a select or a radio list."""
    return {"text": plain(text, limit_of("option", "text")), "value": value}


def select(placeholder: str, action_id: str, options: Sequence[Block]) -> Block:
    """A static select of up to 100 options."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limit_of("select", "placeholder")),
        "options": list(options)[: limit_of("select", "options", "max_items")],
    }


def fitted(blocks: Iterable[Block], limit: int = MESSAGE_BLOCKS) -> list[Block]:
    """At most ``limit`` blocks; a last line says so where something was cut."""
    listed = list(blocks)
    if len(listed) <= limit:
        return listed
    return [*listed[: limit - 1], context(inline(CUT_NOTE))]


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    callback_id: str = "reading",
    submit: str | None = None,
    close: str = "閉じる",
) -> View:
    """A modal view of up to 100 blocks."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limit_of("view", "title")),
        "close": plain(close, limit_of("view", "close")),
        "blocks": fitted(blocks, VIEW_BLOCKS),
    }
    if submit is not None:
        view["submit"] = plain(submit, limit_of("view", "submit"))
    return view


def as_modal(reply: Reply) -> View:
    """A reply shown as a modal (from a shortcut, App Home or a button)."""
    return modal(reply.title, reply.blocks)
