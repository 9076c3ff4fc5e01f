"""A question of the course as a 朝礼5分カード prints it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.content.library import Library
from bot.core.course import TYPE_LABELS, Concept, Question, QuestionType
from bot.reports.morning_card import CardChoice, MorningCard
from bot.service.cards import ShownSource, shown_sources

PROMPTS: Mapping[QuestionType, str] = {
    QuestionType.SIGN: "自分の窓口では、どんな場面で同じような様子に気づけそうですか。",
    QuestionType.DESTINATION: "そのつなぎ先に、だれが、どうやって声をかけますか。",
    QuestionType.FACT: "見たこと、聞いたこと、推測は、それぞれどれですか。",
    QuestionType.PROCEDURE: "いまの人数と机の並びで、その順番のとおりに動けますか。",
    QuestionType.DUTY: "迷ったとき、この課では、はじめにだれに伝えますか。",
    QuestionType.DO_NOT: "ついしてしまいそうなのは、どんなときですか。",
    QuestionType.WORDING: "声に出して言ってみます。自分なら、どう言いかえますか。",
}
FOR_ALL = ("どれをえらびましたか。えらんだわけを、となりの人と話します。",)


def card_of(library: Library, concept: Concept, question: Question, today: date) -> MorningCard:
    """The card of one question."""
    sources = shown_sources(library.knowledge, question.citations)
    return MorningCard(
        concept=concept.title,
        required=concept.required,
        kind=TYPE_LABELS[question.type],
        stem=question.stem,
        choices=tuple(CardChoice(c.text, c.right, c.why) for c in question.choices),
        prompts=(*FOR_ALL, PROMPTS[question.type]),
        explanation=question.explanation,
        sources=tuple(map(_line, sources)),
        checked=question.assured_date,
        version=library.course.version,
        printed=today,
    )


def _line(source: ShownSource) -> str:
    """A source with the part cited, its mark and its date."""
    marks = "、".join(part for part in (source.mark, source.seen) if part)
    cites = f"　{source.cites}" if source.cites else ""
    thanks = f"　{source.attribution}" if source.attribution else ""
    return f"{source.title}{cites}（{marks}）{thanks}"
