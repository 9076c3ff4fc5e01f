"""How addresses are written: of the ward, of elsewhere, of a room in a building.

Patterns for width-normalised text in which Chinese numerals count as digits (十 and 百
stay). What counts something else (「3丁目 3人」, 「500戸」, a date, 110) is no address;
neither is a neighbourhood without a number.
"""

from __future__ import annotations

_TOWNS = (
    "粉浜|粉浜西|浜口東|浜口西|浜口|御崎|加賀屋|北加賀屋|西加賀屋|東加賀屋|南加賀屋|中加賀屋|安立|住之江"
    "|西住之江|北島|新北島|南港東|南港中|南港北|南港南|南港|平林|平林南|平林北|緑木|柴谷|泉"
)
_N = r"[\d十百]{1,5}"  # 9十9 is what 九十九 has become
_JOINT = r" ?[\-ーのノ] ?"
_NO_UNIT = r"(?![\d\-/.]| ?[年月日時分人名件戸円万千歳才世回番度会か%平]|[mk]|つ)"
_CHOME = (
    rf"{_N} ?丁目? ?の?(?:{_N} ?番地?(?: ?の? ?{_N} ?号?)?(?:{_JOINT}\d{{1,4}})?"
    rf"|{_N}(?:{_JOINT}\d{{1,4}}){{0,3}}{_NO_UNIT})"
)
_IN_TOWN = rf"{_CHOME}|{_N}番{_N}号|\d{{1,2}}(?:{_JOINT}\d{{1,4}}){{1,3}}{_NO_UNIT}"
# Behind these stand dates, numbers of paragraphs and ranges.
_NO_PLACE = (
    r"(?<!明治)(?<!大正)(?<!昭和)(?<!平成)(?<!令和)(?<![第式料表図章節号項例回約はがをにでともの])"
)
_ISO_DAY = r"(?:19|20)\d\d-\d\d?-\d\d?(?!\d)"
_BUILDINGS = (
    "マンション|アパート|ハイツ|コーポ|団地|住宅|[ァ-ヶーぁ-ん一-鿿]荘|メゾン|ビル|レジデンス|棟|ハイム"
    "|シャトー|ハウス|パレス|コート|ヴィラ|ビラ|ドミール|ライオンズ|サンライズ|タワー|カーサ|寮|ガーデン"
    "|グループホーム|テラス|プラザ|ヒルズ|ワンルーム"
)
_NAME = r"(?!から|まで|より|[でにをはがもへや])[^\d。、\n]{0,6}"  # of a building, or nothing
_ROOM = (
    r"(?:[a-z] ?(?:棟|-) ?|\d{1,3}(?:f|階の?|号?棟|-) ?)?(?!(?:110|119|188|189)(?!\d))\d{3,4}"
    rf"(?:号室?|室)?{_NO_UNIT}"
)
_NUMBERED_ROOM = r"(?:\d{1,2}階の?)?\d{1,5}(?:号室?(?![棟館線車])|室)"
_MUNICIPAL = r"[都道府県市区町村郡][ァ-ヶ一-鿿々]{1,8}"

ADDRESS_FORMS: tuple[str, ...] = (
    rf"(?:{_TOWNS})町? ?(?:{_IN_TOWN})",
    rf"[ァ-ヶぁ-ん一-鿿々]?(?<![\d十百]){_CHOME}",
    rf"[ぁ-ん一-鿿々]{_NO_PLACE}(?!0|{_ISO_DAY})\d{{1,4}}(?:{_JOINT}\d{{1,4}}){{2,3}}{_NO_UNIT}",
    rf"{_MUNICIPAL}(?:\d{{3,4}}|(?<=町)\d{{1,4}}){_JOINT}\d{{1,4}}{_NO_UNIT}",
    rf"(?:{_MUNICIPAL}(?<=町)|[都道府県][一-鿿々]{{1,4}}[市郡][一-鿿々]{{1,8}})\d{{2,5}}{_NO_UNIT}(?!条|号)",
    rf"[一-鿿々]{_N}番地(?: ?の? ?\d{{1,4}})?|大字[ァ-ヶ一-鿿々]{{1,6}}\d{{1,5}}",
    rf"(?:{_BUILDINGS}){_NAME}(?:{_ROOM}|{_NUMBERED_ROOM})",
    r"\d{3,4}号室|[ァ-ヶー]{3,12}[一-鿿]{0,5} ?\d{3,4}号(?![棟館線車系])",
)
