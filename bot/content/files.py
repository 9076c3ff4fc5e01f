"""Which files of a content folder count, their bytes, and whether they changed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.errors import ContentError
from bot.content.syntax import MAX_BYTES

_BACKUP = re.compile(r"^\.|~$|^#.*#$|\.(?:bak|orig|rej|swp|tmp)$", re.IGNORECASE)
_CONTENT_SUFFIXES = (".yaml", ".yml", ".txt")

Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a content folder holds: ``names`` must exist, ``optional`` may, ``patterns`` of many."""

    names: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    optional: tuple[str, ...] = ()

    def knows(self, relative: str) -> bool:
        """Whether a file is one that is read."""
        named = relative in self.names or relative in self.optional
        return named or any(p.fullmatch(relative) for p in self.patterns)


KNOWLEDGE = Layout(
    (
        "sources.yaml",
        "contacts.yaml",
        "lexicon.yaml",
        "duties.yaml",
        "conferences.yaml",
        "sheet.yaml",
        "glossary.yaml",
    ),
    (
        re.compile(r"destinations/[^/]+\.yaml"),
        re.compile(r"examples/[^/]+\.txt"),
        re.compile(r"safety/[^/]+\.txt"),
    ),
    ("elsewhere.yaml", "local.yaml"),
)
QUIZZES = Layout(
    (),
    (re.compile(r"concepts/[^/]+\.yaml"),),
    ("calendar.yaml", "newcomers.yaml", "plan.yaml", "released.txt", "survey.yaml"),
)


@dataclass(slots=True)
class Snapshot:
    """The bytes of all files that count, read once, with what was wrong about them.

    Keys are paths as messages show them (``knowledge/duties.yaml``).
    """

    name: str
    exists: bool = True
    files: dict[str, bytes] = field(default_factory=dict)
    errors: list[ContentError] = field(default_factory=list)

    def below(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of every file in one subfolder, in order of path."""
        start = f"{self.name}/{folder}/"
        return ((path, data) for path, data in self.files.items() if path.startswith(start))


def _shown(text: str) -> str:
    """A path as text that can always be printed, whatever bytes a name has."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_ignored(relative: str) -> bool:
    *folders, name = relative.split("/")
    return (
        any(folder.startswith(".") for folder in folders)
        or _BACKUP.search(name) is not None
        or name.endswith(".example.yaml")
        or not name.lower().endswith(_CONTENT_SUFFIXES)
    )


def _candidates(folder: Path) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent, name)
            relative = path.relative_to(folder).as_posix()
            if not _is_ignored(relative):
                yield relative, path


def fingerprint(folder: Path) -> Fingerprint:
    """Path, time of change (ns) and size of every file that counts; cheap to compare."""
    marks: list[tuple[str, int, int]] = []
    for relative, path in _candidates(folder):
        try:
            state = path.stat()
        except OSError:
            marks.append((relative, 0, -1))
        else:
            marks.append((relative, state.st_mtime_ns, state.st_size))
    return tuple(sorted(marks))


def take(folder: Path, layout: Layout) -> Snapshot:
    """Read a content folder; what cannot be read or does not belong is reported."""
    name = _shown(folder.resolve().name)
    snapshot = Snapshot(name, folder.is_dir())
    if not snapshot.exists:
        snapshot.errors.append(ContentError(name, 1, "フォルダーがありません"))
        return snapshot
    for relative, path in sorted(_candidates(folder)):
        shown = f"{name}/{_shown(relative)}"
        if not layout.knows(relative):
            message = "読まれないファイルです。名前と置き場所を確かめてください"
            snapshot.errors.append(ContentError(shown, 1, message))
            continue
        try:
            with path.open("rb") as stream:
                snapshot.files[shown] = stream.read(MAX_BYTES + 1)
        except OSError:
            snapshot.errors.append(ContentError(shown, 1, "ファイルを開けません"))
    return snapshot


def as_if(snapshot: Snapshot, instead: Mapping[str, bytes | None]) -> Snapshot:
    """The same folder as if these files (named as below it) stood so; None: as if it were gone."""
    held = dict(snapshot.files)
    for relative, data in instead.items():
        shown = f"{snapshot.name}/{relative}"
        held.pop(shown, None)
        if data is not None:
            held[shown] = data
    # In the order in which the folder itself would be read.
    snapshot.files = {shown: held[shown] for shown in sorted(held)}
    return snapshot


def version(files: Mapping[str, bytes]) -> str:
    """First 12 hexadecimal digits of a hash over all paths and bytes."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.partition("/")[2].encode("utf-8"), files[path]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()[:12]
