"""A hunt from its form to its case, through the real doors and by the clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from storage import agenda, hunts, kinds, rounds, workspaces
from storage.models import Hunt
from tests import house, postgres
from tests.house import House, words

LEAD, ADMIN = "UFACIL1", "UADMIN1"
YOUTH, HEALTH = "Ungdomstjenesten", "Helsestasjonen"
PEOPLE = {f"UPERSON{n}": YOUTH if n % 2 else HEALTH for n in range(6)}
FIRST, SECOND = "Foreldre vet ikke hvem de skal ringe", "Bussen går før møtet er slutt"
QUESTION = "Hvordan kan vi bli lettere å finne?"


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    """Six people of two disciplines, a facilitator, an ideas channel and a wide one."""
    async with house.standing(migrated_url, now=now) as standing:
        ideas, wide = standing.channel("ideas"), standing.channel("wide")
        standing.person(ADMIN, is_admin=True)
        for person in (LEAD, *PEOPLE):
            standing.person(person)
        await standing.set_up(ADMIN, ideas, YOUTH, HEALTH, wide_place=wide)
        await standing.playground.command(ADMIN, ideas, "/idea", "setup")
        view = standing.playground.view(ADMIN)
        assert view is not None
        await standing.playground.click(ADMIN, None, view.id, "setup_part.facilitators")
        await standing.fill(ADMIN, "facilitators_form", facilitators=[LEAD])
        await standing.close(ADMIN)
        await standing.join(PEOPLE)
        yield standing, ideas


async def start(here: House, ideas: str, **fields: Any) -> None:
    """By the suggested plan: collect until 8 December, vote until the 15th, groups by the 4th of January."""
    await here.playground.command(LEAD, ideas, "/hunt")
    answer = await here.fill(LEAD, "hunt_form", **{"question": QUESTION, "cohort": "Vårkullet", **fields})
    assert answer.ok, answer
    await here.close(LEAD)
    await here.settle()


async def only(here: House) -> Hunt:
    async with here.store.read() as session:
        (workspace,) = await workspaces.every(session)
        (hunt,) = await hunts.listed(session, workspace.id, states=list(kinds.HuntState), limit=2)
    return hunt


def card(here: House, ideas: str) -> Any:
    return next(one for one in here.cards(ideas) if QUESTION in words(one))


async def post(here: House, ideas: str, person: str, title: str) -> None:
    """From the hunt's card."""
    await here.playground.click(person, ideas, card(here, ideas).ts, "hunt_idea")
    answer = await here.fill(person, "idea_form", title=title)
    assert answer.ok, answer
    await here.close(person)
    await here.settle()


@postgres.BY_AND_BY
async def test_a_season(here: tuple[House, str]) -> None:
    standing, ideas = here
    play = standing.playground
    await start(standing, ideas)
    assert "avstemningen åpner av seg selv tirsdag 8. desember kl. 15:00" in words(card(standing, ideas))
    await post(standing, ideas, "UPERSON1", FIRST)
    await post(standing, ideas, "UPERSON2", SECOND)
    # What is posted in a line joins the one hunt there is, until its author says no.
    answer = await play.command("UPERSON3", ideas, "/idea", "Kopimaskinen er langt unna")
    assert f"Ideen er med i jakten «{QUESTION}»" in words(answer.ephemeral[0])
    await standing.advance(seconds=10)
    assert "3 ideer i jakten" in words(card(standing, ideas))
    private = answer.ephemeral[0].ts
    answer = await play.click("UPERSON3", ideas, private, "hunt_leave")
    assert "ikke med i jakten lenger" in str(play.messages(ideas, as_person="UPERSON3"))
    await standing.advance(seconds=10)
    assert "2 ideer i jakten" in words(card(standing, ideas))

    await standing.advance_to(datetime(2026, 12, 8, 14, 5, tzinfo=UTC))
    hunt = await only(standing)
    assert hunt.state == kinds.HuntState.VOTING
    async with standing.store.read() as session:
        assert len(await rounds.ideas(session, hunt.round_id or 0)) == 2
    assert "Nå stemmer vi" in words(card(standing, ideas))

    await play.click(LEAD, ideas, card(standing, ideas).ts, "hunt_lead")
    for day, hour, said in ((15, 9, "kan bare bli senere"), (16, 20, "mellom 08:00 og 15:45")):
        moved = int(datetime(2026, 12, day, hour, tzinfo=UTC).timestamp())
        answer = await standing.fill(LEAD, "hunt_move_form", vote_until=moved, reason="Mange er på kurs")
        assert said in answer.errors["vote_until"]
    moved = int(datetime(2026, 12, 16, 12, 0, tzinfo=UTC).timestamp())
    answer = await standing.fill(LEAD, "hunt_move_form", vote_until=moved, reason="Mange er på kurs")
    assert answer.ok, answer
    await standing.close(LEAD)
    await standing.advance(seconds=10)
    note = words(standing.cards(ideas)[-1])
    assert "Avstemningen varer lenger. Ny frist: onsdag 16. desember kl. 13:00." in note
    assert "Mange er på kurs" in note
    assert "Neste: avstemningen avsluttes onsdag 16. desember" in words(card(standing, ideas))
    assert "Mange er på kurs" in words(play.thread(ideas, card(standing, ideas).ts)[-1])

    for person in PEOPLE:
        await play.click(person, ideas, card(standing, ideas).ts, "ballot_open")
        view = play.view(person)
        assert view is not None
        block, button = next(
            (block["block_id"], block["accessory"]["action_id"])
            for block in view.definition["blocks"]
            if FIRST in words(block) and "ballot_approve" in str(block)
        )
        await play.click(person, None, view.id, button, block_id=block)
        await standing.close(person)

    await standing.advance_to(datetime(2026, 12, 15, 14, 10, tzinfo=UTC))
    assert (await only(standing)).state == kinds.HuntState.VOTING
    await standing.advance_to(datetime(2026, 12, 16, 12, 10, tzinfo=UTC))
    assert (await only(standing)).state == kinds.HuntState.GROUPING
    shown = words(card(standing, ideas))
    assert "Nå lager vi prosjektgrupper" in shown
    assert f"• {FIRST}" in shown

    await play.click(LEAD, ideas, card(standing, ideas).ts, "hunt_lead")
    view = play.view(LEAD)
    assert view is not None
    await play.click(LEAD, None, view.id, "hunt_finish")
    answer = await standing.fill(LEAD, "hunt_finish_form", learnt="Spør foreldrene først.")
    assert answer.ok, answer
    await standing.settle()
    wide = next(one.id for one in play.workspace.state.channels.values() if one.name == "wide")
    case = words(standing.cards(wide)[-1])
    why = f"«{FIRST}» var den eneste som hadde bred nok støtte."
    for said in (QUESTION, FIRST, SECOND, "Spør foreldrene først.", "Vårkullet 2026", "valgte sammen", why):
        assert said in case
    await standing.advance(seconds=10)
    answer = await play.click("UPERSON3", ideas, card(standing, ideas).ts, "hunt_case")
    assert "Spør foreldrene først." in words(answer.ephemeral[0])
    async with standing.store.read() as session:
        assert len(await hunts.ambassadors(session, hunt.workspace_id)) == 2


