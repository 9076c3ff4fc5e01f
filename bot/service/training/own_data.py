"""Somebody's own answers: taken along as files, or erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.core.clock import TOKYO
from bot.core.learning.sitting import is_sitting
from bot.core.learning.standing import STANDING_LABELS
from bot.core.learning.taking import HOW_LABELS
from bot.core.learning.weeks import CompletionState, week_of_occurrence, week_words
from bot.core.office_calendar import tokyo_day
from bot.core.people import Staff
from bot.reports.csv_file import written
from bot.service.training.means import Means
from bot.service.training.record import FIRST_DAY, own_record
from bot.service.training.statements import statement_lines
from bot.service.training.values import Erased, OwnFile, OwnRecord
from bot.store import answering, learning, own, training
from bot.store.own import OwnAnswer, Taken

HEADINGS = ("日時", "週", "テーマ", "設問", "設問の文", "あなたの答え", "自信", "結果")


CSV, JSON, LINES = ".csv", ".json", ".jsonl"
WEEK_LABELS: Mapping[CompletionState, str] = {
    CompletionState.COMPLETED: "受講済",
    CompletionState.NOT_COMPLETED: "未受講",
    CompletionState.COMPLETED_LATE: "期限後受講",
    CompletionState.EXCLUDED: "対象外",
}


def erase(means: Means, staff: Staff) -> Erased:
    """Delete the person's answers and what was learned from them; there is no way back.

    How weeks stand and which concepts were met on which day stay: both are 受講, and hold
    no right or wrong.
    """
    with means.store.write() as tx:
        answering.one_at_a_time(tx, staff.staff_id)
        answers = own.forget_answers_of(tx, staff.staff_id)
        return Erased(answers, learning.forget(tx, staff.staff_id))


def export(means: Means, staff: Staff, now: datetime) -> tuple[OwnFile, OwnFile, OwnFile]:
    """The person's answers as CSV (for reading), JSON (with all the rest) and xAPI lines."""
    record = own_record(means, staff, now)
    with means.store.read() as tx:
        answers = own.answers_of(tx, staff.staff_id)
        taken = own.taken_of(tx, staff.staff_id, FIRST_DAY, tokyo_day(now))
        weeks = training.completions_of(tx, staff.staff_id)
    day = tokyo_day(now).isoformat()
    rows = [_row(means, one) for one in answers]
    held = _document(rows, record, taken)
    data = json.dumps(held, ensure_ascii=False, indent=1).encode()
    return (
        OwnFile(f"自分の回答-{day}" + CSV, written([HEADINGS, *(r.values() for r in rows)])),
        OwnFile(f"自分の記録-{day}" + JSON, data),
        OwnFile(
            f"自分の記録（学習システム用）-{day}" + LINES,
            statement_lines(means, staff.staff_id, answers, weeks),
        ),
    )


def _row(means: Means, one: OwnAnswer) -> Mapping[str, str]:
    """One answer under its headings; texts that left the content are empty."""
    question = means.course.questions.get(one.question_id)
    concept = means.course.concepts.get(question.concept_id) if question else None
    choices = question.choices if question else ()
    sitting = is_sitting(one.occurrence_key)
    values = (
        one.at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M"),
        "まとめて受講" if sitting else week_words(week_of_occurrence(one.occurrence_key)),
        concept.title if concept else "",
        one.question_id,
        question.stem if question else "",
        choices[one.choice].text if one.choice < len(choices) else "",
        "あり" if one.confident else "なし",
        "正解" if one.right else "不正解",
    )
    return dict(zip(HEADINGS, values, strict=True))


def _document(
    rows: Iterable[Mapping[str, str]], record: OwnRecord, taken: Iterable[Taken]
) -> Mapping[str, Any]:
    return {
        "氏名": record.name,
        "回答": list(rows),
        "テーマ": [
            {
                "テーマ": concept.title,
                "必修": concept.required,
                "状態": STANDING_LABELS[concept.standing],
                "答えた回数": concept.answers,
                "さいごの日": _day(concept.last_day),
                "次の復習": _day(concept.due),
                "習得した日": _day(concept.mastered_on),
            }
            for concept in record.concepts
        ],
        "受講": [
            {"テーマ": t.concept_id, "日": _day(t.day), "受け方": HOW_LABELS[t.how]} for t in taken
        ],
        "週": [{"週": week_words(w.week), "状態": WEEK_LABELS[w.state]} for w in record.weeks],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
