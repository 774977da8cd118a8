"""How a group comes together, through the real doors."""

from datetime import datetime

from tests import postgres
from tests.groups import town
from tests.groups.town import TITLE
from tests.house import words


async def test_volunteers_become_a_balanced_group(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        here = there.here
        answer = await there.tap("UYOUTH1", f"group_want.{there.idea_id}")
        assert "Du får en melding når gruppen settes sammen" in words(answer.ephemeral[0])
        await there.want("UYOUTH2", "UYOUTH3", "UHEALTH1", "ULIVING1")
        await here.advance(seconds=10)
        assert "5 vil være med i gruppen" in words(there.card)

        await there.tap("UHEALTH2", "group_team")
        shown = words(here.playground.view("UHEALTH2").definition)  # type: ignore[union-attr]
        assert "Den eneste fra Frisklivssentralen" in shown
        assert "Gruppen har alt to fra Ungdomstjenesten." in shown
        assert "Ingen har meldt seg fra Biblioteket." in shown
        assert "det trengs" not in shown.casefold()

        await there.press("UHEALTH2", "group_advertise")
        answer = await here.fill("UHEALTH2", "team_form")
        assert answer.ok, answer
        await here.settle()
        call = here.cards(there.wide)[-1]
        assert "trenger flere" in words(call)
        assert "Biblioteket" in words(call)
        assert not there.told("UYOUTH3"), "who is not in the proposal is not asked"

        for person in ("UYOUTH1", "UYOUTH2", "ULIVING1"):
            assert "Er du med?" in words(there.told(person)[-1])
            await there.tap_told(person, f"invitation_accept.{there.idea_id}")
        # What one is invited to stands on one's Home tab too, until it is answered there or elsewhere.
        await here.playground.open_home("UHEALTH1")
        home = here.playground.home("UHEALTH1")
        assert home is not None
        assert "Vil du være med i gruppen?" in words(home.definition)
        answer = await here.playground.click(
            "UHEALTH1", None, None, f"invitation_decline.{there.idea_id}", value=str(there.idea_id)
        )
        assert answer.ok, answer
        home = here.playground.home("UHEALTH1")
        assert home is not None
        assert "Vil du være med i gruppen?" not in words(home.definition)
        await here.close("UHEALTH1")
        await here.settle()
        told = there.told("UHEALTH2")[-1]
        assert "Alle har svart" in words(told)
        assert "1 kan ikke nå" in words(told)
        for person in ("UYOUTH1", "UYOUTH2", "ULIVING1"):
            assert person in words(told)

        await there.tap_told("UHEALTH2", "group_start")
        group = here.channel("gruppe")
        answer = await here.start_group("UHEALTH2", place=group)
        assert answer.ok, answer
        await here.settle()
        card = here.cards(group)[0]
        for person in ("UHEALTH2", "UYOUTH1", "UYOUTH2", "ULIVING1"):
            assert f"<@{person}>" in words(card)
        assert "UHEALTH1" not in words(card)
        assert "Før du starter (1 av 5)" in words(card)
        assert "Færre enn fem familier" in words(card)
        await here.advance(days=1)
        assert "i gang uten deg" in words(there.told("UYOUTH3")[-1])
        await there.tap_told("UYOUTH3", "project_join.1")
        await here.advance(seconds=10)
        assert "UYOUTH3" in words(here.cards(group)[0])


async def test_nobody_is_asked_twice_and_tapping_again_changes_nothing(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now) as there:
        await there.want("UYOUTH1", "UYOUTH1", "UHEALTH1")
        for _ in range(2):
            await there.tap("UHEALTH1", "group_team")
            answer = await there.here.fill("UHEALTH1", "team_form", members=["UYOUTH1", "UCULTURE1"])
            assert answer.ok, answer
            await there.here.close("UHEALTH1")
        await there.here.settle()
        assert sum("Er du med?" in words(one) for one in there.told("UYOUTH1")) == 1
        asked = [one for one in there.told("UCULTURE1") if "Vil du være med" in words(one)]
        assert len(asked) == 1
        answer = await there.tap_told("UCULTURE1", f"invitation_decline.{there.idea_id}")
        assert "Du er ikke med" in words(answer.ephemeral[0])
        answer = await there.tap_told("UCULTURE1", f"invitation_accept.{there.idea_id}")
        assert "Fint at du er med" in words(answer.ephemeral[0])


@postgres.BY_AND_BY
async def test_later_is_asked_once_and_taking_back_asks_nobody(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        answer = await there.tap("UYOUTH2", f"group_later.{there.idea_id}")
        assert "igjen fra tirsdag 22. desember" in words(answer.ephemeral[0])
        answer = await there.tap("UYOUTH3", f"group_later.{there.idea_id}")
        await there.tap("UYOUTH3", "group_withdraw", message=answer.ephemeral[0])
        await there.here.advance(days=35)
        asked = [one for one in there.told("UYOUTH2") if "ba meg spørre senere" in words(one)]
        assert len(asked) == 1
        await there.here.advance(days=40)
        assert len([one for one in there.told("UYOUTH2") if "ba meg spørre senere" in words(one)]) == 1
        assert not there.told("UYOUTH3")


@postgres.BY_AND_BY
async def test_a_week_without_anybody_asks_the_channel_once(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now) as there:
        await there.here.advance(days=6)
        assert not [one for one in there.here.cards(there.ideas) if "ingen har meldt seg" in words(one)]
        await there.here.advance(days=30)
        asked = [one for one in there.here.cards(there.ideas) if "ingen har meldt seg" in words(one)]
        assert len(asked) == 1
        assert TITLE in words(asked[0])


@postgres.BY_AND_BY
async def test_a_call_that_is_old_still_lets_people_in_and_guests_hear_why_not(
    migrated_url: str, now: datetime
) -> None:
    async with town.standing(migrated_url, now) as there:
        there.here.person("UGUEST1", is_restricted=True, locale="nb-NO")
        answer = await there.here.playground.click(
            "UGUEST1", there.ideas, there.card.ts, f"group_want.{there.idea_id}"
        )
        assert "Gjester kan lese" in words(answer.ephemeral[0])
        await there.tap("UHEALTH1", "group_team")
        await there.press("UHEALTH1", "group_advertise")
        await there.here.close("UHEALTH1")
        await there.here.settle()
        call = there.here.cards(there.wide)[-1]
        channel = await there.start("UHEALTH1", "UYOUTH1")
        want = f"group_want.{there.idea_id}"
        answer = await there.tap("UCULTURE1", want, channel=there.wide, message=call)
        assert "Du er med i gruppen" in words(answer.ephemeral[0])
        await there.here.advance(seconds=10)
        assert "UCULTURE1" in words(there.here.cards(channel)[0])
