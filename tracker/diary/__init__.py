"""The append-only store of releases and check-ins: schema, database, revisions, drafts, frames.

Floor: imports protocol, SQLAlchemy, pandas and platformdirs; never maintenance, exchange,
widgets or statistics.
"""
