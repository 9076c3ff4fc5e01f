"""`certificate`: what a number on a certificate stands for, and withdrawing one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cli.database import Refused, confirmed, existing, told
from bot.clock import SystemClock
from bot.config import Config
from bot.core.certificate import KIND_LABELS
from bot.core.serial import shown_serial
from bot.service.certificate_numbers import CertificateNumbers, Checked, NotThere, Stand
from bot.service.roster import OPERATOR

SENTENCES: Mapping[Stand, str] = {
    Stand.VALID: "有効です。",
    Stand.WITHDRAWN: "取り消されています。",
    Stand.ERASED: "発行されました。持ち主の記録は消去されています。",
    Stand.UNKNOWN: "発行されていません。",
    Stand.MISTYPED: "番号を読み取れません。修了証の番号をそのまま書いてください。",
}
ASKED = "修了証 {0} を取り消します。元に戻せません。"
STOPPED = "取りやめました。何も変えていません。"
NONE = "有効な修了証 {0} はありません。"


def verify(config: Config, serial: str, name: str) -> int:
    """Print what the number stands for (exit code 1 unless it is valid and the name is right).

    No name is printed; ``name`` is compared with the one on the roster.
    """
    found: list[Checked] = []

    def check() -> None:
        with existing(config) as store:
            found.append(CertificateNumbers(store).check(OPERATOR, serial, name))
        _print(found[0])

    code = told(check)
    good = bool(found) and found[0].stand is Stand.VALID and found[0].same_name is not False
    return code or (0 if good else 1)


def withdraw(config: Config, serial: str) -> int:
    """Withdraw a certificate, after asking back."""

    def work() -> None:
        with existing(config) as store:
            certificates = CertificateNumbers(store)
            if certificates.check(OPERATOR, serial).stand not in {Stand.VALID, Stand.ERASED}:
                raise Refused(NONE.format(serial))
            if not confirmed(ASKED.format(serial)):
                raise Refused(STOPPED)
            try:
                certificates.withdraw(OPERATOR, serial, SystemClock().now())
            except NotThere as error:
                raise Refused(NONE.format(serial)) from error
        print("取り消しました。")

    return told(work)


def _print(found: Checked) -> None:
    number = f"{shown_serial(found.serial)}： " if found.serial else ""
    print(f"{number}{SENTENCES[found.stand]}")
    if found.year is not None:
        kind = f"（{KIND_LABELS[found.kind]}）" if found.kind else ""
        print(f"年度： {found.year}年度{kind}")
    if found.same_name is not None:
        same = "一致します" if found.same_name else "一致しません（改姓などは、ご本人に確かめます）"
        print(f"お名前： いまの名簿のお名前と{same}")
