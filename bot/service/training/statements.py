"""Somebody's own learning as xAPI statements, for a learning record store of their choice.

Only the person gets them: statements of the whole ward would be everybody's answers, which
no role may see. The pseudonym is made with a key that is thrown away, so that a file that
is passed on names nobody and two files cannot be laid side by side.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator

from bot.core.xapi import FirstAnswer, Learner, Statement, answered, pseudonym, week_statement
from bot.service.training.means import Means
from bot.store.own import OwnAnswer
from bot.store.training import Completion

HOME = "https://kizuki-navi.invalid"
"""Where the statements' ids live: an address that can never be anybody's (RFC 2606)."""
KEY_BYTES = 32


def statement_lines(
    means: Means, staff_id: str, answers: Iterable[OwnAnswer], weeks: Iterable[Completion]
) -> bytes:
    """One statement a line: each answer whose question is still there, then how weeks ended."""
    learner = Learner(HOME, pseudonym(secrets.token_bytes(KEY_BYTES), staff_id))
    ended = (week_statement(learner, w.week, w.state, w.at) for w in weeks)
    held = (*_answers(means, learner, answers), *(one for one in ended if one is not None))
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in held)
    return "".join(f"{line}\n" for line in lines).encode()


def _answers(means: Means, learner: Learner, answers: Iterable[OwnAnswer]) -> Iterator[Statement]:
    course = means.course
    for one in answers:
        question = course.questions.get(one.question_id)
        if question is not None and one.choice < len(question.choices):
            first = FirstAnswer(one.occurrence_key, one.choice, one.confident, one.at)
            yield answered(learner, course.concepts[question.concept_id], question, first)
