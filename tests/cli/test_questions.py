"""`questions`: the list, the release, GIFT in and out; and what `check` says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import content
from bot.content.gift_reading import from_gift
from bot.content.reader import read_course
from tests.content.conftest import Desk, desk
from tests.support.process import bot_command

__all__ = ["desk"]

FILE = "quizzes/concepts/call-first.yaml"
RELEASED = "quizzes/released.txt"
SECOND = """\
  - id: call-first-2
    type: wording
    stem: 何と言いますか。
    choices:
      - {text: だいじょうぶですか, right: true, why: 先にたずねる}
      - {text: 静かに, right: false, why: 責めている}
    explanation: 声をかけます。
    rests_on: [{entry: emergency, field: say}]
    sources: [{id: plan}]
    assured_date: 2026-11-22
"""


@pytest.fixture
def folders(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A small content set that the commands work on."""
    monkeypatch.setenv("KNOWLEDGE_DIR", str(desk.knowledge_dir))
    monkeypatch.setenv("QUIZZES_DIR", str(desk.quizzes_dir))
    return desk


Out = pytest.CaptureFixture[str]


def test_the_list_says_how_every_question_stands(folders: Desk, capsys: Out) -> None:
    assert main(["questions", "release"]) == 0
    folders.write(FILE, folders.text(FILE) + SECOND)
    folders.replace(
        FILE, "assured_date: 2026-11-22", "assured_date: 2026-11-22\n    retired: 2027-04-01"
    )
    capsys.readouterr()
    assert main(["questions"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "まず呼ぶ（必修）  call-first",
        "  call-first-2  言い方  公開前",
        "  call-first-1  義務  2027-04-01にやめました",
        "使っている設問1問（うち公開前1問）、やめた設問1問",
        "兆候探し0、つなぎ先0、事実・伝聞・推測0、手順0、義務0、やってはいけない0、言い方1",
    ]


def test_the_release_only_adds(folders: Desk, capsys: Out) -> None:
    assert main(["questions", "release"]) == 0
    first = folders.text(RELEASED)
    assert main(["questions", "release"]) == 0
    assert folders.text(RELEASED) == first
    folders.write(FILE, folders.text(FILE) + SECOND)
    assert main(["questions", "release"]) == 0
    said = capsys.readouterr().out
    assert folders.text(RELEASED).startswith(first)
    assert folders.text(RELEASED).count("\ncall-first-") == 2
    assert said.splitlines() == [
        "1問を公開しました。種類・問題文・選択肢・正解は、これから変えられません。",
        "新しく公開する設問はありません。",
        "1問を公開しました。種類・問題文・選択肢・正解は、これから変えられません。",
    ]
    assert not list(folders.quizzes_dir.glob("*.tmp"))


def test_nothing_is_released_with_a_mistake(folders: Desk, capsys: Out) -> None:
    folders.replace(FILE, "entry: emergency", "entry: emergensy")
    assert main(["questions", "release"]) == 1
    assert capsys.readouterr().err.startswith(f"{FILE}:14: ")
    assert not (folders.quizzes_dir / "released.txt").exists()


def test_a_folder_that_cannot_be_written_is_told(folders: Desk, capsys: Out) -> None:
    (folders.quizzes_dir / "released.txt.tmp").mkdir()
    assert main(["questions", "release"]) == 1
    assert "に書けません" in capsys.readouterr().err


def test_check_names_a_changed_question(folders: Desk, capsys: Out) -> None:
    assert main(["questions", "release"]) == 0
    folders.replace(FILE, "text: 助けを呼ぶ", "text: 人を呼ぶ")
    capsys.readouterr()
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith(f"{FILE}:5: 公開した設問『call-first-1』の")


def test_check_names_what_is_to_be_released(folders: Desk, capsys: Out) -> None:
    assert main(["questions", "release"]) == 0
    folders.write(FILE, folders.text(FILE) + SECOND)
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "まだ公開していない設問：1件（call-first-2）" in capsys.readouterr().out


def test_check_asks_for_a_whole_course_of_the_shipped_questions_only(
    folders: Desk, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert main(["check"]) == 0
    monkeypatch.setattr(content, "SHIPPED_QUIZZES", folders.quizzes_dir.resolve())
    assert main(["check"]) == 1
    assert "学ぶことは24、うち必修は12" in capsys.readouterr().out


def test_gift_goes_to_a_file_or_the_screen(folders: Desk, tmp_path: Path, capsys: Out) -> None:
    assert main(["questions", "export", "--gift"]) == 0
    shown = capsys.readouterr().out
    file = tmp_path / "out.gift"
    assert main(["questions", "export", "--gift", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == shown
    assert [question.title for question in from_gift(shown).questions] == ["call-first-1"]


def test_what_went_out_comes_in_as_a_draft_that_lacks_only_what_gift_cannot_hold(
    folders: Desk, tmp_path: Path, capsys: Out
) -> None:
    file = tmp_path / "out.gift"
    assert main(["questions", "export", "--gift", str(file)]) == 0
    before = read_course(folders.quizzes_dir, None).value
    capsys.readouterr()
    assert main(["questions", "import", "--gift", str(file)]) == 0
    drafted = capsys.readouterr()
    assert drafted.err.startswith("1問を読み取りました。")
    head = "id: call-first\ntitle: まず呼ぶ\nrequired: true\n"
    folders.write(FILE, head + drafted.out)
    assert [said.partition(": ")[2] for said in folders.errors()] == [
        "よりどころ（rests_on）がありません",
        "出典（sources）がありません",
        "確認日（assured_date）がありません",
    ]
    rest = "    rests_on: [{entry: emergency, field: description}]\n    sources: [{id: plan}]\n"
    folders.write(FILE, f"{head}{drafted.out}{rest}    assured_date: 2026-11-22\n")
    after = read_course(folders.quizzes_dir, None).value
    assert before is not None
    assert after is not None
    assert after.questions == before.questions


def test_what_is_no_question_of_ours_is_told_with_its_line(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "in.gift"
    file.write_text("問い{}\n\n問い二{=はい ~いいえ}\n", encoding="utf-8")
    assert main(["questions", "import", "--gift", str(file)]) == 1
    said = capsys.readouterr()
    assert 'stem: "問い二"' in said.out
    assert said.err.startswith("in.gift:1行目: 記述式や数値の問題は取り込めません")


@pytest.mark.parametrize("data", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(
    data: bytes | None, tmp_path: Path, capsys: Out
) -> None:
    file = tmp_path / "in.gift"
    if data is not None:
        file.write_bytes(data)
    assert main(["questions", "import", "--gift", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert str(file) in said.err


def test_import_needs_a_file(capsys: Out) -> None:
    assert main(["questions", "import"]) == 2
    assert "--gift に指定してください" in capsys.readouterr().err


def test_the_shipped_questions_are_all_released() -> None:
    done = bot_command({}, "questions")
    assert (done.returncode, done.stderr) == (0, "")
    assert "使っている設問100問（うち公開前0問）、やめた設問0問" in done.stdout.splitlines()
