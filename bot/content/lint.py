"""What keeps the shipped content good to find in, beyond being without a mistake.

Asked only of the content that ships: a ward's own folder may be thin while it grows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from bot.content import nodes, syntax
from bot.content.destinations import NEGATIVE
from bot.content.errors import ContentError
from bot.core.aliases import names_of
from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge
from bot.core.text import normalise

_ELSEWHERE = "elsewhere.yaml"
FEWEST_EXAMPLES, FEWEST_NEGATIVES = 60, 5
ALIKE = 90.0  # per cent of rapidfuzz's ratio over the words in their order
_FEWEST_WORDS = 3  # shorter utterances are alike by chance
_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class _Utterance:
    """One line of examples/<id>.txt, or an example of another counter's matter."""

    path: str
    line: int
    entry: str
    text: str
    words: tuple[str, ...] = ()


def lint(folder: Path, knowledge: Knowledge, analyser: Analyser) -> tuple[ContentError, ...]:
    """Everything found, in the order of the files (about five seconds)."""
    utterances = tuple(_utterances(folder, knowledge, analyser))
    found = (
        *_thin(folder, knowledge),
        *_same(utterances),
        *_alike(utterances),
        *_shared_names(folder, knowledge, analyser),
    )
    return tuple(sorted(found))


def _utterances(folder: Path, knowledge: Knowledge, analyser: Analyser) -> Iterator[_Utterance]:
    name = folder.resolve().name
    for entry in knowledge.destinations:
        path = folder / "examples" / f"{entry}.txt"
        text, _, _ = syntax.decode(path.read_bytes()) if path.exists() else ("", 0, None)
        for number, line in enumerate(text.split("\n"), 1):
            said = line.strip()
            if said and not said.startswith(("#", NEGATIVE)):
                shown = f"{name}/examples/{entry}.txt"
                yield _Utterance(shown, number, entry, normalise(said), analyser.words(said))
    for topic, example in _matters(folder):
        shown, words = f"{name}/{_ELSEWHERE}", analyser.words(example.text)
        yield _Utterance(shown, example.line, topic, normalise(example.text), words)


def _matters(folder: Path) -> Iterator[tuple[str, nodes.Scalar]]:
    """The examples of elsewhere.yaml with their lines; the topic's id tells them apart."""
    path = folder / _ELSEWHERE
    root = nodes.compose(path.read_bytes()).root if path.exists() else None
    topics = root.get("topics") if isinstance(root, nodes.Table) else None
    for topic in topics.items if isinstance(topics, nodes.Listing) else ():
        if isinstance(topic, nodes.Table):
            examples, id_ = topic.get("examples"), topic.get("id")
            if isinstance(examples, nodes.Listing) and isinstance(id_, nodes.Scalar):
                found = (e for e in examples.items if isinstance(e, nodes.Scalar))
                yield from ((f"elsewhere/{id_.text}", example) for example in found)


def _thin(folder: Path, knowledge: Knowledge) -> Iterator[ContentError]:
    for entry in knowledge.destinations.values():
        path = f"{folder.resolve().name}/examples/{entry.id}.txt"
        for what, count, fewest in (
            ("言い回し", len(entry.examples), FEWEST_EXAMPLES),
            ("「×」の言い回し", len(entry.negatives), FEWEST_NEGATIVES),
        ):
            if count < fewest:
                yield ContentError(path, 1, f"{what}が{count}しかありません（{fewest}以上）")


def _same(utterances: Iterable[_Utterance]) -> Iterator[ContentError]:
    first: dict[str, _Utterance] = {}
    for one in utterances:
        other = first.setdefault(one.text, one)
        if other.entry != one.entry:
            yield _clash(one, other, "同じ言い回しが")


def _clash(one: _Utterance, other: _Utterance, said: str) -> ContentError:
    message = f"{said} {other.path}:{other.line} にもあります。どちらか合うほうだけに残してください"
    return ContentError(one.path, one.line, message)


def _alike(utterances: Sequence[_Utterance]) -> Iterator[ContentError]:
    """Utterances of two entries that say the same in hardly other words.

    Pairs that differ in one telling word or number are wanted: they teach which word
    tells the two entries apart (「夜8時に」 and 「昼に」, 「7歳」 and 「78歳」).
    """
    told = [u for u in utterances if len(set(u.words)) >= _FEWEST_WORDS]
    for one, other in _candidates(told):
        numbers = [_NUMBER.findall(u.text) for u in (one, other)]
        if one.text == other.text or numbers[0] != numbers[1]:
            continue
        # Order counts: 「孫が祖母を」 is another matter than 「祖母が孫を」.
        if fuzz.ratio(one.words, other.words) >= ALIKE:
            yield _clash(one, other, "ほとんど同じ言い回しが")


def _candidates(utterances: Sequence[_Utterance]) -> Iterator[tuple[_Utterance, _Utterance]]:
    """Pairs of two entries with the same words."""
    same: dict[frozenset[str], list[_Utterance]] = defaultdict(list)
    for one in utterances:
        known = same[frozenset(one.words)]
        yield from ((one, other) for other in known if other.entry != one.entry)
        known.append(one)


def _shared_names(folder: Path, knowledge: Knowledge, analyser: Analyser) -> Iterator[ContentError]:
    """Names that sound alike in two entries: neither of them tells which is meant."""
    holders: Mapping[str, dict[str, str]] = defaultdict(dict)
    for entry in knowledge.destinations.values():
        for name in names_of(entry):
            holders[analyser.reading(name)].setdefault(entry.id, name)
    for held in holders.values():
        (first, name), *others = held.items()
        for entry_id, alias in others:
            path = f"{folder.resolve().name}/destinations/{entry_id}.yaml"
            message = f"『{alias}』は『{first}』の『{name}』と同じ読みです。別の名前にしてください"
            yield ContentError(path, _line_of(folder, entry_id, alias), message)


def _line_of(folder: Path, entry_id: str, name: str) -> int:
    data = (folder / "destinations" / f"{entry_id}.yaml").read_bytes()
    lines = syntax.decode(data)[0].split("\n")
    return next((n for n, line in enumerate(lines, 1) if name in line), 1)
