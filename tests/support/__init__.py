"""What several tests need: a real PostgreSQL server and the like."""
