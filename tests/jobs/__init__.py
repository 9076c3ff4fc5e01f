"""Tests of when things happen and how the ledger is drained."""
