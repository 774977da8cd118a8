"""What Slack tells of people: accounts that are closed, or opened again."""

from collections.abc import Mapping
from typing import Any

from bot.services import departures
from bot.slack import door, requests
from bot.slack.door import Door
from storage import kinds


async def changed(here: Door, body: Mapping[str, Any]) -> None:
    """A profile changed: what was known of the person is asked anew; a closed account has its groups told."""
    here.forget(requests.changed_user(body))
    person = requests.person_changed(body)
    if person is None:
        return
    known = await departures.known(here.installation, kinds.Platform.SLACK, here.team.team_id, person.user)
    if known is None:
        return
    told = here.profile(person.record, person.user)
    if (told.standing, told.administrator) != (known.standing, known.administrator):
        await departures.doubt(here.installation, known, met_at=here.now() - door.MET_FOR)
    if known.gone == person.closed:
        return
    guarded = here.once(requests.event_name(body), known.workspace_id).installation
    if person.closed:
        await departures.left(guarded, known, now=here.now())
    else:
        await departures.came_back(guarded, known)
