"""Who a ballot belongs to, told in a way that nobody can turn round once the round is closed."""

import hashlib
import hmac
import secrets

from storage.models import Round

SALT = 32
"""Bytes of a round's salt, and of its seed."""


def salt() -> bytes:
    return secrets.token_bytes(SALT)


def voter(secret: bytes, round_: Round, person_id: int) -> str:
    """The name of a person's ballot in an open round or, in a secret one, their pseudonym.

    The pseudonym is an HMAC of the person under a key derived from the installation's secret and the round's
    salt: neither the database alone nor the secret alone can link, and nobody can once the salt is gone.
    Raises ValueError for a secret round without a salt: it is closed.
    """
    if not round_.secret:
        return f"person:{person_id}"
    if round_.salt is None:
        raise ValueError("the salt of a closed round is gone")
    key = hmac.digest(secret, b"ballot" + round_.salt, hashlib.sha256)
    return hmac.digest(key, str(person_id).encode(), hashlib.sha256).hex()
