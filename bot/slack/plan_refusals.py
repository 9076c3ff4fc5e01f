"""Why a change of the plan was not made, in sentences for whoever keeps it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.shelf import ChangedMeanwhile, NotWritable
from bot.service.editing import AlreadyBack, ProposalGone, StillFaulty
from bot.service.plan_values import DraftChanged, EntryChanged, NoProgress, SurveyUnreadable
from bot.slack.blocks.plan import NO_SHEETS

STILL_FAULTY = (
    "運営方針や設問のファイルに直すところがあるため、いまは入れられません。"
    "気づきナビの管理者に、次のところを伝えてください。"
)
_MOST_SAID = 300  # characters of a mistake under a field
SENTENCES: Mapping[type[Exception], str] = {
    EntryChanged: (
        "開いているあいだに、ほかの方がここを変えました。書いたことを控えて、"
        "いったん閉じ、もう一度開いて入れてください。"
    ),
    DraftChanged: (
        "そのあいだに数字か言葉が変わったので、確かめたことにしていません。"
        "いまの案は下のとおりです。もう一度お確かめください。"
    ),
    SurveyUnreadable: NO_SHEETS,
    NoProgress: "先に、進捗状況を選んでください。",
    ChangedMeanwhile: (
        "ちょうど同じときに、ほかの方が変えました。何も変えていません。もう一度お試しください。"
    ),
    NotWritable: (
        "ファイルに書き込めないため、入れられませんでした。情報システムの担当の方に、"
        "設問のフォルダーに書き込めるようにしてもらい、もう一度お試しください。"
    ),
    ProposalGone: "この変更は、もう戻せません。",
    AlreadyBack: "すでに元に戻っています。",
}
REFUSED: tuple[type[Exception], ...] = (*SENTENCES, StillFaulty)


def sentence(error: Exception) -> str:
    """The sentence for one of ``REFUSED``; for mistakes of files with the first of them."""
    if isinstance(error, StillFaulty):
        return STILL_FAULTY + str(error.errors[0])[:_MOST_SAID]
    return SENTENCES[type(error)]
