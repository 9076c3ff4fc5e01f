"""`licences`: under which licence each library stands that requirements.txt installs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]{0,80})==", re.MULTILINE)
_LONGEST = 60  # above that the field holds the licence's text, not its name
# None of them asks to publish the source of a program that uses the library unchanged.
KNOWN = re.compile(
    r"(?:0BSD|Apache|BSD|CC0|LGPL|MIT|MPL|PSF|Python Software Foundation|Zlib)\b|PSFL"
)
UNKNOWN = "要確認"
NOT_HERE = "この環境では使いません"


@dataclass(frozen=True, slots=True)
class Licence:
    """A library and what it says about itself; ``version`` is empty where it is not installed."""

    name: str
    version: str
    licence: str

    @property
    def is_known(self) -> bool:
        """Whether every licence it names is one of those that were looked at."""
        if not self.version:
            return True
        parts = re.split(r" (?:AND|OR) |/|,", self.licence)
        return all(KNOWN.match(part.strip()) for part in parts)


def licences(requirements: Path) -> int:
    """Print them all; 1 when one has to be looked at."""
    found = list(of(requirements))
    for one in found:
        licence = one.licence if one.is_known else f"{UNKNOWN}（{one.licence}）"
        print(f"{one.name}\t{one.version or '-'}\t{licence}")
    return 0 if all(one.is_known for one in found) else 1


def of(requirements: Path) -> Iterator[Licence]:
    """Every library pinned in the file, in its order."""
    for name in _PINNED.findall(requirements.read_text(encoding="utf-8")):
        try:
            told = metadata(name)
        except PackageNotFoundError:
            yield Licence(name, "", NOT_HERE)
        else:
            yield Licence(name, told["Version"], _named(told))


def _named(told: PackageMetadata) -> str:
    """The licence's name: its expression, else its short field, else its classifier."""
    for field in ("License-Expression", "License"):
        value = str((told.get_all(field) or [""])[0]).strip()
        if value and len(value) <= _LONGEST and "\n" not in value:
            return value
    classes = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    return str(classes[0]).rpartition(" :: ")[2] if classes else UNKNOWN
