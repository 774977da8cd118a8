"""Slack: handlers, views and the messenger."""
