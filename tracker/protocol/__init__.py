"""What a release, a check-in, a muscle, a spot and a tool are, and what the protocol's rules say.

Floor: imports the standard library and pydantic; no files but its own data, no pandas, no clocks.
"""
