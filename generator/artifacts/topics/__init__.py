"""The vocabulary by topic. Each module offers ``TOPICS``; ``vocabulary`` puts them together."""
