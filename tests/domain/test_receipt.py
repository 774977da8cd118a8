import random

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain import receipt
from bot.domain.ballot import Ballot
from tests.domain import elections

SETTINGS: dict[str, int | str | bool | None] = {
    "winners": 1,
    "empty_chairs": 5,
    "secret": True,
    "seed": "00ff",
}
SALT = bytes(32)

ballots = elections.ballots(range(1, 4), least=0, most=6)


@given(papers=ballots, shuffle=st.randoms(use_true_random=False))
def test_order_does_not_change_the_hash(papers: list[Ballot[int]], shuffle: random.Random) -> None:
    shuffled = list(papers)
    shuffle.shuffle(shuffled)

    assert receipt.digest(papers, ideas=[1, 2, 3], settings=SETTINGS, salt=SALT) == receipt.digest(
        shuffled, ideas=[3, 1, 2], settings=dict(reversed(SETTINGS.items())), salt=SALT
    )


@given(one=ballots, other=ballots)
def test_other_ballots_have_another_hash(one: list[Ballot[int]], other: list[Ballot[int]]) -> None:
    def key(paper: Ballot[int]) -> tuple[int, list[int]]:
        return paper.discipline, sorted(paper.approvals)

    assume(sorted(one, key=key) != sorted(other, key=key))

    assert receipt.digest(one, ideas=[1, 2, 3], settings=SETTINGS, salt=SALT) != receipt.digest(
        other, ideas=[1, 2, 3], settings=SETTINGS, salt=SALT
    )


def test_settings_ideas_and_salt_are_part_of_it() -> None:
    papers = [Ballot(1, frozenset({1}))]

    hashes = {
        receipt.digest(papers, ideas=[1, 2], settings=SETTINGS, salt=SALT),
        receipt.digest(papers, ideas=[1, 2], settings=SETTINGS | {"winners": 2}, salt=SALT),
        receipt.digest(papers, ideas=[1, 3], settings=SETTINGS, salt=SALT),
        receipt.digest(papers, ideas=[1, 2], settings=SETTINGS, salt=bytes(31) + b"1"),
        receipt.digest(papers, ideas=[1, 2], settings=SETTINGS, salt=b""),
    }

    assert len(hashes) == 5
    assert all(len(text) == 64 for text in hashes)


def test_the_form_stays_the_same() -> None:
    """A receipt of last year can still be held against a recount: a change of form would break that."""
    expected = "09be1ca1ef1036e47c590eeab18a5683e21dca9ad524df5ce974764bfed58aec"
    papers = [Ballot("helse", frozenset({"å", "b"})), Ballot("ungdom", frozenset[str]())]

    assert receipt.digest(papers, ideas=["å", "b"], settings={"winners": 1}, salt=b"s") == expected
