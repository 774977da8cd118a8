"""The weekly nudge: the next step first, then taps that answer it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks.basic_components import SlackFile

from bot import curves, messages
from bot.services import rhythm_views
from bot.slack import mrkdwn
from bot.slack.views import blocks, ids, rhythm, values
from bot.texts import Texts
from storage.kinds import Movement, Obstacle

NONE = "–"
"""In the line of weeks: too few answers to tell."""
LINE_FROM = 2
"""A line needs two weeks that tell something."""

LEVELS = {
    1: "nudge.level.1",
    2: "nudge.level.2",
    3: "nudge.level.3",
    4: "nudge.level.4",
    5: "nudge.level.5",
}
MOVEMENTS = {
    Movement.MOVING: "nudge.movement.moving",
    Movement.STUCK: "nudge.movement.stuck",
    Movement.DONE: "nudge.movement.done",
}
CHOICES = {
    Obstacle.TIME: "nudge.choice.time",
    Obstacle.DECISION: "nudge.choice.decision",
    Obstacle.PEOPLE: "nudge.choice.people",
    Obstacle.KNOWLEDGE: "nudge.choice.knowledge",
    Obstacle.OTHER: "nudge.choice.other",
}
OBSTACLES = {
    Obstacle.TIME: "nudge.obstacle.time",
    Obstacle.DECISION: "nudge.obstacle.decision",
    Obstacle.PEOPLE: "nudge.obstacle.people",
    Obstacle.KNOWLEDGE: "nudge.obstacle.knowledge",
    Obstacle.OTHER: "nudge.obstacle.other",
}


def card(message: messages.NudgeCard, texts: Texts) -> blocks.Drawn:
    """The nudge in the group's channel, with what has been answered so far and no names."""
    step = mrkdwn.inline(message.next_step, blocks.HEADING)
    pieces = [
        blocks.words(
            texts("nudge.group", title=mrkdwn.inline(message.title)),
            rhythm.menu(message.project_id, texts) if message.open else None,
        ),
        blocks.rich(
            blocks.run(texts("project.next_step") + "\n"),
            blocks.run(mrkdwn.clean(message.next_step), bold=True),
        ),
    ]
    if message.open:
        pieces += [
            blocks.words(texts("nudge.ask_confidence")),
            levels(message.nudge_id, texts),
            blocks.words(texts("nudge.ask_movement")),
            movements(message.nudge_id, texts),
        ]
    pieces += _rest(message, texts)
    summary = [texts("list.item", text=line) for line in _summary(message, texts)]
    if summary:
        pieces.append(blocks.words("\n".join(summary)))
    pieces += _line(message, texts)
    if message.picture:
        about = curves.about(message, texts)
        pieces.append(kit.ImageBlock(alt_text=about, slack_file=SlackFile(id=message.picture)))
    pieces.append(blocks.small(*_foot(message, texts)))
    return blocks.drawn(texts("nudge.fallback", step=step), pieces)


def answered(answer: rhythm_views.Answered, texts: Texts) -> blocks.Drawn:
    """To one who tapped: their own answers as they stand; where they are stuck, the question on what."""
    text = texts("nudge.answered", title=mrkdwn.inline(answer.title))
    lines = []
    if answer.movement is not None:
        lines.append(texts("nudge.own_movement", answer=texts(MOVEMENTS[answer.movement])))
    if answer.confidence is not None:
        lines.append(texts("nudge.own_confidence", answer=texts(LEVELS[answer.confidence])))
    if answer.obstacle is not None and answer.movement is Movement.STUCK:
        lines.append(texts("nudge.own_obstacle", answer=texts(OBSTACLES[answer.obstacle])))
    pieces = [blocks.words("\n".join([text, *[texts("list.item", text=line) for line in lines]]))]
    if answer.movement is Movement.STUCK:
        pieces += ask_obstacle(answer.nudge_id, texts)
    if answer.movement is Movement.DONE:
        step = blocks.button(texts("nudge.next_step"), ids.Action.PROJECT_STEP, str(answer.project_id))
        pieces.append(blocks.row(step))
    if answer.earlier is not None:
        pieces.append(blocks.small(blocks.plain(_earlier(answer.earlier, texts))))
    pieces.append(blocks.small(blocks.plain(texts("nudge.own"))))
    return blocks.drawn(text, pieces)


