"""Tests of the local workspace, through the real Bolt app and SDK."""
