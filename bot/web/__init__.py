"""The HTTP routes: the chat endpoint, health and readiness."""