def _earlier(earlier: rhythm_views.Earlier, texts: Texts) -> str:
    day = texts.day(earlier.at.astimezone(ZoneInfo(earlier.zone)).date())
    parts = []
    if earlier.confidence is not None:
        parts.append(texts("list.quoted", text=texts(LEVELS[earlier.confidence])))
    if earlier.movement is not None:
        parts.append(texts("list.quoted", text=texts(MOVEMENTS[earlier.movement])))
    return texts("nudge.earlier", day=day, answers=texts.listed(parts))


def ask_obstacle(nudge_id: int, texts: Texts) -> list[kit.Block]:
    """The third tap, for one who is stuck: on what."""
    buttons = [
        blocks.button(
            texts(key), ids.Action.NUDGE_OBSTACLE, values.pair(nudge_id, obstacle), tail=obstacle.value
        )
        for obstacle, key in CHOICES.items()
    ]
    return [blocks.words(texts("nudge.ask_obstacle")), blocks.row(*buttons)]


def levels(nudge_id: int, texts: Texts) -> kit.Block:
    """The first tap: how sure."""
    return blocks.row(*[_level(nudge_id, level, texts) for level in LEVELS])


def movements(nudge_id: int, texts: Texts) -> kit.Block:
    """The second tap: how it goes."""
    return blocks.row(*movement_buttons(nudge_id, texts))


def movement_buttons(nudge_id: int, texts: Texts) -> list[kit.ButtonElement]:
    return [_movement(nudge_id, one, texts) for one in Movement]


def _foot(message: messages.NudgeCard, texts: Texts) -> list[kit.TextObject]:
    told: list[kit.TextObject] = [
        blocks.plain(texts("nudge.private") if message.open else texts("nudge.closed"))
    ]
    if message.owner:
        told.append(blocks.mark(texts("project.card.owner", person=mrkdwn.mention(message.owner))))
    return told


def _rest(message: messages.NudgeCard, texts: Texts) -> list[kit.Block]:
    """What the nudges do besides coming: an offer, or a rest with the way out of it."""
    if message.offers:
        return [blocks.words(texts("nudge.offer"), rhythm.fortnightly(message.project_id, texts))]
    if message.muted:
        return [blocks.words(texts("nudge.muted"), rhythm.resume(message.project_id, texts))]
    if message.snoozed_until is not None:
        moment = texts.moment(message.snoozed_until, message.zone)
        snoozed = texts("nudge.snoozed", moment=moment)
        return [blocks.words(snoozed, rhythm.resume(message.project_id, texts))]
    return []


def _line(message: messages.NudgeCard, texts: Texts) -> list[kit.Block]:
    """The confidence of the last weeks as a line of text; weeks with few answers tell none."""
    known = [*message.history, *([message.confidence] if message.confidence is not None else [])]
    if not has_line(known):
        return []
    return [blocks.small(blocks.plain(texts("nudge.line", levels=levels_line(known, texts))))]


def has_line(known: Sequence[float | None]) -> bool:
    """Whether there is enough for a line, and something of it recent."""
    return sum(one is not None for one in known) >= LINE_FROM and curves.recent(known)


def levels_line(known: Sequence[float | None], texts: Texts) -> str:
    """The confidence of some weeks, oldest first."""
    return blocks.DOT.join(NONE if one is None else texts.number(one) for one in known)


def _movement(nudge_id: int, movement: Movement, texts: Texts) -> kit.ButtonElement:
    value = values.pair(nudge_id, movement)
    return blocks.button(texts(MOVEMENTS[movement]), ids.Action.NUDGE_MOVEMENT, value, tail=movement.value)


def _level(nudge_id: int, level: int, texts: Texts) -> kit.ButtonElement:
    value = values.pair(nudge_id, level)
    return blocks.button(texts(LEVELS[level]), ids.Action.NUDGE_CONFIDENCE, value, tail=level)


def _summary(message: messages.NudgeCard, texts: Texts) -> list[str]:
    if not message.answers:
        return []
    lines = [texts.plural("nudge.answers", message.answers)]
    if message.moving:
        lines.append(texts.plural("nudge.moving", message.moving))
    if message.stuck:
        lines.append(texts.plural("nudge.stuck", message.stuck))
    if message.done:
        lines.append(texts.plural("nudge.done", message.done))
    if message.obstacles:
        named = texts.listed([texts(OBSTACLES[one]) for one in message.obstacles])
        lines.append(texts("nudge.obstacles", obstacles=named))
    if message.confidence is not None:
        lines.append(texts("nudge.confidence", median=texts.number(message.confidence)))
    return lines
