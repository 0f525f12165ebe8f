"""What ``benchmarks/peers.py`` compares: its data, templates, contestants and checks."""
