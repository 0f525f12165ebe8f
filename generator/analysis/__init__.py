"""What a snapshot means: pure functions, no clock, no files, no network."""
