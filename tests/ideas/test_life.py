"""The life of an idea through the real doors: changed, talked about, merged, parked, taken back."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.domain import deeds, lifecycle
from bot.domain.deeds import Deed
from storage import kinds
from storage.models import Support, Workspace
from tests import postgres
from tests.house import House, words
from tests.ideas import town

FIRST = "Foreldre vet ikke hvem de skal ringe om skolefravær"
SECOND = "Rådene om søvn er ulike i hver tjeneste"


@pytest.fixture
async def there(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with town.small(migrated_url, now) as found:
        yield found


async def supporters(here: House, idea_id: int) -> set[int]:
    async with here.store.read() as session:
        found = await session.exec(select(Support.person_id).where(Support.idea_id == idea_id))
        return set(found.all())


async def test_an_author_changes_the_words_and_what_was_said_is_kept(there: tuple[House, str]) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, FIRST, who="Foreldre")
    await town.do(here, "UHEALTH1", card, "edit", who="Foreldre og lærere", cost="Mye tid", areas=["1"])
    await here.advance(seconds=5)
    drawn = words(here.playground.message(channel, card.ts))
    assert "Foreldre og lærere" in drawn
    assert "Mye tid" in drawn
    assert f"Angår {town.YOUTH}" in drawn
    assert "har endret teksten" in town.thread(here, channel, card)

    await here.playground.click("UYOUTH1", channel, card.ts, f"idea_more.{town.number(card)}")
    assert "edit" not in town.offers(here, "UYOUTH1")
    await town.press(here, "UYOUTH1", "idea_road")
    shown = town.shown(here, "UYOUTH1")
    assert "Teksten ble endret. Før sto det:" in shown
    assert "Foreldre" in shown
    await here.close("UYOUTH1")

    # The guard stands here too, and an edited title is found under its new words.
    answer = await town.do(here, "UHEALTH1", card, "edit", who="15858000006")
    assert "fødselsnummer" in answer.errors["who"]
    await here.close("UHEALTH1")
    await town.do(here, "UHEALTH1", card, "edit", title=SECOND)
    await here.playground.command("UYOUTH1", channel, "/idea", SECOND)
    assert "Denne ideen ligner" in town.shown(here, "UYOUTH1")


async def test_parked_taken_up_and_withdrawn_with_a_reason_everybody_concerned_hears(
    there: tuple[House, str],
) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, FIRST)
    for person in ("UYOUTH1", "UYOUTH2", "UHEALTH2"):
        await here.playground.click(person, channel, card.ts, "idea_support")
    await here.playground.open_home("UYOUTH2")
    await here.playground.click("UYOUTH2", None, None, "digest_choose", value="off")
    await here.playground.click("UHEALTH2", channel, card.ts, f"idea_more.{town.number(card)}")
    await town.press(here, "UHEALTH2", "idea_mute")
    await here.close("UHEALTH2")

    answer = await town.do(here, "UADMIN1", card, "park", reason=" ")
    assert "reason" in answer.errors
    await here.close("UADMIN1")
    await town.do(here, "UADMIN1", card, "park", reason="Vi venter på budsjettet")
    assert "Vi venter på budsjettet" in town.thread(here, channel, card)
    await here.advance(hours=1)
    for person in ("UHEALTH1", "UYOUTH1"):
        assert "Vi venter på budsjettet" in town.told(here, person)
    assert "Du støtter «" in town.told(here, "UYOUTH1")
    for person in ("UYOUTH2", "UHEALTH2", "UADMIN1"):
        assert town.told(here, person) == ""

    await town.do(here, "UHEALTH1", card, "reopen", reason="Budsjettet er klart")
    await town.do(here, "UHEALTH1", card, "withdraw", reason="Noen andre har løst det")
    # At most one private message a week, whatever happens.
    assert "Noen andre" not in town.told(here, "UYOUTH1")
    await here.advance(days=8)
    assert town.told(here, "UYOUTH1").count("Noen andre har løst det") == 1
    assert "Budsjettet er klart" not in town.told(here, "UYOUTH1").split("Noen andre")[0]
    assert "idea_support" not in str(here.playground.message(channel, card.ts).blocks)


@postgres.BY_AND_BY
async def test_daily_news_come_daily_to_those_who_asked(there: tuple[House, str]) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, FIRST)
    await here.playground.click("UYOUTH1", channel, card.ts, "idea_support")
    await here.playground.open_home("UYOUTH1")
    await here.playground.click("UYOUTH1", None, None, "digest_choose", value="daily")
    await town.do(here, "UADMIN1", card, "park", reason="Først")
    await here.advance(days=1)
    await town.do(here, "UADMIN1", card, "reopen", reason="Så")
    await here.advance(days=1)
    assert "Så" in town.told(here, "UYOUTH1")
    assert "Så" not in town.told(here, "UHEALTH1")


async def test_merging_moves_support_once_and_can_be_undone(there: tuple[House, str]) -> None:
    here, channel = there
    one = await town.post(here, "UHEALTH1", channel, FIRST)
    other = await town.post(here, "UYOUTH1", channel, SECOND)
    first, second = town.number(one), town.number(other)
    for person, card in (("UYOUTH2", one), ("UHEALTH2", one), ("UHEALTH2", other), ("UADMIN1", one)):
        await here.playground.click(person, channel, card.ts, "idea_support")
    before = await supporters(here, first), await supporters(here, second)
    await town.do(here, "UADMIN1", one, "merge", idea=str(second), reason="Samme sak")
    assert await supporters(here, second) == before[0] | before[1]
    assert await supporters(here, first) == before[0]
    assert f"Den er nå en del av «{SECOND}»" in town.thread(here, channel, one)
    assert f"«{FIRST}» er slått sammen med denne" in town.thread(here, channel, other)
    await here.advance(hours=1)
    for person in ("UHEALTH1", "UYOUTH1", "UYOUTH2", "UHEALTH2"):
        assert "Samme sak" in town.told(here, person)

    # Support that somebody confirms meanwhile is their own, and stays.
    await here.playground.click("UYOUTH2", channel, other.ts, "idea_support")
    await town.do(here, "UHEALTH1", one, "part", reason="Ikke likevel")
    assert await supporters(here, first) == before[0]
    assert len(await supporters(here, second)) == 2
    await here.advance(seconds=5)
    assert "Støtt denne ideen" in words(here.playground.message(channel, one.ts)) or "idea_support" in str(
        here.playground.message(channel, one.ts).blocks
    )

    # Once a round has used it, it stands.
    await town.do(here, "UADMIN1", one, "merge", idea=str(second), reason="Samme sak igjen")
    third = await town.post(here, "UYOUTH2", channel, "Ingen vet når biblioteket er åpent om kvelden")
    await here.playground.command("UADMIN1", channel, "/round")
    answer = await here.fill("UADMIN1", "round_form", ideas=[str(second), str(town.number(third))])
    assert answer.ok, answer
    await here.close("UADMIN1")
    await here.settle()
    answer = await town.do(here, "UADMIN1", one, "part", reason="Angrer")
    assert "Da kan de ikke skilles lenger" in answer.errors["reason"]


async def test_who_supports_two_that_were_merged_stays_until_both_are_parted(
    there: tuple[House, str],
) -> None:
    here, channel = there
    one = await town.post(here, "UHEALTH1", channel, FIRST)
    other = await town.post(here, "UYOUTH1", channel, SECOND)
    third = await town.post(here, "UYOUTH1", channel, "Ingen vet når biblioteket er åpent om kvelden")
    into = town.number(third)
    for person, card in (("UYOUTH2", one), ("UYOUTH2", other), ("UHEALTH2", one), ("UADMIN1", third)):
        await here.playground.click(person, channel, card.ts, "idea_support")
    own, by_one, by_other = [await supporters(here, town.number(card)) for card in (third, one, other)]
    assert by_one & by_other - own
    for card in (one, other):
        await town.do(here, "UADMIN1", card, "merge", idea=str(into), reason="Samme sak")
    assert await supporters(here, into) == own | by_one | by_other
    await town.do(here, "UADMIN1", one, "part", reason="Ikke likevel")
    assert await supporters(here, into) == own | by_other
    await town.do(here, "UADMIN1", other, "part", reason="Ikke den heller")
    assert await supporters(here, into) == own


@postgres.BY_AND_BY
async def test_an_idea_without_the_name_never_tells_it(there: tuple[House, str]) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, FIRST, named=[])
    other = await town.post(here, "UYOUTH1", channel, SECOND)
    await here.playground.click("UYOUTH2", channel, card.ts, "idea_support")
    await town.do(here, "UHEALTH1", card, "comment", comment="Det skjer hver høst")
    await town.do(here, "UHEALTH1", card, "edit", who="Foreldre")
    await town.do(here, "UHEALTH1", card, "themes", theme_new="søvn")
    await town.do(here, "UHEALTH1", card, "merge", idea=str(town.number(other)), reason="Samme sak")
    await here.advance(days=8)
    seen = town.thread(here, channel, card) + town.thread(here, channel, other)
    seen += words(here.playground.message(channel, card.ts)) + town.told(here, "UYOUTH2")
    await here.playground.click("UYOUTH2", channel, card.ts, f"idea_more.{town.number(card)}")
    seen += town.shown(here, "UYOUTH2")
    await town.press(here, "UYOUTH2", "idea_road")
    seen += town.shown(here, "UYOUTH2")
    await here.close("UYOUTH2")
    assert "Det skjer hver høst" in seen
    assert "Samme sak" in seen
    assert "UHEALTH1" not in seen
    assert town.HEALTH not in seen
    # Nor does the list, when it is narrowed to the author's discipline.
    await town.do(here, "UHEALTH1", card, "part", reason="Likevel ikke")
    await here.playground.command("UYOUTH2", channel, "/ideas")
    view = here.playground.view("UYOUTH2")
    assert view is not None
    await here.playground.click("UYOUTH2", None, view.id, "ideas_filter.discipline", value="discipline:2")
    assert FIRST not in town.shown(here, "UYOUTH2")


@postgres.BY_AND_BY
async def test_what_others_may_not_do_is_not_offered_and_not_done(there: tuple[House, str]) -> None:
    here, channel = there
    card = await town.post(here, "UHEALTH1", channel, FIRST)
    async with here.store.begin() as session:
        await session.exec(sa.update(Workspace).values(rounds_by_all=False))
    await here.playground.click("UYOUTH1", channel, card.ts, f"idea_more.{town.number(card)}")
    assert town.offers(here, "UYOUTH1") == ["idea_support", "comment", "idea_road"]
    await here.close("UYOUTH1")
    # A form that was open when somebody else was quicker.
    await here.playground.click("UHEALTH1", channel, card.ts, f"idea_more.{town.number(card)}")
    view = here.playground.view("UHEALTH1")
    assert view is not None
    await here.playground.click("UHEALTH1", None, view.id, "idea_deed.park")
    await town.do(here, "UADMIN1", card, "park", reason="Først ute")
    answer = await here.fill("UHEALTH1", "idea_deed_form", reason="For sent")
    assert "kommet videre" in answer.errors["reason"]
    here.person("UGUEST1", is_restricted=True)
    await here.playground.click("UGUEST1", channel, card.ts, f"idea_more.{town.number(card)}")
    assert town.offers(here, "UGUEST1") == ["idea_support", "idea_road"]


@given(st.sampled_from(kinds.IdeaState), st.booleans())
def test_nobody_may_more_than_an_author_who_facilitates(state: kinds.IdeaState, author: bool) -> None:
    most = set(deeds.allowed(state, author=True, facilitating=True))
    some = set(deeds.allowed(state, author=author, facilitating=not author))
    assert some <= most
    assert set(deeds.allowed(state, author=False, facilitating=False)) <= {Deed.COMMENT}


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        (Deed.PARK, kinds.IdeaState.PARKED),
        (Deed.REOPEN, kinds.IdeaState.NEW),
        (Deed.WITHDRAW, kinds.IdeaState.WITHDRAWN),
        (Deed.MERGE, kinds.IdeaState.MERGED),
        (Deed.PART, kinds.IdeaState.NEW),
    ],
)
def test_a_deed_is_offered_only_where_the_road_goes_on(deed: Deed, state: kinds.IdeaState) -> None:
    for current in kinds.IdeaState:
        if deed in deeds.allowed(current, author=True, facilitating=True):
            lifecycle.check(current, state)
