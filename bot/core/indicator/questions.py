"""The questions as the ward asks them; the first is the plan's own sentence and never edited."""

from __future__ import annotations

from bot.core.indicator.wave import Question, QuestionRole

INDICATOR = (
    "区民の相談に対して、適切な支援につなげられるように、課題に「気づく」ことを意識して行動できる。"
)
FOUR_OPTIONS = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらかといえばそう思わない",
    "そう思わない",
)
TWO_OPTIONS = ("はい", "いいえ")

WHERE_TO_ASK = "困りごとに気づいたとき、どこに相談するか分かる"
HAS_REFERRED = "直近3か月に、気づいて他の窓口・機関につないだことがある"
QUIZZES_TAKEN = "今年度に答えた、週の設問の数"
AT_THE_START = f"年度当初の自分は、{INDICATOR}"


def indicator(*, four: bool = True) -> Question:
    """The question of the indicator with four options (yes: the first two) or はい／いいえ."""
    options = FOUR_OPTIONS if four else TWO_OPTIONS
    return Question("q1", INDICATOR, options, options[: len(options) // 2], QuestionRole.HEADLINE)


def usual_questions(*, four: bool = True, end_of_year: bool = False) -> tuple[Question, ...]:
    """All questions of a wave; the one that looks back only at the end of a 年度."""
    first = indicator(four=four)
    asked = (
        first,
        Question("q2", WHERE_TO_ASK, first.options, first.yes),
        Question("q3", HAS_REFERRED, ("はい", "いいえ", "機会がなかった"), ("はい",)),
        Question("q4", QUIZZES_TAKEN, ("0", "1〜20", "21〜60", "61以上"), role=QuestionRole.DOSE),
    )
    if not end_of_year:
        return asked
    back = Question("q5", AT_THE_START, first.options, first.yes, QuestionRole.LOOKING_BACK)
    return (*asked, back)
