"""Tables and SQL. Knows nothing of the bot."""
