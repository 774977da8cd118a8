"""The lot: an order nobody can foresee while a round is open, and anybody can check once it is closed."""

import hashlib


def seed_hash(seed: bytes) -> str:
    """What is published when a round opens: the SHA-256 of its seed, in hexadecimal.

    The seed itself (32 random bytes) is published when the round closes.
    """
    return hashlib.sha256(seed).hexdigest()


def draw(seed: bytes, idea: int | str) -> bytes:
    """The lot of one idea, `sha256(seed ‖ idea id)`; the lowest goes first.

    The id is written as text in UTF-8. Seeds of one round have one length, so that no two pairs of seed and
    id run together.
    """
    return hashlib.sha256(seed + str(idea).encode()).digest()
