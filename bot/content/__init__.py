"""Reads knowledge/ and quizzes/: YAML nodes become values, mistakes become sentences."""
