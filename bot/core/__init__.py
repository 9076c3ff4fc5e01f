"""Rules: pure computation over values; no I/O, no clock, no environment."""
