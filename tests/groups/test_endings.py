"""How groups go on, end, wake and make ripples, through the real doors."""

from datetime import datetime, timedelta

import pytest

from bot.services import archive
from storage import kinds, personal
from storage.models import Hunt, HuntMember
from tests import postgres
from tests.groups import town
from tests.groups.town import HEALTH, LIVING, TITLE, Town
from tests.house import words


async def retire(there: Town, channel: str, **fields: object) -> None:
    """Through the group's desk, as a member does."""
    card = there.here.cards(channel)[0]
    await there.tap("UYOUTH1", "project_open", channel=channel, message=card)
    await there.press("UYOUTH1", "project_retire")
    given = {"tried": "En felles telefon", "learnt": "Ingen ringer et nytt nummer"}
    answer = await there.here.fill("UYOUTH1", "retire_form", **(given | fields))
    assert answer.ok, answer
    await there.here.close("UYOUTH1")
    await there.here.settle()


@postgres.BY_AND_BY
async def test_a_group_retires_with_what_it_learnt_and_its_idea_wakes(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        channel = await there.start("UHEALTH1", "UYOUTH1")
        await retire(there, channel, wake_when="Når skolen får ny leder", wake_on="2027-03-01")
        card = here.cards(there.wide)[-1]
        for text in (TITLE, "En felles telefon", "Ingen ringer et nytt nummer", "Våkner mandag 1. mars"):
            assert text in words(card)
        assert "Takk til gruppen" in words(card)
        assert "UYOUTH1" not in words(card), "nobody is named before they said so"
        assert "avsluttet med læring" in words(here.cards(channel)[0]).casefold()

        nudged = len(here.cards(channel))
        await here.advance(days=8)
        assert len(here.cards(channel)) == nudged, "a group that ended is not nudged"
        await there.tap_told("UYOUTH1", "thanks_answer.yes_1")
        await there.tap_told("UHEALTH1", "thanks_answer.no_1")
        await here.advance(seconds=10)
        named = words(here.cards(there.wide)[-1])
        assert "UYOUTH1" in named
        assert "UHEALTH1" not in named

        await here.advance(days=90)
        assert "Ideen er våken igjen" in words(here.cards(there.wide)[-1])
        woken = [one for one in there.told("UHEALTH1") if "våken igjen" in words(one)]
        assert len(woken) == 1
        await here.advance(days=30)
        assert len([one for one in there.told("UHEALTH1") if "våken igjen" in words(one)]) == 1


@postgres.BY_AND_BY
async def test_somebody_can_wake_an_idea_and_it_can_get_another_group(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now) as there:
        channel = await there.start("UHEALTH1", "UYOUTH1")
        await retire(there, channel)
        # Who writes of the same again is told what was tried and learnt, and can say that it is theirs too.
        await there.here.playground.command("UCULTURE1", there.ideas, "/idea", TITLE)
        view = there.here.playground.view("UCULTURE1")
        assert view is not None
        for text in ("En felles telefon", "Ingen ringer et nytt nummer", "Dette er mitt også"):
            assert text in words(view.definition)
        await there.press("UCULTURE1", "idea_mine_too")
        view = there.here.playground.view("UCULTURE1")
        assert view is not None
        assert "Ingen ringer et nytt nummer" in words(view.definition)
        await there.here.close("UCULTURE1")
        card = there.here.cards(there.wide)[-1]
        await there.tap("UCULTURE1", "idea_wake", channel=there.wide, message=card)
        answer = await there.here.fill("UCULTURE1", "wake_form", reason="Skolen har fått ny leder")
        assert answer.ok, answer
        await there.here.close("UCULTURE1")
        await there.here.settle()
        assert "Ideen er våken igjen" in words(there.here.cards(there.wide)[-1])
        await town.choose(there.here)
        await there.here.settle()
        again = await there.start("UHEALTH2", "ULIVING1", name="igjen")
        assert TITLE in words(there.here.cards(again)[0])


@postgres.BY_AND_BY
async def test_a_completed_result_makes_ripples_that_are_asked_about_again(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        channel = await there.start("UHEALTH1", "UYOUTH1")
        await there.tap("UHEALTH1", "project_open", channel=channel, message=here.cards(channel)[0])
        await there.press("UHEALTH1", "project_complete")
        view = here.playground.view("UHEALTH1")
        assert view is not None
        services = next(one for one in view.definition["blocks"] if one["block_id"] == "discipline")
        chosen = next(one for one in services["element"]["options"] if one["text"]["text"] == HEALTH)
        answer = await here.fill(
            "UHEALTH1",
            "complete_form",
            changed="Foreldre ringer ett sted",
            stopped="Tre telefonlister",
            discipline=chosen["value"],
            keeper="UHEALTH2",
        )
        assert answer.ok, answer
        await here.close("UHEALTH1")
        await here.settle()
        card = here.cards(there.wide)[-1]
        for text in ("Foreldre ringer ett sted", "Tre telefonlister", f"Eies nå av {HEALTH}", "UHEALTH2"):
            assert text in words(card)
        assert "Snakk med lederen din" in words(card)

        for _ in range(2):
            answer = await there.tap("ULIVING1", "ripple_tell.taken_up_1", channel=there.wide, message=card)
        assert LIVING in words(answer.ephemeral[0])
        await there.tap("UCULTURE1", "ripple_tell.not_for_us_1", channel=there.wide, message=card)
        await here.advance(seconds=10)
        shown = words(here.cards(there.wide)[-1])
        assert f"Tatt i bruk i 1 enhet: {LIVING}" in shown
        rings = [one for one in here.cards(there.wide)[-1].blocks if one["type"] == "image"]
        assert [one["alt_text"] for one in rings] == [
            "Ringvirkninger, innenfra og ut: i bruk i tjenesten som eier det, tatt i bruk i 1 enhet og "
            "tilpasset i 0 enheter."
        ]
        assert "Ikke noe for 1 enhet" in shown

        await here.advance(days=110)
        assert "Er det fortsatt i bruk?" in words(there.told("ULIVING1")[-1])
        assert "3 måneder gammelt" in words(there.told("UHEALTH2")[-1])
        assert "Hva med nå?" in words(there.told("UCULTURE1")[-1])
        await there.tap_told("ULIVING1", "ripple_use.in_use")
        await there.tap_told("UHEALTH2", "ripple_use.in_use")
        await here.advance(seconds=10)
        assert "Fortsatt i bruk etter 3 måneder: 2 enheter" in words(here.cards(there.wide)[-1])
        grown = [one for one in here.cards(there.wide)[-1].blocks if one["type"] == "image"]
        assert "fortsatt i bruk i 2 enheter etter 3 måneder" in grown[0]["alt_text"]
        assert grown[0]["slack_file"] != rings[0]["slack_file"], "drawn anew"


@postgres.BY_AND_BY
async def test_a_voice_from_outside_is_drawn_until_one_says_yes(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        await ambassador(there, "UCULTURE1")
        channel = await there.start("UHEALTH1", "UYOUTH1")
        card = here.cards(channel)[0]
        await there.tap("UYOUTH1", "project_open", channel=channel, message=card)
        answer = await there.press("UYOUTH1", "project_voice")
        assert "trukket ved lodd" in there.screen("UYOUTH1"), answer
        await here.close("UYOUTH1")
        await here.settle()
        thread = here.playground.thread(channel, card.ts)
        assert "Bare én kunne spørres" in words(thread[-1])
        assert "Navnet kommer først ved et ja" in words(thread[-1])
        assert not any("UCULTURE1" in words(one) for one in thread), "named only after a yes"

        await there.tap("UYOUTH1", "project_open", channel=channel, message=card)
        await there.press("UYOUTH1", "project_shrink")
        answer = await here.fill(
            "UYOUTH1", "plan_form", shrunk="Bare én skole", next_step="Møte rektor torsdag kl. 13"
        )
        assert answer.ok, answer
        await here.close("UYOUTH1")
        await here.advance(days=9)
        asked = [
            person
            for person in town.PEOPLE
            if any("blikk utenfra" in words(one) for one in there.told(person))
        ]
        assert asked == ["UCULTURE1"], "one at a time, those of earlier cohorts first"
        assert "vært med i en gruppe før" in words(there.told("UCULTURE1")[-1])
        await there.tap_told("UCULTURE1", "voice_answer.no_1")
        await here.advance(days=9)
        await there.tap_told("ULIVING1", "voice_answer.yes_1")
        await here.advance(seconds=10)
        thread = here.playground.thread(channel, card.ts)
        assert any("<@ULIVING1> er med som en stemme utenfra" in words(one) for one in thread)
        assert "Møte rektor torsdag" in words(here.cards(channel)[0])
        (kept,) = (await archive.collect(here.bot.installation, now=here.time())).workspaces
        (chosen,) = kept.projects[0].history
        assert (chosen.way, chosen.let_go) == (kinds.Way.SHRINK, "Bare én skole")
        assert chosen.next_step == "Møte rektor torsdag kl. 13"
        await there.tap("UYOUTH1", "project_open", channel=channel, message=card)
        await there.press("UYOUTH1", "project_voice")
        assert "alt noen utenfra med" in there.screen("UYOUTH1")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_where_nobody_from_outside_can_the_group_hears_so(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        channel = await there.start("UHEALTH1", "UYOUTH1")
        card = here.cards(channel)[0]
        for _ in range(2):
            await here.close("UHEALTH1")
            await there.tap("UHEALTH1", "project_open", channel=channel, message=card)
            await there.press("UHEALTH1", "project_voice")
        assert "venter på svar" in there.screen("UHEALTH1")
        await here.close("UHEALTH1")
        for _ in range(2):
            await here.advance(days=9)
            person = next(one for one in ("ULIVING1", "UCULTURE1") if "blikk utenfra" in there.last_told(one))
            await there.tap_told(person, "voice_answer.no_1")
        await here.advance(seconds=10)
        assert "fant ingen utenfra" in words(here.playground.thread(channel, card.ts)[-1])
        await there.tap("UHEALTH1", "project_open", channel=channel, message=card)
        await there.press("UHEALTH1", "project_voice")
        assert "ingen flere å spørre" in there.screen("UHEALTH1")


async def ambassador(there: Town, person: str) -> None:
    """Let them have been in a hunt that is over."""
    async with there.here.store.begin() as session:
        [known] = await personal.by_external(session, person)
        day = there.here.time()
        hunt = Hunt(
            workspace_id=1,
            state=kinds.HuntState.FINISHED,
            question="Hvordan kan vi nå flere?",
            cohort="Kull 1",
            year=2025,
            place=there.ideas,
            opened_by=known.id,
            collect_until=day - timedelta(days=3),
            vote_until=day - timedelta(days=2),
            group_by=day - timedelta(days=1),
            opened_at=day - timedelta(days=9),
        )
        session.add(hunt)
        await session.flush()
        session.add(HuntMember(hunt_id=hunt.id, person_id=known.id))


@postgres.BY_AND_BY
async def test_a_group_outlives_its_owner(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        channel = await there.start("UHEALTH1", "UYOUTH1")
        await there.tap("UYOUTH1", "project_open", channel=channel, message=here.cards(channel)[0])
        await there.press("UYOUTH1", "project_take")
        await here.close("UYOUTH1")
        await here.advance(seconds=10)
        assert "Ansvarlig: <@UYOUTH1>" in words(here.cards(channel)[0])
        await there.tap("UYOUTH1", "project_open", channel=channel, message=here.cards(channel)[0])
        await there.press("UYOUTH1", "project_leave")
        await here.close("UYOUTH1")
        await here.advance(seconds=10)
        assert "Ansvarlig: <@UHEALTH1>" in words(here.cards(channel)[0])
        await there.tap("UHEALTH1", "project_open", channel=channel, message=here.cards(channel)[0])
        view = here.playground.view("UHEALTH1")
        assert view is not None
        answer = await here.playground.click("UHEALTH1", None, view.id, "project_leave")
        top = here.playground.view("UHEALTH1")
        assert top is not None
        assert "Du er den siste" in words(top.definition), answer
