"""What Block Kit allows: every limit, every key, and where each block and element may stand."""
