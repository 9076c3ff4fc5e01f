"""Answers sealed for the survey's owner: whoever carries one, or keeps it, cannot read it.

A libsodium sealed box: the sender's key is thrown away, the owner's private key is never
written anywhere and ends with its process. All plain texts are padded to one length.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from bot.core.pooling import Form

LENGTH = 1024


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer as it is sealed."""

    wave: str
    staff_id: str
    form: Form


def seal(public_key: str, answer: Carried) -> str:
    """The answer as text that only the owner of the key can read; always of one length.

    ValueError when it does not fit or the key is none.
    """
    held = [answer.wave, answer.staff_id, dict(answer.form)]
    plain = json.dumps(held, ensure_ascii=False, sort_keys=True).encode()
    if len(plain) > LENGTH:
        raise ValueError("an answer is longer than every answer is padded to")
    box = SealedBox(PublicKey(bytes.fromhex(public_key)))
    return base64.b64encode(box.encrypt(plain.ljust(LENGTH))).decode()


class Opener:
    """The owner's side: a key made now and kept in memory only."""

    def __init__(self) -> None:
        key = PrivateKey.generate()
        self.public_key = bytes(key.public_key).hex()
        self._box = SealedBox(key)

    def open(self, sealed: str) -> Carried | None:
        """The answer; None for what was sealed for an earlier owner, or is none."""
        try:
            held = json.loads(self._box.decrypt(base64.b64decode(sealed, validate=True)))
            wave, staff_id, form = held
            return Carried(str(wave), str(staff_id), {str(q): str(o) for q, o in form.items()})
        except (CryptoError, binascii.Error, ValueError, TypeError, AttributeError):
            return None
