"""Idéjakt: find problems worth solving, choose together, get them solved."""
