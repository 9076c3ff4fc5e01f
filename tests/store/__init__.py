"""Tests of the storage room; every one runs on both engines."""
