"""The languages to choose from, each by its own name."""

from slack_sdk.models import blocks as kit

from bot.slack.views import blocks
from bot.texts import LOCALES, Texts

NAMES = {"nb": "locale.nb", "nn": "locale.nn", "en": "locale.en"}


def options(texts: Texts) -> list[kit.Option]:
    return [blocks.option(texts(NAMES[locale]), locale) for locale in LOCALES]
