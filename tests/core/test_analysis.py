import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.core.analysis import Analyser, OneQuestion


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def test_content_words_in_dictionary_form(analyser: Analyser) -> None:
    assert analyser.words("夫に殴られて逃げてきた方が窓口で泣いています") == (
        "夫",
        "殴る",
        "逃げる",
        "泣く",
    )


def test_spelling_variants_are_one_word(analyser: Analyser) -> None:
    assert analyser.words("引越しの手続き") == analyser.words("引っ越しの手続")


def test_reading_is_hiragana_without_signs(analyser: Analyser) -> None:
    assert analyser.reading("介護、10回！") == "かいご10かい"


def test_readings_of_one_kanji(analyser: Analyser) -> None:
    assert "ぎゃく" in analyser.readings_of("逆")
    assert analyser.readings_of("〓〓") == frozenset()


def test_family_names_are_known(analyser: Analyser) -> None:
    assert analyser.is_family_name("鈴木")
    assert not analyser.is_family_name("家賃")


def test_tokens_say_where_they_stand(analyser: Analyser) -> None:
    text = "母の介護で休む"
    assert "".join(t.surface for t in analyser.tokens(text)) == text
    assert all(text[t.start : t.end] == t.surface for t in analyser.tokens(text))


def test_importing_the_core_does_not_load_the_dictionary() -> None:
    code = "import bot.core.referral, sys; sys.exit('sudachipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == 0


def test_many_threads_share_one_analyser(analyser: Analyser) -> None:
    texts = [f"{number}人の家族の介護で仕事を休む方からの相談" * 20 for number in range(100)]
    alone = [analyser.tokens(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(analyser.tokens, texts)) == alone


def test_within_one_question_a_text_is_split_once(analyser: Analyser) -> None:
    question = OneQuestion(analyser)
    assert question.tokens("家賃の滞納") is question.tokens("家賃の滞納")
    assert question.tokens("家賃の滞納") == analyser.tokens("家賃の滞納")
    assert question.readings_of("逆") == analyser.readings_of("逆")


def test_what_was_split_for_a_question_goes_with_it(analyser: Analyser) -> None:
    text = "近所の方の名前"
    OneQuestion(analyser).tokens(text)
    assert analyser.tokens(text) is not analyser.tokens(text)
