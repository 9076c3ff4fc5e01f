"""The words in which people guess, and the words that only look like them.

The patterns read width-normalised text in which katakana stays (a 「検査キット」 is no
「きっと」); every one is bounded.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache


class GuessKind(StrEnum):
    """How a guess is put."""

    HEDGE = "hedge"  # たぶん、おそらく、きっと
    INFERENCE = "inference"  # らしい、ようだ、みたいだ
    BELIEF = "belief"  # と思う、気がする
    EXPECTATION = "expectation"  # はず、に違いない
    POSSIBILITY = "possibility"  # かもしれない、だろう、可能性がある
    IMPRESSION = "impression"  # 苦しそう、怒っているっぽい


_END = r"(?=[。、,.!?)」』 \n]|$)"
_SO = (
    r"(?:だ|です|でし|である|であっ|や(?![かけす])|で(?![きはも])|に(?:思|見え|感じ)"
    r"|な(?:感じ|様子|気)|。|$)"
)
# Other words that end in らしい, and what somebody is like rather than seems to be.
_NOT_SEEMING = (
    r"(?<!めず)(?<!すば)(?<!あた)(?<!かわい)(?<!いや)(?<!にく)(?<!憎)(?<!わざと)(?<!ほこ)(?<!誇)"
    r"(?<!しお)(?<!もっとも)(?<!いじ)(?<!愛)(?<!汚)(?<!晴)(?<!珍)(?<!自分)(?<!その人)(?<!子ども)"
    r"(?<!人間)(?<!男)(?<!女)(?<!暮)(?<!く)(?<!春)(?<!夏)(?<!秋)(?<!冬)(?<!か弱)"
)
_FEELING = (
    r"(?:苦し|くるし|寂し|さびし|悲し|かなし|つら|辛|痛|いた|眠|ねむ|だる|怖|こわ|寒|重|しんど"
    r"|元気|不安|心配|大変|丈夫|平気|満足|不満|嬉し|うれし|楽し|忙し|貧し|暇|複雑|深刻|健康"
    r"|な(?:さ|かっ)|よさ|良さ|[てで]い?|あり|でき|お?困り)"
)
_NOT_LIKE = r"(?<!どの)(?<!次の)(?<!以下の)(?<!ひつ)"
_NOT_ISH = (
    r"(?<!怒り)(?<!おこり)(?<!忘れ)(?<!わすれ)(?<!飽き)(?<!熱)(?<!ほこり)(?<!埃)(?<!湿)(?<!油)(?<!水)"
    r"(?<!白)(?<!黒)(?<!茶色)"
)
_WRITTEN: tuple[tuple[GuessKind, str], ...] = (
    (GuessKind.HEDGE, r"多分(?!に(?!も))|たぶん(?!か)|おそらく|恐らく"),
    (GuessKind.HEDGE, r"(?<![ゃぱぴぺぼどびとて])きっと(?!り)|必ずや|おおかた(?!の)|どうやら"),
    (GuessKind.HEDGE, r"もしか(?:し(?:たら|て)|すると)|ひょっと(?:し(?:たら|て)|すると)"),
    (GuessKind.HEDGE, r"なんとなく|何となく|どうも(?!あり|すみ|失礼|$|[。、])"),
    (GuessKind.INFERENCE, rf"{_NOT_SEEMING}らし(?:い(?!暮|生活|さ)|く(?=、|思|見え|て)|かった)"),
    (
        GuessKind.INFERENCE,
        rf"{_NOT_LIKE}(?<=[うくすつぬむるぐぶたいなのだん])(?:よう|様(?!子)){_SO}(?!い)",
    ),
    (GuessKind.INFERENCE, rf"(?<![てでに])みたい(?:{_SO}|な(?!もの)|{_END})"),
    (
        GuessKind.INFERENCE,
        r"と(?:推測|推察|想像|察)|と見(?:られ|え)る|とみられ|と考えられ|とうかがえ",
    ),
    (GuessKind.INFERENCE, rf"(?<=[るたい])模様{_SO}"),
    (
        GuessKind.BELIEF,
        r"(?:と|って|かと|とも|とは)思(?:う|わ(?:れ|な|ず)|っ(?!たら)|い(?=ま|、)|え[るたま])",
    ),
    (
        GuessKind.BELIEF,
        r"気が(?:する|した|して|しま)|感じが(?:する|した)|(?:感じ|印象)(?:だ|です|を受け)",
    ),
    (GuessKind.EXPECTATION, r"(?<!手)はず(?=[だでがのなとや。、 ]|$)|(?<=[るたい])筈"),
    (GuessKind.EXPECTATION, r"に(?:違い|ちがい)(?:ない|ありま)|に相違ない"),
    (
        GuessKind.POSSIBILITY,
        rf"(?<!何も)(?<!なにも)かも(?:しれ|知れ|しらん|知らん|わから|分から|{_END})",
    ),
    (GuessKind.POSSIBILITY, r"だろう|(?<!いかが)(?<!よろしい)(?<!どう)(?<!よい)でしょう(?!か)"),
    (GuessKind.POSSIBILITY, r"(?<=[いるたんな])やろ(?:う(?!と)|な|ね|か(?!ら)|(?=[。、]|$))"),
    (
        GuessKind.POSSIBILITY,
        r"(?:で|じゃ|や|なん)は?(?:ない|ありません)(?:だろう|でしょう)?か(?!ら)",
    ),
    (GuessKind.POSSIBILITY, r"ん?ちゃう(?:か|ん?やろ|かな)|かな(?=[。と]|$)"),
    (GuessKind.POSSIBILITY, r"(?:可能性|おそれ|恐れ|疑い)(?:が|も|は)(?:ある|あり|高|強|大|濃)"),
    # What somebody told ends in the plain form (「来るそうだ」), what may happen in the stem.
    (
        GuessKind.IMPRESSION,
        r"(?:な|とま|止ま|死に|[^そあこ]れ|[えけめげべせ])り?そう(?=[だでになや、。])",
    ),
    (GuessKind.IMPRESSION, rf"{_FEELING}そう(?!なら|いう|する|して|した|言|話|答|伝|思)"),
    (
        GuessKind.IMPRESSION,
        rf"{_NOT_ISH}っぽ(?:い|く|かった|さ)",
    ),
)


@cache
def patterns() -> tuple[tuple[GuessKind, re.Pattern[str]], ...]:
    """Compiled when first needed: that takes longer than all the rest of the import."""
    return tuple((kind, re.compile(pattern)) for kind, pattern in _WRITTEN)
