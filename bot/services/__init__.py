"""The use cases: one public function is one thing a person, or the clock, can do."""
