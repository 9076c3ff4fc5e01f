"""The fonts that reports bring along, so that no system font is needed.

``REGULAR`` and ``BOLD`` draw Japanese; what they lack (rare kanji of names) is in
``FALLBACK``. All three are under the SIL Open Font License, whose texts lie beside them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent

REGULAR = FOLDER / "BIZUDGothic-Regular.ttf"
BOLD = FOLDER / "BIZUDGothic-Bold.ttf"
FALLBACK = FOLDER / "NotoSansCJKjp-subset.otf"

FAMILY = "BIZ UDGothic"
FALLBACK_FAMILY = "Noto Sans CJK JP Subset"
