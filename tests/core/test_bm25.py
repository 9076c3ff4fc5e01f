import pytest

from bot.core.bm25 import Bm25

WEIGHTS = {"words": 1.0, "signs": 0.5}
B = {"words": 0.75, "signs": 0.0}


def index() -> Bm25:
    return Bm25(
        [
            {"words": {"家賃": 2.0, "滞納": 1.0}, "signs": {"rent": 1.0}},
            {"words": {"家賃": 1.0, "年金": 1.0}, "signs": {}},
            {"words": {"年金": 3.0}, "signs": {}},
        ],
        WEIGHTS,
        B,
    )


def ask(*words: str, signs: tuple[str, ...] = ()) -> dict[str, dict[str, float]]:
    return {"words": dict.fromkeys(words, 1.0), "signs": dict.fromkeys(signs, 1.0)}


def test_more_and_rarer_terms_win() -> None:
    scores = index().scores(ask("家賃", "滞納"))
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_score_stays_below_the_weights() -> None:
    assert 0 < index().scores(ask("滞納", signs=("rent",)))[0] < sum(WEIGHTS.values())


def test_unknown_terms_lower_the_score() -> None:
    assert index().scores(ask("家賃", "競馬"))[0] < index().scores(ask("家賃"))[0]
    assert not index().scores(ask("競馬")).any()


def test_a_quiet_term_counts_less() -> None:
    quiet = {"words": {"家賃": 0.2, "年金": 1.0}}
    assert index().scores(quiet)[2] > index().scores(quiet)[0]


def test_contributions_by_document() -> None:
    assert index().contribution("words", "家賃", 0) > index().contribution("words", "家賃", 1) > 0
    assert index().contribution("words", "家賃", 2) == 0
    assert index().contribution("words", "競馬", 0) == 0
    assert index().idf("words", "滞納") > index().idf("words", "家賃")


@pytest.mark.parametrize("documents", [[], [{}], [{"words": {}, "signs": {}}]])
def test_empty_documents(documents: list[dict[str, dict[str, float]]]) -> None:
    assert list(Bm25(documents, WEIGHTS, B).scores(ask("家賃"))) == [0.0] * len(documents)
