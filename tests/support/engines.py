"""What answers questions about the shipped content, made once for all workers of a run.

Making it takes seconds of processor; it is kept where pytest keeps its own notes, under
the name of content and code, as an installation keeps it in its data folder.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from bot.content.edition import Edition, knowledge_of, version_on_disk
from bot.content.library import Library
from bot.service import engine
from bot.service.engine import Engine, Engines
from bot.service.keepsake import SUFFIX
from tests.support.process import ROOT

SHELF = ROOT / ".pytest_cache" / "engines"


def kept_engines() -> Engines:
    """Engines that are looked for on the shelf, and put there."""
    return Engines(SHELF)


class FirstEngine(Engines):
    """Goes on with the first engine whatever becomes of the content.

    For tests that change the content's files and do not look at what is answered: each
    engine takes ten seconds.
    """

    def of(self, edition: Edition) -> Engine:
        """The engine of the edition that was asked for first."""
        return self._latest or super().of(edition)


def lend_engines(data_dir: Path) -> None:
    """Put the shipped content's engine into the folder of an installation to be started."""
    kept = _on_the_shelf()
    folder = data_dir / kept.parent.name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(kept, folder / kept.name)


@cache
def _on_the_shelf() -> Path:
    """The file of the shipped content's engine; a worker that asks first makes it."""
    folders = ROOT / "knowledge", ROOT / "quizzes"
    version = version_on_disk(*folders)
    assert version is not None
    kept = SHELF / engine._FOLDER / f"{engine._key(knowledge_of(version))}{SUFFIX}"
    if not kept.exists():
        kept_engines().of(Library.open(*folders).edition)
    return kept