@postgres.BY_AND_BY
async def test_a_vote_that_is_cancelled_and_what_is_chosen_instead(here: tuple[House, str]) -> None:
    """The card says so at once; another round decides, and a facilitator where nobody wins it."""
    standing, ideas = here
    play = standing.playground
    await start(standing, ideas)
    await post(standing, ideas, "UPERSON1", FIRST)
    await post(standing, ideas, "UPERSON2", SECOND)
    await standing.advance_to(datetime(2026, 12, 8, 14, 5, tzinfo=UTC))
    await play.click(LEAD, ideas, standing.cards(ideas)[-1].ts, "round_steer")
    answer = await standing.fill(LEAD, "steering_form", what="cancel", reason="Feil ideer")
    assert answer.ok, answer
    await standing.close(LEAD)
    await standing.advance(seconds=10)
    assert (await only(standing)).state == kinds.HuntState.GROUPING
    shown = words(card(standing, ideas))
    assert "Ingen idé ble valgt. En prosessleder kan åpne en ny runde med /round." in shown
    assert "skriver en prosessleder hva vi lærte, og jakten avsluttes" in shown

    await play.command(LEAD, ideas, "/round")
    answer = await standing.fill(LEAD, "round_form", scope="all")
    assert answer.ok, answer
    await standing.close(LEAD)
    await standing.advance(seconds=10)
    assert "Neste: når runden er avsluttet, lager vi grupper" in words(card(standing, ideas))
    await standing.advance(days=14)
    result = next(one for one in reversed(standing.cards(ideas)) if "round_pick" in str(one.blocks))
    await play.click(LEAD, ideas, result.ts, "round_pick")
    view = play.view(LEAD)
    assert view is not None
    chosen = next(one for one in view.definition["blocks"] if one["block_id"] == "idea")["element"]["options"]
    first = next(one["value"] for one in chosen if one["text"]["text"] == FIRST)
    answer = await standing.fill(LEAD, "pick_form", idea=first, reason="Haster mest")
    assert answer.ok, answer
    await standing.close(LEAD)
    await standing.advance(days=30)
    assert (await only(standing)).state == kinds.HuntState.FINISHED
    answer = await play.click(LEAD, ideas, card(standing, ideas).ts, "hunt_case")
    case = words(answer.ephemeral[0])
    assert "Færre enn fem stemte" in case
    assert f"En prosessleder har valgt «{FIRST}». Grunn: Haster mest" in case


