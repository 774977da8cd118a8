"""The vote as a town lives it: many ideas, minds changed, one discipline silent at first, a recount."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot import tally, texts
from bot.playground.state import Message
from bot.slack.views.ids import Action
from storage import kinds
from storage.models import Ballot, OutboxRow, Tap
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, HEALTHY, STRATEGY, YOUTH, Town

BROAD, NARROW, OTHER = 20, 18, 1
"""Ideas: the newest come first, so the last of these is on the second page of the ballot."""
SMALL = {YOUTH: 15, CHILD: 10, HEALTHY: 20, STRATEGY: 5}
LARGE = {YOUTH: 1_150, CHILD: 650, HEALTHY: 400, STRATEGY: 200}

SAID = {
    "nb": (
        "nesten ikke hørt fra Frisklivssentralen",
        "Du har ikke stemt ennå",
        "nesten ikke hørt fra Fr",
        "samme",
    ),
    "nn": (
        "nesten ikkje høyrt frå Frisklivssentralen",
        "Du har ikkje røysta",
        "nesten ikkje høyrt frå Fr",
        "same",
    ),
    "en": ("hardly heard from Frisklivssentralen", "You have not voted yet", "barely heard from Fr", "same"),
}


@pytest.mark.early
@pytest.mark.parametrize(
    ("database_kind", "locale"),
    [
        ("postgresql", "nb"),
        pytest.param("sqlite", "nb", marks=pytest.mark.torture),
        pytest.param("sqlite", "nn", marks=pytest.mark.torture),
        pytest.param("postgresql", "en", marks=pytest.mark.torture),
    ],
)
async def test_a_town_votes(migrated_url: str, now: datetime, tmp_path: Path, locale: str) -> None:
    """Fifty people of three languages, thirty-one of whom vote, eight at a time."""
    async with town.standing(
        migrated_url, now, sizes=SMALL, ideas=22, locale=locale, tongues=texts.LOCALES
    ) as here:
        assert await _walk(here, tmp_path, locale=locale) == 31


@pytest.mark.torture
@pytest.mark.parametrize("locale", texts.LOCALES)
async def test_a_city_votes(migrated_url: str, now: datetime, tmp_path: Path, locale: str) -> None:
    """Two thousand people vote over thirty ideas, every tap a signed request; many change their minds.

    The channel speaks one language, its people all three, a third each; every ballot as it stood after every
    tap, every message to every person and all that was said in the channel is read for its language.
    """
    async with town.standing(
        migrated_url, now, sizes=LARGE, ideas=30, locale=locale, tongues=texts.LOCALES
    ) as here:
        assert await _walk(here, tmp_path, locale=locale) == 2_096


async def _walk(here: Town, folder: Path, *, locale: str) -> int:
    """From the opened round to the recount; returns how many ballots were handed in."""
    quiet, _, barely, _ = SAID[locale]
    invited, agrees = ({one: SAID[spoken][at] for one, spoken in here.spoken.items()} for at in (1, 3))
    bot = here.house.playground
    card = await here.open_round(ADMIN, published=["yes"])
    round_ = await here.round()
    voters = await _first_week(here, card)
    silent = [one for one in here.everybody if one not in voters]

    await here.house.advance_to(round_.closes_at - timedelta(hours=23))
    note = words(here.said()[-1])
    assert quiet in note
    assert YOUTH not in note
    asked = [one for one in here.everybody if any(invited[one] in words(said) for said in here.told(one))]
    assert sorted(asked) == sorted(silent)
    async with here.house.store.read() as session:
        told = OutboxRow.parcel == kinds.Parcel.TELL
        kept = await session.exec(select(OutboxRow.key).where(told, col(OutboxRow.key).contains("invite")))
        assert not kept.all(), "who was invited has not voted: nothing of that is kept"

    await here.house.advance_to(round_.closes_at + timedelta(minutes=2))
    extended = await here.round()
    assert (extended.state, extended.extended) == (kinds.RoundState.OPEN, True)
    assert extended.closes_at > round_.closes_at
    late = here.people[HEALTHY][: len(here.people[HEALTHY]) // 4]
    invitation = here.told(late[0])[-1]
    answer = await bot.click(late[0], bot.direct(late[0]).id, invitation.ts, Action.BALLOT_OPEN)
    assert answer.ok
    assert bot.view(late[0]) is not None
    await here.house.close(late[0])
    await here.everybody_votes(card, {person: [BROAD] for person in late})

    await here.house.advance_to(extended.closes_at + timedelta(minutes=5))
    closed = await here.round()
    assert closed.outcome == kinds.Outcome.CHOSEN
    last = here.people[HEALTHY][-1]
    assert sum(invited[last] in words(one) for one in here.told(last)) == 1
    posts = [one for one in here.said() if one.ts > invitation.ts and one.thread_ts is None]
    [result] = [one for one in posts if Action.ROUND_RECOUNT in str(one.blocks)]
    assert here.titles[BROAD] in result.text
    assert barely in words(result)
    [picture] = [block for block in result.blocks if block["type"] == "image"]
    assert here.titles[BROAD] in picture["alt_text"]
    published = closed.result or {}
    taps = {one["idea_id"]: one["taps"] for one in published["ideas"]}
    child, youth = here.people[CHILD], here.people[YOUTH]
    assert taps[await here.idea_id(NARROW)] == len(youth) - 2
    assert taps[await here.idea_id(BROAD)] == len(child) // 2 + len(here.people[STRATEGY]) + len(late)
    assert published["ballots"] == len(voters) + len(late)

    answer = await bot.click(child[0], here.channel, result.ts, Action.ROUND_RECOUNT)
    assert agrees[child[0]] in answer.texts[0]
    here.read(child[0], *answer.ephemeral)
    answer = await bot.click(child[0], here.channel, result.ts, Action.ROUND_ORDER)
    assert all(title in words(answer.ephemeral[0]) for title in here.titles)
    here.read(child[0], *answer.ephemeral)
    answer = await bot.click(child[0], here.channel, result.ts, Action.ROUND_COMPARE)
    assert "administrator" in answer.texts[0].lower()
    answer = await bot.click(ADMIN, here.channel, result.ts, Action.ROUND_COMPARE)
    assert here.titles[NARROW] in words(answer.ephemeral[0])
    here.read(ADMIN, *answer.ephemeral)
    here.read_shared()
    for person in here.everybody:
        here.read(person, *here.told(person))
    [file] = [one for one in bot.workspace.state.files.values() if one.name.endswith(".pb")]
    path = folder / "round.pb"
    path.write_bytes(file.content or b"")
    counted = json.loads(tally.tally(path, as_json=True))
    assert counted["winners"] == [str(await here.idea_id(BROAD))]
    assert counted["order"] == [str(one["idea_id"]) for one in published["ideas"]]
    async with here.house.store.read() as session:
        assert not (await session.exec(select(Ballot))).all()
        assert not (await session.exec(select(Tap))).all()
    return int(published["ballots"])


async def _first_week(here: Town, card: Message) -> set[str]:
    """Everybody but one discipline and four people votes; every tenth then changes their mind."""
    bot = here.house.playground
    youth, child = here.people[YOUTH][:-2], here.people[CHILD][:-2]
    half = len(here.people[CHILD]) // 2
    ballots = {person: [NARROW] for person in youth}
    ballots |= {person: [BROAD] for person in [*child[:half], *here.people[STRATEGY]]}
    ballots |= {person: [OTHER] for person in child[half:]}
    swayed = list(ballots)[::10]
    first = ballots | {person: [NARROW, OTHER] for person in swayed}
    await here.everybody_votes(card, first)
    for person in swayed:
        await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
        for number in sorted({NARROW, OTHER} - set(ballots[person]), reverse=True):
            answer = await here.tap(person, here.titles[number], Action.BALLOT_WITHDRAW)
            assert answer.ok, answer
        await here.house.close(person)
    await here.everybody_votes(
        card, {person: ballots[person] for person in swayed if ballots[person] == [BROAD]}
    )
    return set(ballots)
