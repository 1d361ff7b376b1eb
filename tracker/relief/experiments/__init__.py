"""Self-experiments: two arms in pairs whose order a coin decides."""
