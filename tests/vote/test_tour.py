"""The vote as a town lives it: forty people, thirty ideas, minds changed, one discipline silent at first."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.slack.views.ids import Action
from storage import kinds
from storage.models import Ballot, OutboxRow, Tap
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, HEALTHY, STRATEGY, YOUTH

SIZES = {YOUTH: 18, CHILD: 10, HEALTHY: 7, STRATEGY: 5}
BROAD, NARROW = 12, 3

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


@pytest.mark.parametrize(
    "locale",
    ["nb", pytest.param("nn", marks=pytest.mark.torture), pytest.param("en", marks=pytest.mark.torture)],
)
async def test_forty_people_thirty_ideas(migrated_url: str, now: datetime, locale: str) -> None:
    quiet, invited, barely, agrees = SAID[locale]
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=30, locale=locale) as here:
        bot = here.house.playground
        card = await here.open_round(ADMIN)
        round_ = await here.round()
        for person in here.people[YOUTH][:16]:
            await here.vote(person, card, [NARROW])
        for person in [*here.people[YOUTH][:6], *here.people[CHILD][:8], *here.people[STRATEGY]]:
            await here.vote(person, card, [BROAD])
        changed = here.people[YOUTH][0]
        await bot.click(changed, here.channel, card.ts, Action.BALLOT_OPEN)
        await here.tap(changed, here.titles[NARROW], Action.BALLOT_WITHDRAW)
        await here.house.close(changed)

        await here.house.advance_to(round_.closes_at - timedelta(hours=23))
        note = words(here.said()[-1])
        assert quiet in note
        assert YOUTH not in note
        silent = [*here.people[YOUTH][16:], *here.people[CHILD][8:], *here.people[HEALTHY]]
        asked = [one for one in here.everybody if any(invited in words(said) for said in here.told(one))]
        assert sorted(asked) == sorted(silent)
        async with here.house.store.read() as session:
            rows = (
                await session.exec(select(OutboxRow.key).where(OutboxRow.parcel == kinds.Parcel.TELL))
            ).all()
        assert not [key for key in rows if "invite" in str(key)]
        late = here.people[HEALTHY][0]
        answer = await bot.click(
            late, bot.workspace.direct(late).id, here.told(late)[-1].ts, Action.BALLOT_OPEN
        )
        assert answer.ok
        assert bot.view(late) is not None
        await here.tap(late, here.titles[BROAD], Action.BALLOT_APPROVE)
        await here.house.close(late)

        await here.house.advance_to(round_.closes_at + timedelta(minutes=2))
        extended = await here.round()
        assert extended.state == kinds.RoundState.OPEN
        assert extended.extended
        assert extended.closes_at > round_.closes_at
        await here.house.advance_to(extended.closes_at + timedelta(minutes=5))
        closed = await here.round()
        assert closed.outcome == kinds.Outcome.CHOSEN
        assert len([one for one in here.told(here.people[HEALTHY][1]) if invited in words(one)]) == 1
        result = here.said()[-1]
        assert here.titles[BROAD] in result.text
        assert barely in words(result)
        pictures = [block for block in result.blocks if block["type"] == "image"]
        assert len(pictures) == 1
        assert here.titles[BROAD] in pictures[0]["alt_text"]
        answer = await bot.click(here.people[CHILD][0], here.channel, result.ts, Action.ROUND_RECOUNT)
        assert agrees in answer.texts[0]
        answer = await bot.click(here.people[CHILD][0], here.channel, result.ts, Action.ROUND_COMPARE)
        assert "administrator" in answer.texts[0].lower()
        answer = await bot.click(ADMIN, here.channel, result.ts, Action.ROUND_COMPARE)
        assert here.titles[NARROW] in words(answer.ephemeral[0])
        async with here.house.store.read() as session:
            assert not (await session.exec(select(Ballot))).all()
            assert not (await session.exec(select(Tap))).all()
