"""What a text says, as terms of four families: words, characters, sound, signs.

The same reading is applied to the content when the index is built and to a question
when it is asked; only a question is repaired (see core.spelling) and loses what it
denies (see core.denial).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.core.analysis import Analyser, OneQuestion, Token, joined_reading
from bot.core.denial import contrasted, is_denied
from bot.core.katakana import Katakana
from bot.core.knowledge import LexiconEntry
from bot.core.lexicon import LexiconHit, LexiconIndex
from bot.core.setting import scenes
from bot.core.spelling import Repair, Speller
from bot.core.text import Folded, fold, normalise
from bot.core.vocabulary import Numbers, Vocabulary

_CHUNK = re.compile(r"[0-9a-zぁ-ゖー一-鿿々〆]+")
_KANJI = re.compile(r"[一-鿿々]")
_COMPOUND = re.compile(r"[一-鿿々]{2,8}")


class Family(StrEnum):
    """The kinds of terms that are indexed side by side."""

    WORDS = "words"
    SYNONYMS = "synonyms"
    CHARACTERS = "characters"
    SOUND = "sound"
    SIGNS = "signs"


SCENE_WEIGHT = 0.35  # of words that only say at which counter it was heard
GUESS_WEIGHT = 0.35  # of a homophone of a proper word that the content does not know

Terms = dict[str, dict[str, float]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A text that was read: its terms, and where in the asker's words they stand.

    ``places`` maps the words and signs to ranges of ``folded``; ``matters`` are the
    signs that stand outside the scene.
    """

    folded: Folded
    corrected: str
    reading: str
    terms: Terms
    hits: tuple[LexiconHit, ...]
    matters: frozenset[str] = frozenset()
    places: dict[str, Place] = field(default_factory=dict)


