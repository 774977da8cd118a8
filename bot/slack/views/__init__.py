"""What Slack shows: pure functions from messages and views to Block Kit."""
