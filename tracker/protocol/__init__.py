"""The records of a self-massage diary, the catalogue, and the rules of the protocol.

Floor: imports the standard library and pydantic; no files but its own data, no pandas, no clocks.
"""