class Reader:
    """Reads texts against the vocabulary and lexicon of one content set.

    A question may be repaired towards the words of ``texts`` and of the lexicon.
    """

    def __init__(
        self, analyser: Analyser, lexicon: Iterable[LexiconEntry], texts: Iterable[str]
    ) -> None:
        entries, texts = tuple(lexicon), tuple(texts)
        surfaces = [surface for entry in entries for surface in entry.surfaces]
        self._vocabulary = Vocabulary(Family)
        self._analyser = analyser
        self._lexicon = LexiconIndex(entries)
        self._katakana = Katakana((*texts, *surfaces))
        self._contents: dict[str, Numbers] = {}
        compounds = [normalise(s) for s in surfaces if _COMPOUND.fullmatch(s)]
        tokens = (token for words in self._content_tokens(texts, compounds) for token in words)
        self._speller = Speller(tokens, self._katakana, analyser)

    def _content_tokens(
        self, texts: Iterable[str], compounds: Iterable[str]
    ) -> Iterator[tuple[Token, ...]]:
        """All that the content is made of; the terms of texts are kept for later."""
        for text in texts:
            yield self._learn(normalise(text))
        for compound in compounds:
            yield self._analysed(compound, self._analyser)[1]

    def _learn(self, folded: str) -> tuple[Token, ...]:
        tokens = self._analysed(folded, self._analyser)[1]
        terms = _terms(folded, tokens, self._lexicon.signs(folded))
        self._contents[folded] = self._vocabulary.learn(terms)
        return tokens

    def content(self, text: str) -> Numbers:
        """The terms of a piece of content, by their numbers in the vocabulary."""
        folded = normalise(text)
        if folded not in self._contents:
            self._learn(folded)
        return self._contents[folded]

    def signs(self, entry_ids: Iterable[str]) -> Numbers:
        """The terms of signs that are given by name."""
        return self._vocabulary.learn({Family.SIGNS: dict.fromkeys(entry_ids)})

    def finish(self) -> Vocabulary:
        """Forget the analysed content, for all of it was read; returns its terms."""
        self._contents.clear()
        return self._vocabulary

    def question(self, text: str, analyser: OneQuestion | None = None) -> Question:
        """The terms of a question, mistakes repaired and denied parts left out."""
        analyser = analyser or OneQuestion(self._analyser)
        folded = fold(text)
        corrected, unsure = self._speller.repair(Folded.plain(folded.text), analyser)
        hits = self._hits(folded, corrected)
        kept, kept_hits = self._without_denied(corrected, hits)
        scene = scenes(kept.text)
        matter = self._analysed(_masked(kept.text, scene), analyser)
        told = (
            ("", ())
            if not scene
            else self._analysed(_masked(kept.text, _complement(scene, len(kept.text))), analyser)
        )
        scene_places = [kept.origin(start, end) for start, end in scene]
        in_scene = {h.entry_id for h in kept_hits if _within((h.start, h.end), scene_places)}
        outside = {h.entry_id for h in kept_hits if not _within((h.start, h.end), scene_places)}
        terms = _louder(_terms(*matter, outside), _terms(*told, in_scene), SCENE_WEIGHT)
        places = self._guess(terms, unsure)
        places |= {t.base: kept.origin(t.start, t.end) for t in (*told[1], *matter[1])}
        places |= {hit.entry_id: (hit.start, hit.end) for hit in kept_hits}
        return Question(
            folded=folded,
            corrected=matter[0],
            reading=joined_reading(matter[1]),
            terms=terms,
            hits=hits,
            matters=frozenset(outside),
            places=places,
        )

    def _guess(self, terms: Terms, unsure: Iterable[Repair]) -> dict[str, Place]:
        """Adds homophones of proper words to ``terms`` quietly; returns their places."""
        places: dict[str, Place] = {}
        for repair in unsure:
            for token in self._analyser.tokens(repair.word):
                terms[Family.WORDS].setdefault(token.base, GUESS_WEIGHT)
                places[token.base] = (repair.start, repair.end)
            for hit in self._lexicon.find(repair.word):
                terms[Family.SIGNS].setdefault(hit.entry_id, GUESS_WEIGHT)
                places[hit.entry_id] = (repair.start, repair.end)
        return places

    def _analysed(self, text: str, analyser: Analyser) -> tuple[str, tuple[Token, ...]]:
        return text, analyser.tokens(self._katakana.restored(text))

    def _hits(self, folded: Folded, corrected: Folded) -> tuple[LexiconHit, ...]:
        """Signs in the text as typed and as repaired, placed in the folded text."""
        found = {(h.entry_id, h.start): h for h in self._lexicon.find(folded.text)}
        if corrected.text != folded.text:
            for hit in self._lexicon.find(corrected.text):
                start, end = corrected.origin(hit.start, hit.end)
                found.setdefault((hit.entry_id, start), replace(hit, start=start, end=end))
        ordered = sorted(found.values(), key=lambda hit: (hit.start, hit.end, hit.entry_id))
        return tuple(
            LexiconHit(h.entry_id, h.start, h.end, folded.as_typed(h.start, h.end), h.lack)
            for h in ordered
        )

    def _without_denied(
        self, text: Folded, hits: tuple[LexiconHit, ...]
    ) -> tuple[Folded, tuple[LexiconHit, ...]]:
        """The text and its signs without what it says it is not about.

        A range is dropped only when it denies a known sign: 「ただごとではない」 stays.
        """
        whole = text.original
        kept = tuple(h for h in hits if not is_denied(whole, h.end, lack=h.lack))
        for start, end in reversed(contrasted(text.text)):
            begin, finish = text.origin(start, end)
            denied = {h for h in hits if begin <= h.start and h.end <= finish}
            if (denied and len(denied) < len(hits)) or end - start < len(text.text) // 2:
                kept = tuple(hit for hit in kept if hit not in denied)
                text = text.replaced(start, end, "。") if denied else text
        return text, kept


def _masked(text: str, ranges: Iterable[Place]) -> str:
    """``text`` with the ranges blanked out, so that places stay as they are."""
    for start, end in ranges:
        text = text[:start] + "。" * (end - start) + text[end:]
    return text


def _complement(ranges: Iterable[Place], length: int) -> Iterator[Place]:
    position = 0
    for start, end in ranges:
        yield position, start
        position = end
    yield position, length


def _within(place: Place, ranges: Iterable[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in ranges)


def _louder(full: Terms, quiet: Terms, weight: float) -> Terms:
    """Both sets of terms, those that stand only in ``quiet`` with ``weight``."""
    return {
        family: {**{term: count * weight for term, count in bag.items()}, **full[family]}
        for family, bag in quiet.items()
    }


def _terms(text: str, tokens: tuple[Token, ...], signs: Iterable[str]) -> Terms:
    content = [token for token in tokens if token.is_content]
    return {
        Family.WORDS: _counted([token.base for token in content]),
        Family.SYNONYMS: _counted([str(group) for token in content for group in token.synonyms]),
        Family.CHARACTERS: _counted(_characters(text)),
        Family.SOUND: _counted(_pairs(joined_reading(tokens))),
        Family.SIGNS: _counted(sorted(signs)),
    }


def _counted(terms: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(terms, 1.0)


def _characters(text: str) -> list[str]:
    """Character pairs and single kanji; pairs of mere kana only inside long runs."""
    chunks = _CHUNK.findall(text)
    return [term for chunk in chunks for term in (*_pairs(chunk), *_KANJI.findall(chunk))]


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]
