"""Reads lexicon.yaml, glossary.yaml and elsewhere.yaml: the words staff use and meet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.common import SHORT
from bot.content.fields import YOMI, Defines, Text
from bot.content.lists import Entries, ListOf
from bot.content.schema import Entry, Key, Shape
from bot.core.knowledge import GlossaryTerm, LexiconEntry, OtherMatter


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """lexicon.yaml."""

    entries: tuple[Entry[LexiconEntry], ...] = ()


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """glossary.yaml."""

    terms: tuple[Entry[GlossaryTerm], ...] = ()


@dataclass(frozen=True, slots=True)
class ElsewhereFile:
    """elsewhere.yaml, which a content folder need not have."""

    topics: tuple[Entry[OtherMatter], ...] = ()


_LEXICON_ENTRY = Shape(
    LexiconEntry,
    (
        Key("id", "ID", Defines("lexicon")),
        Key("label", "見出し", SHORT),
        Key("surfaces", "言い方", ListOf(Text(40), least=1)),
    ),
)
_TERM = Shape(
    GlossaryTerm,
    (
        Key("term", "用語", Defines("term", SHORT)),
        Key("yomi", "よみ", YOMI),
        Key("meaning", "意味", Text()),
    ),
)
LEXICON = Shape(LexiconFile, (Key("entries", "兆候の言葉", Entries(_LEXICON_ENTRY)),))
GLOSSARY = Shape(GlossaryFile, (Key("terms", "用語", Entries(_TERM)),))
_TOPIC = Shape(
    OtherMatter,
    (
        Key("id", "ID", Defines("elsewhere")),
        Key("label", "見出し", SHORT),
        Key("examples", "例文", ListOf(Text(500), least=1)),
    ),
)
ELSEWHERE = Shape(ElsewhereFile, (Key("topics", "この案内では答えない用件", Entries(_TOPIC)),))
