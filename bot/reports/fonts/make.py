"""Makes the fonts of this folder from two Debian packages (``make fonts``).

BIZ UDGothic is copied as it is. Of Noto Sans CJK only the Japanese face is taken, and of
that only the characters that BIZ UDGothic lacks. The result depends on nothing but the
packages' versions and fontTools': the same input gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from bot.reports.fonts import BOLD, FALLBACK, FALLBACK_FAMILY, FOLDER, REGULAR

DEBIAN = Path("/usr/share")
BIZ_PACKAGE = "fonts-morisawa-bizud-gothic"
NOTO_PACKAGE = "fonts-noto-cjk"
BIZ_FONTS = DEBIAN / "fonts/truetype/bizud-gothic"
NOTO_FONTS = DEBIAN / "fonts/opentype/noto/NotoSansCJK-Regular.ttc"
NOTO_FACE = "NotoSansCJKjp-Regular"

# Unicode's blocks of ideographs: extension A, the first block, the compatibility
# ideographs (where 﨑 stands) and the supplementary planes (where 𠮷 stands).
KANJI_BLOCKS = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x33480),
)

# OpenType's numbers of the names in a font.
NAME_COPYRIGHT, NAME_FAMILY, NAME_UNIQUE, NAME_FULL, NAME_POSTSCRIPT = 0, 1, 3, 4, 6

LAYOUT_TABLES = ("BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx")


class SourceMissingError(Exception):
    """A Debian package is not installed; the message says which."""


def main() -> int:
    """Make every file of the folder; 1 and a sentence when a package is missing."""
    try:
        make_fonts(FOLDER)
    except SourceMissingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make_fonts(folder: Path) -> None:
    """Write three fonts and two licences to ``folder``; raises SourceMissingError."""
    regular = _source(BIZ_FONTS / REGULAR.name, BIZ_PACKAGE)
    shutil.copyfile(regular, folder / REGULAR.name)
    shutil.copyfile(_source(BIZ_FONTS / BOLD.name, BIZ_PACKAGE), folder / BOLD.name)
    noto = _japanese_face(_source(NOTO_FONTS, NOTO_PACKAGE))
    with TTFont(regular) as biz:
        _write_licence(folder / "OFL-BIZUDGothic.txt", biz, BIZ_PACKAGE)
        wanted = characters_lacking(biz, noto)
    _write_licence(folder / "OFL-NotoSansCJK.txt", noto, NOTO_PACKAGE)
    _reduce(noto, wanted)
    noto.save(folder / FALLBACK.name)


def characters_lacking(first: TTFont, second: TTFont) -> frozenset[int]:
    """Code points that ``second`` adds to ``first``: all kanji, and all of JIS X 0213."""
    wanted = {code for block in KANJI_BLOCKS for code in block} | _jis_x_0213()
    return frozenset(wanted & (second.getBestCmap().keys() - first.getBestCmap().keys()))


def _jis_x_0213() -> set[int]:
    """Return every code point of the standard, as Python's codec of it knows them."""
    rows = range(0xA1, 0xFF)
    found: set[int] = set()
    for plane in (b"", b"\x8f"):
        for row in rows:
            for cell in rows:
                text = (plane + bytes((row, cell))).decode("euc_jis_2004", errors="ignore")
                found.update(map(ord, text))
    return found


def _source(path: Path, package: str) -> Path:
    if not path.is_file():
        message = f"{path} がありません。Debianのパッケージ {package} を入れてください。"
        raise SourceMissingError(message)
    return path


def _japanese_face(collection: Path) -> TTFont:
    faces = TTCollection(collection, lazy=True).fonts
    for number, face in enumerate(faces):
        if face["name"].getDebugName(NAME_POSTSCRIPT) == NOTO_FACE:
            return TTFont(collection, fontNumber=number, recalcTimestamp=False)
    raise SourceMissingError(f"{collection} に {NOTO_FACE} がありません。")


def _reduce(font: TTFont, characters: frozenset[int]) -> None:
    """Leave only these characters' outlines; layout is of no use to a stand-in."""
    options = subset.Options()
    options.drop_tables = [*options.drop_tables, *LAYOUT_TABLES]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    _rename(font)


def _rename(font: TTFont) -> None:
    """Give the cut-down font its own name, lest it be taken for an installed original."""
    postscript = FALLBACK_FAMILY.replace(" ", "")
    names = {
        NAME_FAMILY: FALLBACK_FAMILY,
        NAME_FULL: FALLBACK_FAMILY,
        NAME_POSTSCRIPT: postscript,
    }
    for number, name in names.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    unique = f"{font['name'].getDebugName(NAME_UNIQUE)};{postscript}"
    font["name"].setName(unique, NAME_UNIQUE, 3, 1, 0x409)
    font["CFF "].cff.fontNames[0] = postscript
    top = font["CFF "].cff.topDictIndex[0]
    top.FamilyName = top.FullName = FALLBACK_FAMILY


def _write_licence(path: Path, font: TTFont, package: str) -> None:
    """Write the font's own copyright line and the licence as the package gives it."""
    source = _source(DEBIAN / "doc" / package / "copyright", package)
    text = source.read_text(encoding="utf-8")
    section = re.search(r"^License: SIL-1\.1\n((?:[ \t].*\n)+)", text, re.MULTILINE)
    if section is None:
        raise SourceMissingError(f"{source} にライセンスの本文がありません。")
    lines = (line[1:].rstrip() for line in section[1].splitlines())
    body = "\n".join("" if line == "." else line for line in lines)
    notice = font["name"].getDebugName(NAME_COPYRIGHT)
    path.write_text(f"{notice}\n\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
