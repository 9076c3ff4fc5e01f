"""Mistakes in content as values: where they stand and one Japanese sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ContentError:
    """One mistake in knowledge/ or quizzes/.

    ``path`` is relative to the parent of the content folder
    (``knowledge/duties.yaml``), ``line`` counts from 1, ``message`` is a Japanese
    sentence for the person who edits the file.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentUnusable(Exception):
    """No usable content set exists; ``errors`` is the whole list of reasons."""

    def __init__(self, errors: tuple[ContentError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors
