"""A group asked whether it goes on: why it is asked, and its ways."""

from typing import assert_never

from slack_sdk.models import blocks as kit

from bot import messages
from bot.messages import nudges as said
from bot.slack import mrkdwn
from bot.slack.views import blocks, groups, nudges
from bot.texts import Texts
from storage.kinds import Way

ANSWERS = {
    Way.CONTINUE: "asking.answer.continue",
    Way.SHRINK: "asking.answer.shrink",
    Way.HAND_OVER: "asking.answer.hand_over",
    Way.RETIRE: "asking.answer.retire",
}


def card(message: messages.AskingCard, texts: Texts) -> blocks.Drawn:
    """In the group's channel; neutral, with the evidence of every signal."""
    text = texts("asking.question", title=mrkdwn.inline(message.title))
    seen = [texts("list.item", text=signal(one, texts)) for one in message.signals]
    pieces = [blocks.words(text), *[blocks.words(chunk) for chunk in blocks.chunks(seen)]]
    if message.answer is not None:
        pieces.append(blocks.words(texts(ANSWERS[message.answer])))
    elif message.open:
        pieces += [
            blocks.words(texts("asking.choose")),
            blocks.row(*groups.ways(message.project_id, texts), groups.voice(message.project_id, texts)),
        ]
    details: list[kit.TextObject] = []
    if message.owner:
        details.append(blocks.mark(texts("project.card.owner", person=mrkdwn.mention(message.owner))))
    if message.open and message.answer is None:
        details.append(blocks.plain(texts("asking.why")))
    if details:
        pieces.append(blocks.small(*details))
    return blocks.drawn(text, pieces)


def signal(seen: messages.Signal, texts: Texts) -> str:
    """A signal with its evidence, as a line."""
    match seen:
        case said.MissedSignal():
            return texts.plural("asking.signal.missed", seen.count, day=texts.day(seen.since))
        case said.LowSignal():
            levels = blocks.DOT.join(texts.number(one) for one in seen.levels)
            return texts("asking.signal.low", levels=levels)
        case said.ObstacleSignal():
            obstacle = texts(nudges.OBSTACLES[seen.obstacle])
            return texts.plural("asking.signal.obstacle", seen.count, obstacle=obstacle)
        case said.CriterionSignal():
            criterion, day = mrkdwn.inline(seen.text, 300), texts.day(seen.on)
            if seen.met:
                return texts("asking.signal.criterion_met", criterion=criterion)
            return texts("asking.signal.criterion_day", criterion=criterion, day=day)
        case said.StageSignal():
            return texts.plural("asking.signal.stage", seen.days)
        case _:
            assert_never(seen)