@postgres.BY_AND_BY
async def test_a_step_is_moved_with_a_reason_that_all_see(here: tuple[House, str]) -> None:
    standing, ideas = here
    await start(standing, ideas)
    await standing.playground.click(LEAD, ideas, card(standing, ideas).ts, "hunt_lead")
    later = int(datetime(2026, 12, 9, 12, 0, tzinfo=UTC).timestamp())
    answer = await standing.fill(
        LEAD, "hunt_move_form", collect_until=later, reason="Skolene trenger en dag til"
    )
    assert answer.ok, answer
    await standing.advance(seconds=10)
    assert "onsdag 9. desember kl. 13:00" in words(card(standing, ideas))
    thread = standing.playground.thread(ideas, card(standing, ideas).ts)
    assert "Skolene trenger en dag til" in words(thread[-1])


@pytest.mark.parametrize(
    ("moments", "field", "said"),
    [
        ({"collect_until": datetime(2026, 11, 1, 12, 0, tzinfo=UTC)}, "collect_until", "ikke er passert"),
        ({"collect_until": datetime(2026, 12, 25, 12, 0, tzinfo=UTC)}, "collect_until", "vanlig arbeidsdag"),
        ({"vote_until": datetime(2026, 12, 8, 14, 30, tzinfo=UTC)}, "vote_until", "etter hverandre"),
        ({"group_by": datetime(2026, 12, 14, 20, 0, tzinfo=UTC)}, "group_by", "etter hverandre"),
        ({"group_by": datetime(2027, 1, 5, 20, 0, tzinfo=UTC)}, "group_by", "mellom 08:00 og 15:45"),
        ({"group_by": datetime(2028, 1, 5, 12, 0, tzinfo=UTC)}, "group_by", "innen et år"),
    ],
)
@postgres.BY_AND_BY
async def test_a_plan_that_cannot_be_kept_is_refused_at_its_step(
    here: tuple[House, str], moments: dict[str, datetime], field: str, said: str
) -> None:
    standing, ideas = here
    await standing.playground.command(LEAD, ideas, "/hunt", "ny")
    given = {name: int(moment.timestamp()) for name, moment in moments.items()}
    answer = await standing.fill(LEAD, "hunt_form", question=QUESTION, cohort="Vår", **given)
    assert said in answer.errors[field]
    async with standing.store.read() as session:
        assert await agenda.read(session, agenda.question({"hunt": hunts.next_step()})) == {}


@postgres.BY_AND_BY
async def test_too_few_ideas_get_more_time_once(here: tuple[House, str]) -> None:
    standing, ideas = here
    await start(standing, ideas)
    await post(standing, ideas, "UPERSON1", FIRST)
    await standing.advance_to(datetime(2026, 12, 8, 14, 5, tzinfo=UTC))
    hunt = await only(standing)
    assert hunt.state == kinds.HuntState.COLLECTING
    assert hunt.collect_until == datetime(2026, 12, 15, 14, 0, tzinfo=UTC)
    await standing.advance_to(datetime(2026, 12, 15, 14, 5, tzinfo=UTC))
    assert (await only(standing)).state == kinds.HuntState.CANCELLED
    thread = standing.playground.thread(ideas, card(standing, ideas).ts)
    said = "\n".join(words(one) for one in thread)
    assert "Vi får litt mer tid" in said
    assert "Det kom for få ideer" in said


@postgres.BY_AND_BY
async def test_a_member_sees_what_runs_and_leads_nothing(here: tuple[House, str]) -> None:
    standing, ideas = here
    none = await standing.playground.command("UPERSON1", ideas, "/hunt")
    assert "Ingen jakt pågår nå" in words(none.ephemeral[0])
    refused = await standing.playground.command("UPERSON1", ideas, "/hunt", "ny")
    assert "prosessledere og administratorer som leder jakter" in words(refused.ephemeral[0])
    await start(standing, ideas)
    some = await standing.playground.command("UPERSON1", ideas, "/hunt")
    assert QUESTION in words(some.ephemeral[0])
    assert "hunt_new" not in str(some.ephemeral[0].blocks)
    answer = await standing.playground.click("UPERSON1", ideas, card(standing, ideas).ts, "hunt_lead")
    assert "leder jakter" in words(answer.ephemeral[0])


@postgres.BY_AND_BY
async def test_nobody_ends_it_so_the_clock_does(here: tuple[House, str]) -> None:
    """Nobody votes either; the hunt still comes to its end, with a reminder on the way."""
    standing, ideas = here
    await start(standing, ideas)
    await post(standing, ideas, "UPERSON1", FIRST)
    await post(standing, ideas, "UPERSON2", SECOND)
    await standing.advance(days=80)
    hunt = await only(standing)
    assert (hunt.state, hunt.next_at) == (kinds.HuntState.FINISHED, None)
    assert hunt.reminded_at is not None
    assert hunt.ended_at is not None
    assert hunt.ended_at > hunt.reminded_at > hunt.vote_until
    direct = [
        one.id
        for one in standing.playground.workspace.state.channels.values()
        if not one.name and LEAD in one.members
    ]
    assert any("skulle ha gruppene klare" in words(one) for place in direct for one in standing.cards(place))
