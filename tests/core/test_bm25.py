import pytest

from bot.core.bm25 import Bm25, best
from bot.core.vocabulary import Vocabulary, document
from tests.core.test_vocabulary import FAMILIES, ask

WEIGHTS = {"words": 1.0, "signs": 0.5}
B = {"words": 0.75, "signs": 0.0}


class Shop:
    """Three documents: rent (owed twice as much), rent and pension, pension thrice."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary(FAMILIES)
        rent, owed, pension, sign = (
            self.vocabulary.learn(terms)
            for terms in (
                {"words": ["家賃"]},
                {"words": ["滞納"]},
                {"words": ["年金"]},
                {"signs": ["rent"]},
            )
        )
        documents = [
            document([(rent, 2.0), (owed, 1.0), (sign, 1.0)]),
            document([(rent, 1.0), (pension, 1.0)]),
            document([(pension, 3.0)]),
        ]
        self.index = Bm25(documents, self.vocabulary, WEIGHTS, B)

    def scores(self, *words: str, signs: tuple[str, ...] = (), **quiet: float) -> list[float]:
        question = ask(*words, signs=signs)
        question["words"] |= quiet
        return self.index.scores(self.vocabulary.known(question)).tolist()


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


def test_more_and_rarer_terms_win(shop: Shop) -> None:
    scores = shop.scores("家賃", "滞納")
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_score_stays_below_the_weights(shop: Shop) -> None:
    assert 0 < shop.scores("滞納", signs=("rent",))[0] < sum(WEIGHTS.values())


def test_unknown_terms_lower_the_score(shop: Shop) -> None:
    assert shop.scores("家賃", "競馬")[0] < shop.scores("家賃")[0]
    assert shop.scores("競馬") == [0.0, 0.0, 0.0]
    assert shop.scores() == [0.0, 0.0, 0.0]


def test_a_quiet_term_counts_less(shop: Shop) -> None:
    scores = shop.scores("年金", 家賃=0.2)
    assert scores[2] > scores[0]


def test_contributions_by_document(shop: Shop) -> None:
    question = shop.vocabulary.known(ask("家賃", "年金", "競馬", signs=("rent",)))
    first, second, third = shop.index.contributions(question, "words", [0, 1, 2])
    assert first["家賃"] > second["家賃"] > 0
    assert (set(first), set(second), set(third)) == ({"家賃"}, {"家賃", "年金"}, {"年金"})
    assert [set(held) for held in shop.index.contributions(question, "signs", [2, 0])] == [
        set(),
        {"rent"},
    ]
    assert shop.index.contributions(question, "words", []) == []


def test_the_rarer_tells_more(shop: Shop) -> None:
    assert shop.index.idf("words", "滞納") > shop.index.idf("words", "家賃")
    assert shop.index.idf("words", "競馬") > shop.index.idf("words", "滞納")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_empty_documents(count: int) -> None:
    vocabulary = Vocabulary(FAMILIES)
    nothing = document([(vocabulary.learn({}), 1.0)])
    index = Bm25([nothing] * count, vocabulary, WEIGHTS, B)
    question = vocabulary.known(ask("家賃"))
    assert index.scores(question).tolist() == [0.0] * count
    assert index.contributions(question, "words", range(count)) == [{}] * count


def test_the_best_in_order_and_the_earlier_of_equals() -> None:
    index = Shop().index.scores(Shop().vocabulary.known(ask("家賃")))
    assert best(index, 2).tolist() == [0, 1]
    index[:] = [1.0, 3.0, 1.0]
    assert [best(index, count).tolist() for count in (1, 2, 3, 9)] == [
        [1],
        [1, 0],
        [1, 0, 2],
        [1, 0, 2],
    ]
