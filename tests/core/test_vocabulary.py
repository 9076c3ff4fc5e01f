import numpy as np

from bot.core.vocabulary import Vocabulary, document

FAMILIES = ("words", "signs")


def ask(*words: str, signs: tuple[str, ...] = ()) -> dict[str, dict[str, float]]:
    return {"words": dict.fromkeys(words, 1.0), "signs": dict.fromkeys(signs, 1.0)}


def test_a_term_keeps_its_number_and_families_are_apart() -> None:
    vocabulary = Vocabulary(FAMILIES)
    first = vocabulary.learn({"words": ["家賃", "年金"], "signs": ["家賃"]}).tolist()
    again = vocabulary.learn({"signs": ["家賃"], "words": ["年金", "借金"]}).tolist()
    assert first == [0, 1, 2]
    assert again == [1, 3, 2]
    assert vocabulary.families.tolist() == [0, 0, 1, 0]
    assert len(vocabulary) == 4
    assert (vocabulary.number("words", "借金"), vocabulary.number("signs", "借金")) == (3, None)


def test_what_is_known_of_a_question() -> None:
    vocabulary = Vocabulary(FAMILIES)
    vocabulary.learn({"words": ["家賃", "年金"], "signs": ["rent"]})
    known = vocabulary.known({"words": {"競馬": 0.5, "年金": 0.25}, "signs": {"rent": 1.0}})
    assert known.terms == ("年金", "rent")
    assert known.numbers.tolist() == [1, 2]
    assert known.counts.tolist() == [0.25, 1.0]
    assert known.families.tolist() == [0, 1]
    assert known.terms[known.places["signs"]] == ("rent",)
    assert known.unknown.tolist() == [0.5, 0.0]


def test_of_an_empty_question_nothing_is_known() -> None:
    known = Vocabulary(FAMILIES).known({})
    assert (known.terms, known.numbers.size, known.unknown.tolist()) == ((), 0, [0.0, 0.0])


def test_a_document_counts_each_text_by_its_weight() -> None:
    vocabulary = Vocabulary(FAMILIES)
    one, other = (vocabulary.learn({"words": words}) for words in (["家賃"], ["家賃", "年金"]))
    both = document([(one, 2.0), (other, 1.0)])
    assert dict(zip(both.numbers.tolist(), both.counts.tolist(), strict=True)) == {0: 3.0, 1: 1.0}
    assert np.array_equal(document([(other, 2.0)]).counts, [2.0, 2.0])
