"""What all messages share."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A record that never changes, and that holds what it says and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
