"""Handlers for the three taps that answer a nudge."""

from bot import errors
from bot.services import checkins
from bot.slack import requests
from bot.slack.answering import Instead, Visit
from bot.slack.handlers import words
from bot.slack.views import blocks
from bot.slack.views import nudges as views
from storage import kinds


async def confidence(visit: Visit[requests.Click]) -> blocks.Drawn:
    nudge_id, level = words.pair(visit.request.value)
    answered = await checkins.set_confidence(
        visit.door.installation, visit.actor, nudge_id, words.number(level), now=visit.door.now()
    )
    return views.answered(answered, visit.texts)


async def movement(visit: Visit[requests.Click]) -> blocks.Drawn:
    nudge_id, word = words.pair(visit.request.value)
    if word not in tuple(kinds.Movement):
        raise errors.Invalid("error.button")
    answered = await checkins.set_movement(
        visit.door.installation, visit.actor, nudge_id, kinds.Movement(word), now=visit.door.now()
    )
    return views.answered(answered, visit.texts)


async def obstacle(visit: Visit[requests.Click]) -> Instead:
    nudge_id, word = words.pair(visit.request.value)
    if word not in tuple(kinds.Obstacle):
        raise errors.Invalid("error.button")
    answered = await checkins.set_obstacle(
        visit.door.installation, visit.actor, nudge_id, kinds.Obstacle(word), now=visit.door.now()
    )
    return Instead(views.answered(answered, visit.texts))
