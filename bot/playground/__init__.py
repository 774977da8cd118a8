"""A local workspace in the browser that speaks the protocol of Slack to the real bot."""
