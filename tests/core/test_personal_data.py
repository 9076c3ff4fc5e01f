import time

import pytest

from bot.core.analysis import Analyser
from bot.core.personal_data import PersonalDataDetector, PersonalDataKind

K = PersonalDataKind


@pytest.fixture(scope="module")
def detector() -> PersonalDataDetector:
    return PersonalDataDetector(Analyser())


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (K.PHONE, "090-0000-1122"),
        (K.PHONE, "０８０－００００－７７８８"),
        (K.PHONE, "090ー0000ー1122"),
        (K.PHONE, "〇九〇 〇〇〇〇 一一二二"),
        (K.PHONE, "(06) 0000-9876"),
        (K.PHONE, "+81 90-0000-1122"),
        (K.INDIVIDUAL_NUMBER, "1234 5678 9012"),
        (K.INDIVIDUAL_NUMBER, "一二三四五六七八九〇一二"),
        (K.PENSION_NUMBER, "1234-567890"),
        (K.BIRTH_DATE, "昭和11年3月4日生"),
        (K.BIRTH_DATE, "昭和十一年三月四日"),
        (K.BIRTH_DATE, "S11.3.4"),
        (K.BIRTH_DATE, "1950年1月2日生"),
        (K.BIRTH_DATE, "昭和11年生"),
        (K.EMAIL, "hanako＠example.com"),
        (K.POSTCODE, "〒559-0000"),
        (K.POSTCODE, "559-0000"),
        (K.ADDRESS, "御崎9丁目99-9"),
        (K.ADDRESS, "粉浜9-8-7"),
        (K.ADDRESS, "ひまわりハイツ302号室"),
        (K.ADDRESS, "御崎九丁目九十九番九号"),
        (K.ADDRESS, "粉浜9ノ8ノ7"),
        (K.ADDRESS, "堺市堺区桜之町西9丁8番7号"),
        (K.ADDRESS, "ハイツ泉 B棟205"),
        (K.ADDRESS, "さくら荘二〇三"),
        (K.PHONE, "090の0000の1122"),
        (K.PHONE, "0 9 0 0 0 0 0 1 1 2 2"),
        (K.PHONE, "090 - 0000 - 1122"),
        (K.BIRTH_DATE, "昭22.4.5生"),
        (K.BIRTH_DATE, "1955年4月5日産まれ"),
    ],
)
def test_formatted_data_is_found_where_it_stands(
    detector: PersonalDataDetector, kind: PersonalDataKind, written: str
) -> None:
    text = f"窓口の件 {written} の方"
    assert [(f.kind, text[f.start : f.end]) for f in detector.find(text) if f.kind is kind] != []
    found = next(f for f in detector.find(text) if f.kind is kind)
    assert text[found.start : found.end] in written


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        (K.LICENCE_NUMBER, "免許証の番号は123456789012です", "123456789012"),
        (
            K.INDIVIDUAL_NUMBER,
            "マイナンバー１２３４５６７８９０１２の人",
            "１２３４５６７８９０１２",
        ),
        (K.INSURANCE_NUMBER, "被保険者番号 01234567 の件", "01234567"),
        (K.PENSION_NUMBER, "基礎年金番号は1234567890です", "1234567890"),
        (K.PHONE, "国保の保険証の件、06-0000-1234まで", "06-0000-1234"),
        (K.PHONE, "介護保険の番号が不明 080-0000-1234", "080-0000-1234"),
        (K.INSURANCE_NUMBER, "被保険者番号は0000-345678", "0000-345678"),
        (K.INSURANCE_NUMBER, "保険証は記号56、番号789", "56、番号789"),
        (K.INSURANCE_NUMBER, "医療証の受給者番号は2345678", "2345678"),
        (K.ACCOUNT_NUMBER, "普通口座1234567から", "1234567"),
        (K.ACCOUNT_NUMBER, "ゆうちょ 12345-12345671", "12345-12345671"),
        (K.BIRTH_DATE, "生年月日は昭和56年12月1日で", "昭和56年12月1日"),
    ],
)
def test_numbers_named_by_the_words_before(
    detector: PersonalDataDetector, kind: PersonalDataKind, text: str, number: str
) -> None:
    assert (kind, number) in [(f.kind, text[f.start : f.end]) for f in detector.find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("佐倉花子さんが来た", "佐倉花子"),
        ("高原ハル子さん、物忘れ", "高原ハル子"),
        ("潮見辰彦 72歳", "潮見辰彦"),
        ("林様宅の件", "林"),
        ("町会長の烏丸さんから", "烏丸"),
        ("グエン・ティ・ランさん", "グエン・ティ・ラン"),
        ("キムさんの通訳", "キム"),
        ("髙橋さん", "髙橋"),
        ("山本(82)の件", "山本"),
        ("田中のおばあちゃん、今日も来た", "田中"),
        ("山崎と名乗る男性", "山崎"),
        ("西村が来庁、約束を忘れていた", "西村"),
        ("担任の片山先生より", "片山"),
        ("元夫の服部に追われている", "服部"),
        ("やまもとさん、ことばがでにくい", "やまもと"),
        ("百目鬼さんの件", "百目鬼"),
        ("Kimさん、離婚したい", "Kim"),
        ("Maria という女性", "Maria"),
        ("山田そよかさん（80代）", "山田そよか"),
        ("高橋そよか様から電話", "高橋そよか"),
    ],
)
def test_names(detector: PersonalDataDetector, text: str, name: str) -> None:
    assert [text[f.start : f.end] for f in detector.find(text) if f.kind is K.NAME] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "奥さんとお兄さんと大家さんとケアマネさん",
        "町会長さん、民生委員さん、保健師さん、看護師さん",
        "おばあちゃんと赤ちゃん、おっちゃん、飴ちゃん",
        "粉浜の方、御崎3丁目の担当はどこ",
        "住之江区の82歳の男性",
        "0120-000-000 に電話したという方",
        "2026年4月1日から3か月",
        "家賃2か月で12万円、1234円",
        "昭和56年6月1日以前の建物",
        "8050の世帯、24時間365日、188番",
        "CSWさんに訪ねてほしい",
        "森のような庭、東の町",
        "芦屋の病院、上田市の制度",
        "田舎のおばさん、松本のおじさん、上田へおこさんと行く",
        "花屋さん、関電さん、班長さん、守衛さん、コミュニティソーシャルワーカーさん",
        "田中ビネーの検査、内田クレペリン検査",
        "お金は渡さんといて、電話にも出さまへん",
        "二人様、三代目さん、次男さん、元夫さん",
        "対象者は65歳以上、本人は四年生",
        "御崎3丁目 3人家族、団地の500世帯、住宅課101会議室",
        "令和7-4-1から施行、2024-04-01の様式2-1-3",
        "アパートから119に電話、マンションで110番",
        "保険証の期限が2026年3月、国保料100000円、口座から1000000円",
        "令和6年生活保護を申請、4月5日生活支援に来た",
        "平成21年4月2日以降に生まれた子",
    ],
)
def test_ordinary_sentences_raise_no_alarm(detector: PersonalDataDetector, text: str) -> None:
    assert detector.find(text) == ()


def test_places_count_in_the_text_as_typed(detector: PersonalDataDetector) -> None:
    text = "<@U12345>　ﾀﾅｶの件 ０９０−００００−１１２２"
    found = detector.find(text)
    assert [text[f.start : f.end] for f in found if f.kind is K.PHONE] == [
        "０９０−００００−１１２２"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0" * 2000,
        "1-" * 1000,
        "a@" * 1000,
        "昭和" * 1000,
        "御崎9-" * 400,
        "ァ・" * 1000,
        "ハイツあ" * 500 + "1",
        "市町" * 999 + "1",
        "9の" * 1000,
        "一" * 2000,
        "a " * 1000,
    ],
)
def test_hostile_text_takes_no_longer(detector: PersonalDataDetector, text: str) -> None:
    begin = time.process_time()
    detector.find(text)
    assert time.process_time() - begin < 1.0
