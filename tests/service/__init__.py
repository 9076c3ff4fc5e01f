"""Tests of what a front can ask, over a real store and the shipped content."""
