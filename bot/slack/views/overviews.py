"""The overview of all groups: a modal, page by page, each group with a way in."""

from slack_sdk.models import blocks as kit

from bot.services import group_views
from bot.services import projects as cases
from bot.slack import mrkdwn
from bot.slack.views import askings, blocks, ids, nudges, projects
from bot.texts import Texts
from storage.kinds import ProjectState


def page(found: group_views.GroupPage, texts: Texts) -> blocks.Json:
    """One page, for the one who asked; how groups fare where that is theirs to know."""
    title = texts.plural("projects.all", found.total) if found.total else texts("projects.none")
    pieces = [blocks.words(title)]
    if found.rates is not None and found.rates.sent:
        pieces.append(blocks.words("\n".join(_rates(found.rates, texts))))
    for group in found.groups:
        pieces += [blocks.divider(), *_group(group, texts)]
    if found.pages > 1:
        pieces.append(blocks.divider())
        pieces.append(blocks.small(blocks.plain(texts("ideas.page", page=found.page, pages=found.pages))))
        pieces.append(blocks.row(*_turns(found, texts)))
    return blocks.modal(
        pieces,
        callback=ids.Callback.NOTICE,
        title=texts("projects.heading"),
        close=texts("form.close"),
    )


def _rates(rates: group_views.Rates, texts: Texts) -> list[str]:
    lines = [
        texts("projects.answered", part=rates.answered, whole=rates.sent),
        texts("projects.put_off", part=rates.put_off, whole=rates.sent),
        texts("projects.muted", part=rates.muted, whole=rates.groups),
    ]
    heading = texts.plural("projects.rates", rates.weeks)
    return [heading, *(texts("list.item", text=line) for line in lines)]


def _group(group: group_views.ListedGroup, texts: Texts) -> list[kit.Block]:
    """What it does, how it fares, and who and where: the most urgent first."""
    value = str(group.project_id)
    title = mrkdwn.inline(group.title)
    about = f"{texts('project.open')}: {title}"
    open_ = blocks.button(
        texts("project.open"), ids.Action.PROJECT_OPEN, value, tail=group.project_id, about=about
    )
    lines = []
    if group.state is ProjectState.ACTIVE:
        step = mrkdwn.inline(group.next_step, cases.STEP_LIMIT)
        lines = [
            texts("project.step", step=step),
            texts("project.card.stage", stage=projects.stage(group.stage, group.stages, texts)),
        ]
    if group.fares is not None:
        lines += _fares(group.fares, texts)
    if group.muted:
        lines.append(texts("nudge.muted"))
    elif group.next_nudge_at is not None:
        moment = texts.moment(group.next_nudge_at, group.zone)
        lines.append(texts("project.card.next_nudge", moment=moment))
    details: list[kit.TextObject] = [blocks.plain(texts(projects.STATES[group.state]))]
    if group.own:
        details.append(blocks.plain(texts("projects.own")))
    if group.owner:
        details.append(blocks.mark(texts("project.card.owner", person=mrkdwn.mention(group.owner))))
    details.append(blocks.mark(mrkdwn.channel(group.place)))
    told = [blocks.words(chunk) for chunk in blocks.chunks(texts("list.item", text=line) for line in lines)]
    seen = _signals(group.fares, texts) if group.fares is not None else []
    return [blocks.strong(title), *seen, *told, blocks.small(*details), blocks.row(open_)]


def _fares(fares: group_views.Fares, texts: Texts) -> list[str]:
    lines = []
    if nudges.has_line(fares.history):
        lines.append(texts("projects.line", levels=nudges.levels_line(fares.history, texts)))
    if fares.last_sign is not None:
        lines.append(texts("projects.last_sign", day=texts.day(fares.last_sign)))
    else:
        lines.append(texts("projects.no_sign", day=texts.day(fares.started)))
    return lines


def _signals(fares: group_views.Fares, texts: Texts) -> list[kit.Block]:
    """Why the group may have stopped, each with its evidence, and whether it knows."""
    if not fares.signals:
        return []
    lines = [texts("projects.signals")]
    lines += [texts("list.item", text=askings.signal(one, texts)) for one in fares.signals]
    if fares.asked is not None:
        lines.append(texts("projects.asked", day=texts.day(fares.asked)))
    return [blocks.words(chunk) for chunk in blocks.chunks(lines)]


def _turns(found: group_views.GroupPage, texts: Texts) -> list[kit.ButtonElement]:
    wanted = [("page.before", found.page - 1, "before"), ("page.after", found.page + 1, "after")]
    return [
        blocks.button(texts(key), ids.Action.PROJECTS_PAGE, str(number), tail=tail)
        for key, number, tail in wanted
        if 1 <= number <= found.pages
    ]
