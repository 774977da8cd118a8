"""Handlers: parse, call one use case, answer. The door acknowledges."""
