"""The whole road of an idea: posted, voted on, given a group, nudged three weeks in a row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from tests import house, postgres
from tests.house import House, words

YOUTH, HEALTH, LIVING = "Ungdomstjenesten", "Helsestasjonen", "Frisklivssentralen"
PEOPLE = {
    "UYOUTH1": YOUTH,
    "UYOUTH2": YOUTH,
    "UYOUTH3": YOUTH,
    "UHEALTH1": HEALTH,
    "UHEALTH2": HEALTH,
    "ULIVING1": LIVING,
}


@asynccontextmanager
async def peopled(
    url: str,
    now: datetime,
    *,
    locale: str = "nb",
    transport: Literal["http", "socket"] = "http",
    impatient: bool = False,
    work: bool = True,
) -> AsyncIterator[tuple[House, str]]:
    """A house with three disciplines of three, two and one, and an ideas channel."""
    platform_locale = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-US"}[locale]
    async with house.standing(
        url, now=now, transport=transport, locale=locale, impatient=impatient, work=work
    ) as here:
        ideas = here.channel("ideas")
        here.person("UADMIN1", is_admin=True, locale=platform_locale)
        for person in PEOPLE:
            here.person(person, locale=platform_locale)
        await here.set_up("UADMIN1", ideas, YOUTH, HEALTH, LIVING)
        await here.join(PEOPLE)
        yield here, ideas


async def walk(here: House, ideas: str) -> None:
    """From `/idea` to the third nudge."""
    bot = here.playground
    for person, title in [
        ("UYOUTH1", "Ungdom som slutter på idretten, forsvinner ut av tilbudene"),
        ("UHEALTH1", "Foreldre vet ikke hvem de skal ringe om skolefravær"),
        ("ULIVING1", "Rådene om søvn er ulike i hver tjeneste"),
    ]:
        answer = await bot.command(person, ideas, "/idea", title)
        assert answer.ok
        assert title in words(answer.ephemeral[0])
    await here.settle()
    cards = here.cards(ideas)
    assert len(cards) == 3
    assert "Foreldre vet ikke" in words(cards[1])
    assert HEALTH in words(cards[1])

    await bot.click("UYOUTH2", ideas, cards[1].ts, "idea_support")
    await here.settle()
    await here.advance(seconds=5)

    answer = await bot.command("UYOUTH1", ideas, "/round")
    assert answer.ok
    answer = await here.fill("UYOUTH1", "round_form")
    assert answer.ok, answer
    await here.close("UYOUTH1")
    await here.settle()
    round_card = here.cards(ideas)[-1]

    for person in PEOPLE:
        await bot.click(person, ideas, round_card.ts, "ballot_open")
        await tap(here, person, "Foreldre vet ikke", "ballot_approve")
        if PEOPLE[person] == YOUTH:
            await tap(here, person, "Ungdom som slutter", "ballot_approve")
        await here.close(person)

    await here.advance(days=8)
    result = here.cards(ideas)[-1]
    assert "Foreldre vet ikke" in words(result)
    assert "Foreldre vet ikke" in result.blocks[1]["text"]["text"]

    group = here.channel("project")
    await bot.command("UHEALTH1", ideas, "/project")
    answer = await here.start_group(
        "UHEALTH1",
        owner="UHEALTH1",
        members=["UYOUTH1", "ULIVING1"],
        next_step="Ringe tre foreldre, fredag kl. 10 på helsestasjonen",
        place=group,
    )
    assert answer.ok, answer
    await here.settle()
    assert "Ringe tre foreldre" in words(here.cards(group)[0])

    await here.advance(days=21)
    nudges = [card for card in here.cards(group) if "confidence" in str(card.blocks)]
    assert nudges, "the group was never nudged"
    latest = nudges[-1]
    assert "Ringe tre foreldre" in words(latest)
    for action in ("nudge_confidence.4", "nudge_movement.moving"):
        answer = await bot.click("UYOUTH1", group, latest.ts, action)
        assert answer.ok
        assert answer.ephemeral
    await here.settle()
    redrawn = bot.message(group, latest.ts)
    assert words(redrawn) != words(latest) or redrawn.edited
    assert "UYOUTH1" not in words(redrawn)


async def tap(here: House, person: str, title: str, action: str) -> None:
    """Press the button beside a title on the person's own ballot."""
    view = here.playground.view(person)
    assert view is not None
    for block in view.definition["blocks"]:
        button = block.get("accessory") or {}
        if title in words(block) and str(button.get("action_id", "")).startswith(action):
            answer = await here.playground.click(
                person, None, view.id, button["action_id"], block_id=block["block_id"]
            )
            assert answer.ok, answer
            return
    raise AssertionError(f"{title} is not on the ballot")


@pytest.mark.parametrize(
    ("database_kind", "locale"),
    [
        ("sqlite", "nb"),
        ("sqlite", "nn"),
        ("sqlite", "en"),
        ("postgresql", "nb"),
        pytest.param("postgresql", "nn", marks=pytest.mark.torture),
        pytest.param("postgresql", "en", marks=pytest.mark.torture),
    ],
)
async def test_an_idea_walks_all_the_way_over_http(migrated_url: str, now: datetime, locale: str) -> None:
    async with peopled(migrated_url, now, locale=locale) as (here, ideas):
        await walk(here, ideas)


async def test_an_idea_walks_all_the_way_over_socket_mode(migrated_url: str, now: datetime) -> None:
    async with peopled(migrated_url, now, transport="socket") as (here, ideas):
        await walk(here, ideas)


@postgres.BY_AND_BY
async def test_nudges_keep_to_their_slot_and_skip_christmas(migrated_url: str) -> None:
    start = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    async with peopled(migrated_url, start) as (here, ideas):
        await walk(here, ideas)
        group = next(c.id for c in here.playground.workspace.state.channels.values() if c.name == "project")
        await here.advance(days=14)
        said = [
            datetime.fromtimestamp(float(card.ts), UTC)
            for card in here.cards(group)
            if "nudge_confidence" in str(card.blocks) or "nudge" in str(card.metadata)
        ]
        assert all(not (at.month == 12 and at.day >= 24) for at in said)
        assert len({at.isocalendar()[:2] for at in said}) == len(said)
        assert all(timedelta(hours=7) <= timedelta(hours=at.hour, minutes=at.minute) for at in said)
