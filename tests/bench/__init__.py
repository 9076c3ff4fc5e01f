"""Benchmarks: `make bench-…`. They print figures side by side; tests judge correctness."""
