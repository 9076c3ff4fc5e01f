"""Content folders as a copy of their own, for whoever may change it without a trace."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def copied(sources: Iterable[Path], folder: Path) -> list[Path]:
    """Fresh copies of these folders below ``folder``, under their names (OSError).

    What lay in ``folder`` is gone. The copies can be written, whatever the originals are;
    of a folder that is not there, there is no copy.
    """
    shutil.rmtree(folder, ignore_errors=True)
    copies = [(source, folder / source.resolve().name) for source in sources]
    for source, target in copies:
        for file in sorted(source.rglob("*")):
            if file.is_file():
                place = target / file.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
    return [target for _, target in copies]
