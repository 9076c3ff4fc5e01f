"""A wave's hash, and which waves may be compared with each other.

Whoever holds a report can compute the hash again from the printed definition. Waves are
compared only where the question, its options, what counts as yes, the target and who is
asked are the same (``series_of``); tables of groups only where the groups and the thresholds
are the same, too (``table_series_of``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.core.indicator.figures import TARGET
from bot.core.indicator.wave import (
    Question,
    QuestionRole,
    ReportingGroup,
    Thresholds,
    WaveDefinition,
    WaveFault,
)

FORMAT = "kizuki-wave/1"
SHORT_HASH = 12  # characters that are told to people; all 64 stand in the files


def canonical(definition: WaveDefinition) -> bytes:
    """The definition as bytes that are the same for whoever writes them down (JSON, UTF-8)."""
    return _bytes({"format": FORMAT, "target": TARGET, **asdict(definition)})


def digest(definition: WaveDefinition) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(definition)).hexdigest()


def definition_of(data: bytes) -> WaveDefinition:
    """The definition that was written as canonical bytes.

    Raises WaveFault when the bytes are no definition or not canonical (somebody changed them).
    """
    try:
        held = json.loads(data)
        if (held.pop("format"), held.pop("target")) != (FORMAT, TARGET):
            raise WaveFault("アンケートの記録の形式が、このプログラムのものではありません。")
        made = _definition(held)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WaveFault("アンケートの記録を読み取れません。") from error
    if canonical(made) != data:
        raise WaveFault("アンケートの記録が、始めたときのものと違います。")
    return made


def series_of(definition: WaveDefinition) -> str:
    """Which waves the ward's figure may be compared with: a hash, the same for all of them."""
    return hashlib.sha256(_bytes(_series(definition))).hexdigest()


def table_series_of(definition: WaveDefinition) -> str:
    """Which waves the rows of groups may be compared with."""
    groups = [(group.id, group.name, group.sections) for group in definition.groups]
    held = {**_series(definition), "groups": groups, "thresholds": asdict(definition.thresholds)}
    return hashlib.sha256(_bytes(held)).hexdigest()


def breaks(waves: Sequence[WaveDefinition]) -> tuple[bool, ...]:
    """For each wave, whether its series differs from the one before (the first: no)."""
    series = [series_of(wave) for wave in waves]
    return tuple(n > 0 and series[n] != series[n - 1] for n in range(len(series)))


def _series(definition: WaveDefinition) -> dict[str, Any]:
    question = definition.headline
    return {
        "text": question.text,
        "options": question.options,
        "yes": sorted(question.yes),
        "asked": definition.asked,
        "target": TARGET,
    }


def _bytes(held: Mapping[str, Any]) -> bytes:
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)
    return text.encode("utf-8")


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _definition(held: dict[str, Any]) -> WaveDefinition:
    questions = tuple(
        Question(
            **{
                **q,
                "options": tuple(q["options"]),
                "yes": tuple(q["yes"]),
                "role": QuestionRole(q["role"]),
            }
        )
        for q in held.pop("questions")
    )
    groups = tuple(
        ReportingGroup(**{**g, "sections": tuple(g["sections"])}) for g in held.pop("groups")
    )
    for name in ("opens", "closes", "denominator_date"):
        held[name] = date.fromisoformat(held[name])
    left_out = tuple((reason, people) for reason, people in held.pop("left_out"))
    thresholds = Thresholds(**held.pop("thresholds"))
    return WaveDefinition(
        questions=questions,
        groups=groups,
        left_out=left_out,
        thresholds=thresholds,
        **held,
    )
