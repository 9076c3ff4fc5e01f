"""What a line of the writer's own may not hold: whose it is, and guesses told as facts."""

from __future__ import annotations

from functools import cached_property

from bot.core.guesswork import Finding, Linter
from bot.core.sheet import Basis, Note

PERSONAL = "お名前・電話番号・住所・番号などのようなことばがあります。書きかえ方：{instead}"
GUESS = "「{word}」は推測のことばです。「推測」を選ぶか、書きかえてください。{instead}"


class NoteCheck:
    """Looks at lines before they are taken; nothing of them is kept."""

    @cached_property
    def _linter(self) -> Linter:
        return Linter.with_dictionary()

    def fault(self, note: Note) -> str:
        """What to put right in one line, in a sentence; empty when nothing is.

        Whose it is comes before guesses, and is not repeated in the sentence.
        """
        found = self._linter.check(note.text, guesses=note.basis is not Basis.GUESS)
        personal = dict.fromkeys(one.instead for one in found if not one.is_guess)
        if personal:
            return PERSONAL.format(instead="、".join(personal))
        return _guess(note, found[0]) if found else ""


def _guess(note: Note, finding: Finding) -> str:
    return GUESS.format(word=note.text[finding.start : finding.end], instead=finding.instead)
