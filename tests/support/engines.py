"""What answers questions about the shipped content, made once for all workers of a run.

Making it takes seconds of processor; it is kept where pytest keeps its own notes, under
the name of content and code, as an installation keeps it in its data folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.content.edition import Edition
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
    """Put what is on the shelf into the folder of an installation to be started."""
    for kept in SHELF.glob(f"*/*{SUFFIX}"):
        folder = data_dir / kept.parent.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(kept, folder / kept.name)
