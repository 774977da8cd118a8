"""Handlers for what happens to a round: extending, cancelling, going on after it, counting again."""

from bot.services import comparing, followups, recounts, steering
from bot.slack import elements, forms, requests, round_inputs
from bot.slack.answering import Visit
from bot.slack.handlers import words
from bot.slack.views import blocks, replies, results, round_forms
from bot.slack.views import comparisons as views


async def steer(visit: Visit[requests.Click]) -> None:
    """Show what may happen to an open round."""
    round_id = words.number(visit.request.value)
    shown = await steering.form(visit.door.installation, visit.actor, round_id, now=visit.door.now())
    view = round_forms.steering_form(shown, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def submit_steering(visit: Visit[requests.Submission]) -> blocks.Json:
    """Extend or cancel, with a reason."""
    typed = round_inputs.steering(visit.request.values)
    round_id, shown = words.pair(visit.request.metadata)
    seen = elements.moment(int(shown) if shown.isascii() and shown.isdecimal() else None)
    installation, actor, now = visit.door.installation, visit.actor, visit.door.now()
    confirmed = forms.confirmed(visit.request.values)
    if typed.cancel:
        await steering.cancel(
            installation, actor, round_id, reason=typed.reason, now=now, confirmed=confirmed
        )
        said = visit.texts("notice.round_cancelled")
    else:
        closes_at = await steering.extend(
            installation,
            actor,
            round_id,
            days=typed.days,
            reason=typed.reason,
            seen=seen,
            now=now,
            confirmed=confirmed,
        )
        said = visit.texts("notice.round_extended", deadline=visit.texts.moment(closes_at, actor.zone))
    return replies.as_modal(visit.texts, replies.notice(said))


async def final(visit: Visit[requests.Click]) -> blocks.Drawn:
    """A final among the top three."""
    return await _again(visit, final=True)


async def again(visit: Visit[requests.Click]) -> blocks.Drawn:
    """The same vote once more."""
    return await _again(visit, final=False)


async def pick(visit: Visit[requests.Click]) -> None:
    """Show the ideas to choose from."""
    round_id = words.number(visit.request.value)
    shown = await followups.form(visit.door.installation, visit.actor, round_id)
    view = round_forms.pick_form(shown, visit.texts)
    await visit.door.client.views_open(trigger_id=visit.request.trigger, view=view)


async def submit_pick(visit: Visit[requests.Submission]) -> blocks.Json:
    """Choose an idea, with a reason."""
    typed = round_inputs.pick(visit.request.values)
    idea = await followups.pick(
        visit.door.installation,
        visit.actor,
        words.number(visit.request.metadata),
        typed.idea_id or 0,
        reason=typed.reason,
        now=visit.door.now(),
        confirmed=forms.confirmed(visit.request.values),
    )
    said = visit.texts("notice.round_picked", title=idea.title)
    return replies.as_modal(visit.texts, replies.notice(said))


async def recount(visit: Visit[requests.Click]) -> blocks.Drawn:
    """Count a closed round again."""
    round_id = words.number(visit.request.value)
    found = await recounts.recount(visit.door.installation, visit.actor, round_id, now=visit.door.now())
    return views.recounted(found, visit.texts)


async def recount_latest(visit: Visit[requests.Command]) -> blocks.Drawn:
    """The same for the round that was closed last in this channel."""
    found = await recounts.recount_latest(
        visit.door.installation, visit.actor, visit.request.channel, now=visit.door.now()
    )
    return views.recounted(found, visit.texts)


async def order(visit: Visit[requests.Click]) -> blocks.Drawn:
    """All ideas of a result, in order."""
    round_id = words.number(visit.request.value)
    found = await comparing.published(visit.door.installation, visit.actor, round_id)
    return results.order(found, visit.texts)


async def compare(visit: Visit[requests.Click]) -> blocks.Drawn:
    """The balanced order beside plain counting, for those who may steer the round."""
    round_id = words.number(visit.request.value)
    found = await comparing.compare(visit.door.installation, visit.actor, round_id)
    return views.compared(found, visit.texts)


async def _again(visit: Visit[requests.Click], *, final: bool) -> blocks.Drawn:
    round_id = words.number(visit.request.value)
    await followups.again(visit.door.installation, visit.actor, round_id, final=final, now=visit.door.now())
    return replies.notice(visit.texts("notice.round_short"))
