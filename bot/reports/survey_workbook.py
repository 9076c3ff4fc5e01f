"""The 職員アンケート as XLSX: every sentence of the paper with the numbers behind it, in cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from bot.core.indicator.result import SurveyResult, WaveResult
from bot.core.indicator.suppression import Shown
from bot.core.indicator.wave_hash import breaks
from bot.reports import survey_facts
from bot.reports.spreadsheet import Book, Cell, Share
from bot.reports.survey_board import BOARD, NOTE, board
from bot.reports.survey_draft import Draft, draft
from bot.reports.survey_facts import Sentence
from bot.reports.survey_method import method
from bot.reports.survey_words import (
    GROUPS_NOTE,
    METHOD,
    TITLE,
    companions,
    headline,
    withheld,
    yes_text,
)

RESULT, TREND, QUESTIONS, GROUPS = "結果", "これまでの回", "設問ごと", "まとまりごと"
SHEET, EVIDENCE = "運営方針", "数字の根拠"
EVIDENCE_HEADINGS = ("文", "何の数字", "値", "書き方")
_TREND_HEADINGS = (
    "回",
    "内容のしるし",
    "対象",
    "回答",
    "回答率",
    "「はい」",
    "回答者のうち",
    "対象の全員のうち",
    "幅の下",
    "幅の上",
    "区間の下",
    "区間の上",
    "判定",
    "前の回とくらべられるか",
)


def survey_workbook(result: SurveyResult) -> bytes:
    """The workbook; the same result gives the same bytes."""
    book = Book(TITLE, result.as_of)
    made, wave = draft(result), result.wave
    if wave is not None:
        _of_wave(book, result, wave)
    book.table(SHEET, ("項目", "状態", "内容"), _sheet(made), first=24)
    book.table(
        BOARD,
        ("指標", "目標", "値", "値の書き方", "進み", "時点", "時点の書き方", "出典"),
        _board(result),
    )
    book.table(EVIDENCE, EVIDENCE_HEADINGS, _evidence(_sentences(result, made)))
    if wave is not None:
        book.lines(METHOD, _method(wave))
    return book.finished()


def _of_wave(book: Book, result: SurveyResult, wave: WaveResult) -> None:
    hidden = map(withheld, result.withheld)
    said = (*headline(wave), *companions(result.companions), *hidden)
    book.lines(RESULT, (sentence.text for sentence in said))
    book.table(TREND, _TREND_HEADINGS, _trend(result.waves))
    book.table(QUESTIONS, ("設問", "選択肢", "人数", "率", "「はい」に数える"), _options(wave))
    headings = ("まとまり", "対象", "回答", "回答率", "「はい」", "「はい」の書き方")
    book.table(GROUPS, headings, [*_groups(wave), (GROUPS_NOTE,)])


def _trend(waves: Sequence[WaveResult]) -> Iterator[Sequence[Cell]]:
    for wave, broken in zip(waves, breaks([w.definition for w in waves]), strict=True):
        found, definition = wave.figures, wave.definition
        staff, answered, yes = found.counts.staff, found.counts.answered, found.counts.yes
        name = f"{definition.fiscal_year}年度　{definition.moment}"
        yield (
            name if definition.official else f"{name}（参考値）",
            wave.digest,
            staff,
            answered,
            Share(answered, staff),
            yes,
            Share(yes, answered),
            Share(yes, staff),
            *(Share(people, staff) for people in (*found.bounds, *found.interval)),
            found.verdict.value,
            "くらべられません" if broken else "くらべられます",
        )


def _options(wave: WaveResult) -> Iterator[Sequence[Cell]]:
    for question in wave.definition.questions:
        counts = wave.of(question)
        for option, count in zip(question.options, counts, strict=True):
            counted = "はい" if option in question.yes else ""
            yield question.text, option, count, Share(count, sum(counts)), counted


def _groups(wave: WaveResult) -> Iterator[Sequence[Cell]]:
    for row in wave.rows:
        yes = row.low if row.shown is Shown.EXACT else None
        share = Share(row.answered, row.staff)
        yield row.name, row.staff, row.answered, share, yes, yes_text(row)


def _sheet(made: Draft) -> Iterator[Sequence[Cell]]:
    yield "シート", made.status, f"{made.heading.text}　{made.moment.value}"
    for sentence in made.content:
        yield "計画（取組内容）", "", sentence.text
    yield "計画（指標）", "", made.goal.text
    for line in made.done:
        yield f"取組実績等（{line.part}）", line.state, line.sentence.text
    yield "進捗状況", "", made.progress
    for sentence in made.problems:
        yield "課題", "", sentence.text
    for sentence in made.directions:
        yield "方向性", "", sentence.text
    if not made.confirmed:
        for sentence in made.unsettled:
            yield "確かめること", "", sentence.text
    yield "この案のしるし", "", made.mark


def _board(result: SurveyResult) -> Iterator[Sequence[Cell]]:
    for row in board(result):
        value = _cell(row.value)
        rest = (row.value_text, row.progress, row.as_of, row.day_text, row.source)
        yield row.name, row.target, value, *rest
    yield (NOTE,)


def _sentences(result: SurveyResult, made: Draft) -> Iterator[Sentence]:
    """Every sentence of the paper, each once."""
    told: list[Sentence] = []
    if result.wave is not None:
        told += [*headline(result.wave), *companions(result.companions)]
    told += [*map(withheld, result.withheld), *made.sentences]
    if result.wave is not None:
        told += [sentence for _, sentences in method(result.wave) for sentence in sentences]
    yield from dict.fromkeys(told)


def _evidence(sentences: Iterable[Sentence]) -> Iterator[Sequence[Cell]]:
    for sentence in sentences:
        for figure in sentence.figures:
            yield sentence.text, figure.label, _cell(figure.value), figure.text


def _cell(value: survey_facts.Value) -> Cell:
    if isinstance(value, survey_facts.Rate):
        return Share(value.part, value.whole)
    return float(value) if isinstance(value, Fraction) else value


def _method(wave: WaveResult) -> Iterator[str]:
    for heading, sentences in method(wave):
        yield heading
        yield from (f"・{sentence.text}" for sentence in sentences)
