import subprocess
import sys

import pytest

from bot.core.analysis import Analyser


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
