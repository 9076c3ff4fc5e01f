"""Files of knowledge/ that arrive from elsewhere: which one is meant, and what is wrong with it.

Nothing is written here: the folder is read as if the new files stood in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content import files
from bot.content.errors import ContentError
from bot.content.reader import read_course, read_knowledge
from bot.content.syntax import MAX_BYTES
from bot.core.knowledge import Knowledge

Files = Mapping[str, bytes | None]  # path below the folder → bytes; None: no such file

_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What browsers add to a file that was saved twice: 「child-family (1).yaml」.
_SAVED_AGAIN = re.compile(r"\s{0,9}\(\d{1,3}\)$")


class NotOurFile(Exception):
    """A file that cannot be one of knowledge/; the message says why, in Japanese."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The folder as it would be: ``knowledge`` only without a single mistake.

    ``errors`` are those of the new files, ``others`` those of all other files.
    """

    knowledge: Knowledge | None
    errors: tuple[ContentError, ...]
    others: tuple[ContentError, ...]


def place_of(name: str, quizzes_dir: Path) -> str:
    """Where in knowledge/ a file of that name belongs (``destinations/x.yaml``).

    Raises NotOurFile for a name that none of its files has.
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    stem, dot, suffix = plain.rpartition(".")
    stem, suffix = _SAVED_AGAIN.sub("", stem), suffix.lower()
    whole = f"{stem}{dot}{suffix}"
    if whole in (*files.KNOWLEDGE.names, *files.KNOWLEDGE.optional):
        return whole
    if stem.endswith(".example"):
        raise NotOurFile(f"『{whole}』は見本です。local.yaml という名前にして送ってください。")
    if not _STEM.fullmatch(stem) or suffix not in ("yaml", "txt"):
        raise NotOurFile(
            f"『{plain}』は受け取れない名前です。つなぎ先のカードは 名前.yaml、"
            "言い回しは 名前.txt、ほかは knowledge フォルダーにあるファイルと同じ名前にして"
            "送ってください。"
        )
    if suffix == "yaml" and (quizzes_dir / "concepts" / f"{stem}.yaml").exists():
        raise NotOurFile(
            f"『{whole}』は設問のファイルです。設問は quizzes フォルダーで直してください。"
        )
    return f"destinations/{stem}.yaml" if suffix == "yaml" else f"examples/{stem}.txt"


def draft(knowledge_dir: Path, quizzes_dir: Path, new: Files) -> Draft:
    """Read both folders as if the files in ``new`` stood in knowledge/."""
    knowledge = read_knowledge(knowledge_dir, new)
    course = read_course(quizzes_dir, knowledge.value)
    found = knowledge.errors + course.errors
    theirs = {f"{knowledge_dir.resolve().name}/{name}" for name in new}
    errors = tuple(error for error in found if error.path in theirs)
    others = tuple(error for error in found if error.path not in theirs)
    return Draft(knowledge.value if not found else None, errors, others)


def current(knowledge_dir: Path, name: str) -> bytes | None:
    """The bytes of one file as it stands now; None when there is none."""
    try:
        with (knowledge_dir / name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
