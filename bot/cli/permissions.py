"""`permissions`: who may do what, as the table in the code says it."""

from __future__ import annotations

from bot.core.permissions import matrix


def show() -> int:
    """Print the table as Markdown, as it stands in the README."""
    head, *rows = matrix()
    print(_line(head))
    print(_line(("---",) * len(head)))
    for row in rows:
        print(_line(row))
    return 0


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
