"""The learning policy: when a post is due, what it asks, and what has been learned."""
