"""What an entry rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as one entry rests on it; ``cites`` names the article or part."""

    source_id: str
    cites: str | None = None
