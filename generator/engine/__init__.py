"""Templates and plain values in, Office files out."""
