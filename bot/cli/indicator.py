"""`indicator`: the figures of the 80 % indicator for given counts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from bot.core.figures import rate_text
from bot.core.indicator.figures import TARGET, Counts, CountsFault, Figures, figures

_OPTIONS = ("--staff 対象の人数", "--answered 回答した人数", "--yes 「はい」の人数")


def show(staff: str | None, answered: str | None, yes: str | None, *, as_json: bool) -> int:
    """Print the figures; 2 with a sentence for numbers that cannot be."""
    try:
        counts = Counts(*map(_number, (staff, answered, yes), _OPTIONS))
    except CountsFault as error:
        print(error, file=sys.stderr)
        return 2
    found = figures(counts)
    if as_json:
        print(json.dumps(_values(found), ensure_ascii=False))
    else:
        print("\n".join(sentences(found)))
    return 0


def _number(text: str | None, option: str) -> int:
    name, _, what = option.partition(" ")
    if text is None:
        raise CountsFault(f"{what}を、{name} に続けて書いてください。")
    try:
        return int(text.replace(",", ""))
    except ValueError:
        raise CountsFault(
            f"{name} の『{text}』は人数ではありません。整数で書いてください。"
        ) from None


def _values(found: Figures) -> dict[str, object]:
    share = found.share_of_respondents
    return {
        "share_of_respondents": None if share is None else float(share),
        "share_of_all_staff": float(found.share_of_all_staff),
        "bounds": [float(found.share(people)) for people in found.bounds],
        "interval": [float(found.share(people)) for people in found.interval],
        "verdict": found.verdict.value,
    }


def sentences(found: Figures) -> Iterator[str]:
    """The figures in words, a line each."""
    counts = found.counts
    staff, silent = counts.staff, counts.staff - counts.answered
    low, high = (rate_text(people, staff) for people in found.bounds)
    least, most = (rate_text(people, staff) for people in found.interval)
    response = rate_text(counts.answered, staff)
    yield f"対象{staff}人、回答{counts.answered}人（回答率{response}）、「はい」{counts.yes}人"
    yield f"「はい」と回答した職員の割合（回答者のうち）　{rate_text(counts.yes, counts.answered)}"
    yield f"「はい」と回答した職員の割合（対象の職員全員のうち）　{rate_text(counts.yes, staff)}"
    yield f"回答のない{silent}人がみな「いいえ」から、みな「はい」までの幅　{low}〜{high}"
    yield f"回答した方を全員の中からの抽出とみたときの95％の区間　{least}〜{most}"
    yield f"目標{TARGET}％の判定（四捨五入する前の人数で判定）　{found.verdict.value}"
