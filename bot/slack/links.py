"""Addresses of messages, for people to follow."""


def message(workspace: str, place: str, ref: str) -> str:
    """The permalink of a message: `workspace` is the address `auth.test` tells, with its closing slash."""
    return f"{workspace.rstrip('/')}/archives/{place}/p{ref.replace('.', '')}"
