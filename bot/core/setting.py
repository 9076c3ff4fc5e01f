"""The scene a clerk sets before the matter: 「国保の窓口やねんけど」「住民票のついでに」.

Clerks of every section ask, and begin with what the resident came for. That counter is
rarely where the matter belongs, so words of the scene count less than the rest.
"""

from __future__ import annotations

import re

_SCENE = re.compile(
    r"[一-鿿々0-9の]{1,14}?"
    r"(?:の?(?:窓口|かうんたー|受付|列|待合|ろびー)(?:です|で|に(?:い|来)|やけど|やねんけど|やねん)"
    r"|(?:に|で|(?:の手続き?|の申込み?|の申請|の更新|の相談|のこと)(?:に|で)"
    r"|を?(?:取り|とり|返し|出し|もらい|受け取り|聞き|払い)に?)"
    r"(?:来た|来て|来庁|来られ|来はった|来所|みえた|見えた|お越し)(?!もら|くれ|ほし|欲し|いただ)"
    r"|を?持って(?:来|き)た"
    r"|(?:の|を|した)?(?:ついで|合間|手続中|手続き中|受付中|最中|帰り際)(?:に|で)"
    r"|の?(?:担当|係)(?:です|やけど|やねんけど))"
)
_LEAST_LEFT = 10  # characters that must be left to be the matter


def scenes(text: str) -> tuple[tuple[int, int], ...]:
    """Ranges of normalised ``text`` that only say where the clerk heard it.

    Nothing is a scene when too little would be left to be the matter.
    """
    ranges = tuple(match.span() for match in _SCENE.finditer(text))
    left = len(text) - sum(end - begin for begin, end in ranges)
    return ranges if left >= _LEAST_LEFT else ()
