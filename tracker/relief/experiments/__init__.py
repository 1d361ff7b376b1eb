"""Self-experiments (n of 1): two arms in randomized pairs."""
