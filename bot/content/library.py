"""The content in use: always a good set, exchanged as a whole when files change."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from bot.content import files
from bot.content.edition import Edition, joint_version
from bot.content.errors import ContentError, ContentUnusable
from bot.content.reader import Known, Loaded, nothing_known, read_course, read_knowledge
from bot.core.course import Course
from bot.core.knowledge import Knowledge

_Marks = tuple[files.Fingerprint, files.Fingerprint]


@dataclass(frozen=True, slots=True)
class ReloadResult:
    """What a reload did.

    ``changed`` when other content is in use than before; ``errors`` what is wrong
    with the files now; ``errors_are_new`` when these files were not yet reported,
    so that editors are told once.
    """

    changed: bool
    errors: tuple[ContentError, ...]
    errors_are_new: bool


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The pair in use; replaced as one reference, so that no reader needs a lock."""

    knowledge: Knowledge
    course: Course


class Library:
    """Holds the current good ``Knowledge`` and ``Course`` of two folders.

    Reading the properties is safe from every thread at any time. Each set is
    replaced all or nothing: with any error in it the last good one stays.
    """

    def __init__(
        self, folders: tuple[Path, Path], knowledge: Knowledge, course: Course, marks: _Marks
    ) -> None:
        self._folders = folders
        self._shelf = _Shelf(knowledge, course)
        self._marks = marks
        self._reported: _Marks | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, knowledge_dir: Path, quizzes_dir: Path, known: Known = nothing_known) -> Library:
        """Read both folders; raises ``ContentUnusable`` with all errors if there is any.

        ``known`` gives a knowledge/ of the same bytes that an earlier process has read.
        """
        folders = (knowledge_dir, quizzes_dir)
        marks = _marks(folders)
        knowledge = read_knowledge(knowledge_dir, known=known)
        course = read_course(quizzes_dir, knowledge.value)
        errors = knowledge.errors + course.errors
        if knowledge.value is None or course.value is None:
            raise ContentUnusable(errors)
        return cls(folders, knowledge.value, course.value, marks)

    @property
    def knowledge_dir(self) -> Path:
        """Where knowledge/ lies."""
        return self._folders[0]

    @property
    def quizzes_dir(self) -> Path:
        """Where quizzes/ lies."""
        return self._folders[1]

    @property
    def knowledge(self) -> Knowledge:
        """knowledge/ as last read without a mistake."""
        return self._shelf.knowledge

    @property
    def course(self) -> Course:
        """quizzes/ as last read without a mistake."""
        return self._shelf.course

    @property
    def edition(self) -> Edition:
        """The content in use, under the version of both folders."""
        shelf = self._shelf
        version = joint_version(shelf.knowledge.version, shelf.course.version)
        return Edition(version, shelf.knowledge)

    def changed_on_disk(self) -> bool:
        """Whether a file was added, removed or written since the last reading."""
        return _marks(self._folders) != self._marks

    def reload(self) -> ReloadResult:
        """Read both folders again and take over each set that has no mistake."""
        with self._lock:
            # Taken before reading: a file written meanwhile counts as changed again.
            marks = _marks(self._folders)
            before = self._shelf
            knowledge = read_knowledge(self._folders[0])
            now = knowledge.value or before.knowledge
            course = read_course(self._folders[1], now)
            self._shelf = _Shelf(now, course.value or before.course)
            self._marks = marks
            return self._result(before, knowledge, course)

    def _result(
        self, before: _Shelf, knowledge: Loaded[Knowledge], course: Loaded[Course]
    ) -> ReloadResult:
        errors = knowledge.errors + course.errors
        is_new = bool(errors) and self._reported != self._marks
        self._reported = self._marks if errors else None
        changed = (before.knowledge.version, before.course.version) != (
            self._shelf.knowledge.version,
            self._shelf.course.version,
        )
        return ReloadResult(changed, errors, is_new)


def _marks(folders: tuple[Path, Path]) -> _Marks:
    return files.fingerprint(folders[0]), files.fingerprint(folders[1])
