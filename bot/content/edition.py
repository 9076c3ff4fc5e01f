"""Which content is meant: one version over knowledge/ and quizzes/ together.

It can be told from the bytes on disk without parsing them, which is what lets a process
take what an earlier one made of the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content import files
from bot.core.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Edition:
    """A good content set; ``version`` changes with any byte of either folder."""

    version: str
    knowledge: Knowledge


def joint_version(knowledge: str, quizzes: str) -> str:
    """The version of a knowledge/ and a quizzes/ that were read together."""
    return f"{knowledge}-{quizzes}"


def knowledge_of(version: str) -> str:
    """The version of the knowledge/ in a joint one."""
    return version.partition("-")[0]


def version_on_disk(knowledge_dir: Path, quizzes_dir: Path) -> str | None:
    """The version that lies in the two folders; None when something there cannot be read.

    Whether the content is good is not known from it.
    """
    snapshots = files.take(knowledge_dir, files.KNOWLEDGE), files.take(quizzes_dir, files.QUIZZES)
    if any(snapshot.errors for snapshot in snapshots):
        return None
    return joint_version(*(files.version(snapshot.files) for snapshot in snapshots))
