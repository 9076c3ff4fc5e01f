import numpy as np
import pytest

from bot.core.classifier import Classifier, Sample, enough
from bot.core.vocabulary import Vocabulary, document

WEIGHTS = {"words": 1.0, "signs": 1.0}
RENT, PENSION = 0, 1


def fitted(
    *lines: tuple[int, str], denied: tuple[int, str] | None = None
) -> tuple[Classifier, Vocabulary]:
    vocabulary = Vocabulary(WEIGHTS)

    def sample(label: int, words: str, *, denies: bool = False) -> Sample:
        numbers = vocabulary.learn({"words": words.split()})
        return Sample(document([(numbers, 1.0)]), label, denies)

    samples = [sample(label, words) for label, words in lines]
    if denied:
        samples.append(sample(*denied, denies=True))
    return Classifier(samples, 2, vocabulary, WEIGHTS), vocabulary


LINES = (
    (RENT, "家賃 滞納"),
    (RENT, "家賃 追い出す 相談"),
    (RENT, "大家 家賃 相談"),
    (PENSION, "年金 記録 相談"),
    (PENSION, "年金 手帳"),
    (PENSION, "障害 年金 相談"),
)


def share(text: str, *lines: tuple[int, str], denied: tuple[int, str] | None = None) -> float:
    classifier, vocabulary = fitted(*(lines or LINES), denied=denied)
    known = vocabulary.known({"words": dict.fromkeys(text.split(), 1.0)})
    return float(classifier.shares(known)[RENT])


def test_it_tells_labels_apart_by_what_only_one_of_them_says() -> None:
    assert share("家賃 相談") > 0.8
    assert share("年金 相談") < 0.2


def test_words_of_both_and_unknown_words_say_nothing() -> None:
    assert share("相談") == pytest.approx(0.5, abs=0.1)
    assert share("宇宙") == pytest.approx(0.5)


def test_shares_add_up_to_one() -> None:
    classifier, vocabulary = fitted(*LINES)
    known = vocabulary.known({"words": {"家賃": 1.0, "年金": 1.0}})
    assert float(classifier.shares(known).sum()) == pytest.approx(1.0, abs=1e-5)


def test_the_same_samples_give_the_same_weights() -> None:
    first, second = fitted(*LINES)[0], fitted(*LINES)[0]
    assert np.array_equal(first._table, second._table)


def test_a_negative_takes_away() -> None:
    assert share("家賃 補助", denied=(RENT, "家賃 補助 統計")) < share("家賃 補助")


@pytest.mark.parametrize(
    ("examples", "expected"), [([], False), ([100], False), ([8, 8], True), ([1, 14], False)]
)
def test_learning_needs_enough_examples(examples: list[int], expected: bool) -> None:
    assert enough(examples) is expected
