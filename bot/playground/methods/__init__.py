"""The methods of the Web API that this Slack serves, by name."""

from bot.playground.methods import apps, chat, conversations, files, history, membership, users, views
from bot.playground.methods.call import Method

METHODS: dict[str, Method] = {
    method.name: method
    for group in (apps, chat, conversations, files, history, membership, users, views)
    for method in group.METHODS
}
