"""Pure rules: no await, no clock, no log, no table classes."""
