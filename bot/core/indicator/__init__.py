"""The 80 % indicator: what a wave asks, how its answers are counted, and what may be shown."""
