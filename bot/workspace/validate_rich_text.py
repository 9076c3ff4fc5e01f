"""Block Kit checks of rich_text: sections, lists, quotes, preformatted text."""

from __future__ import annotations

from bot.workspace.validate_shapes import (
    Check,
    boolean,
    by_type,
    ignore,
    integer,
    items,
    one_of,
    record,
    string,
)

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_STYLED: dict[str, Check] = {"style": _STYLE}
_DEEPEST_INDENT = 8

_INLINE = by_type(
    {
        "text": record({"type": ignore, "text": string(shortest=1)}, _STYLED),
        "link": record(
            {"type": ignore, "url": string(shortest=1)},
            _STYLED | {"text": string(), "unsafe": boolean},
        ),
        "user": record({"type": ignore, "user_id": string(shortest=1)}, _STYLED),
        "channel": record({"type": ignore, "channel_id": string(shortest=1)}, _STYLED),
        "emoji": record({"type": ignore, "name": string(shortest=1)}, {"unicode": string()}),
    }
)
_SECTION = record({"type": ignore, "elements": items(_INLINE, least=0)}, {})
_BORDERED = record({"type": ignore, "elements": items(_INLINE)}, {"border": integer(0, 1)})

RICH_TEXT_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": _BORDERED,
        "rich_text_preformatted": _BORDERED,
        "rich_text_list": record(
            {
                "type": ignore,
                "style": one_of("bullet", "ordered"),
                "elements": items(by_type({"rich_text_section": _SECTION})),
            },
            {
                "indent": integer(0, _DEEPEST_INDENT),
                "offset": integer(0, 10_000),
                "border": integer(0, 1),
            },
        ),
    }
)
