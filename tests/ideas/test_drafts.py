"""What was typed is not lost: not by a late form, a database that is away, or a change of mind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import texts
from bot.playground.faults import Trouble
from bot.services import retention
from tests import postgres
from tests.delivery import test_deadline as locks
from tests.house import House, words
from tests.ideas import town
from tests.safety import rows

NB = texts.load("nb")
TITLE = "Foreldre vet ikke hvem de skal ringe om skolefravær"
LONG = "Det er kø foran skranken hver mandag. " * 6
IDENTITY_NUMBER = "10915596784"
MEMBER = "UYOUTH1"


@pytest.fixture
async def there(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with town.small(migrated_url, now) as found:
        yield found


def home(here: House) -> str:
    view = here.playground.home(MEMBER)
    assert view is not None
    return words(view.definition)


async def tap_home(here: House, action: str) -> None:
    """Tap on the Home tab as it was drawn last."""
    view = here.playground.home(MEMBER)
    assert view is not None
    action_id, block_id = town.button(view.definition, action)
    answer = await here.playground.click(MEMBER, None, None, action_id, block_id=block_id)
    assert answer.ok, answer


async def keep(here: House, **fields: Any) -> Any:
    view = town.open_form(here, MEMBER, "idea_form")
    assert view is not None
    action_id, block_id = town.button(view.definition, "draft_keep")
    typed = {name: {"value": {"value": value}} for name, value in fields.items()}
    return await here.playground.click(MEMBER, None, view.id, action_id, block_id=block_id, values=typed)


async def test_a_draft_is_kept_found_on_the_home_tab_and_posted(there: tuple[House, str]) -> None:
    here, channel = there
    await here.playground.command(MEMBER, channel, "/idea")
    assert (await keep(here)).ok
    assert NB("error.draft.empty") in town.shown(here, MEMBER)
    await here.close(MEMBER)

    # What the guard stops stays in the form alone.
    await here.playground.command(MEMBER, channel, "/idea")
    assert (await keep(here, who=f"Gutten {IDENTITY_NUMBER}")).ok
    assert NB("error.guard.identity") in town.shown(here, MEMBER)
    assert IDENTITY_NUMBER not in str(await rows.all_rows(here.store))
    await here.close(MEMBER)

    await here.playground.command(MEMBER, channel, "/idea")
    assert (await keep(here, who="Foreldre som er nye her", cost="To timer")).ok
    assert NB("draft.kept") in town.shown(here, MEMBER)
    await here.close(MEMBER)
    assert "Foreldre som er nye her" in home(here)
    assert not here.cards(channel)

    # Going on with it, and keeping it again, makes no second one.
    await tap_home(here, "draft_open")
    view = town.open_form(here, MEMBER, "idea_form")
    assert view is not None
    assert view.values["cost"]["value"]["value"] == "To timer"
    assert (await keep(here, title=TITLE)).ok
    await here.close(MEMBER)
    assert home(here).count(TITLE) == 1
    assert "Foreldre som er nye her" not in home(here)

    # Posted, it is a draft no more, and the tab it was opened from shows that.
    await tap_home(here, "draft_open")
    answer = await here.fill(MEMBER, "idea_form")
    assert answer.ok, answer
    await here.close(MEMBER)
    await here.settle()
    assert "Foreldre som er nye her" in words(town.card(here, channel, TITLE))
    assert NB("draft.open") not in home(here)
    assert home(here).count(TITLE) == 1

    # A form that does not open in time: the text is given back, and kept.
    for text in (LONG, "Foreldra veit ikkje kven dei skal ringje om skulefråvær"):
        here.playground.faults.plan("views.open", Trouble.ERROR, code="expired_trigger_id")
        answer = await here.playground.command(MEMBER, channel, "/idea", text)
        assert NB("error.trigger_kept") in words(answer.ephemeral[0])
        assert text.strip() in words(answer.ephemeral[0])
    await here.playground.open_home(MEMBER)
    assert home(here).count(NB("draft.open")) == 2
    assert "Foreldra veit ikkje" in home(here)
    await tap_home(here, "draft_drop")
    assert home(here).count(NB("draft.open")) == 1
    # One that nobody touches for a year is taken out.
    later = here.time() + timedelta(days=367)
    assert (await retention.sweep(here.bot.installation, now=later))["drafts"] == 1
    assert (await rows.all_rows(here.store))["draft"] == []

    # Who posted a solution in disguise is one tap from other words for it.
    answer = await here.playground.command(MEMBER, channel, "/idea", "Vi trenger en app for permisjon")
    (told,) = answer.ephemeral
    assert NB("idea.posted.disguise") in words(told)
    assert (await here.playground.click(MEMBER, channel, told.ts, "idea_deed")).ok
    answer = await here.fill(MEMBER, "idea_deed_form", title="Hvordan kan vi søke om permisjon raskere?")
    assert answer.ok, answer


@asynccontextmanager
async def away(url: str, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """PostgreSQL lets nobody in; SQLite is held by somebody else."""
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite":
        async with locks.locked(url):
            yield
        return
    server: sa.URL = request.getfixturevalue("postgres_server")
    postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS false')
    postgres.execute(
        server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{made.database}'"
    )
    try:
        yield
    finally:
        postgres.execute(server, f'ALTER DATABASE "{made.database}" ALLOW_CONNECTIONS true')


async def test_a_form_that_cannot_be_stored_stays_open_with_all_that_is_in_it(
    migrated_url: str, request: pytest.FixtureRequest, there: tuple[House, str]
) -> None:
    here, channel = there
    await here.playground.command(MEMBER, channel, "/idea")
    async with away(migrated_url, request):
        answer = await here.fill(MEMBER, "idea_form", title=TITLE, who="Foreldre som er nye her")
        assert answer.errors["title"] in {NB("error.too_slow"), NB("error.database_away")}
        assert (await keep(here)).ok
        said = town.shown(here, MEMBER)
        assert NB("error.too_slow") in said or NB("error.database_away") in said
        view = here.playground.view(MEMBER)
        assert view is not None
        await here.playground.dismiss(MEMBER, view.id)
    view = town.open_form(here, MEMBER, "idea_form")
    assert view is not None
    assert view.values["who"]["value"]["value"] == "Foreldre som er nye her"
    answer = await here.fill(MEMBER, "idea_form")
    assert answer.ok, answer
    await here.settle()
    assert "Foreldre som er nye her" in words(town.card(here, channel, TITLE))
    kept = await rows.all_rows(here.store)
    assert (len(kept["idea"]), kept["draft"]) == (1, [])
