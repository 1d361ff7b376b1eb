"""Identifiers that sort by time: UUID version 7."""

import secrets
from datetime import datetime
from uuid import UUID


def uuid7(moment: datetime, random: bytes | None = None) -> UUID:
    """Make a UUIDv7 for something that happened at ``moment``.

    Parameters
    ----------
    moment : datetime
        Aware. Its milliseconds since 1970 fill the first 48 bits; earlier moments count as 1970.
    random : bytes, optional
        Ten random bytes; by default the system's.

    References
    ----------
    RFC 9562, section 5.7.

    >>> from datetime import UTC
    >>> str(uuid7(datetime(2026, 11, 22, tzinfo=UTC), bytes(10)))
    '01a2008d-7400-7000-8000-000000000000'
    """
    milliseconds = max(0, int(moment.timestamp() * 1000))
    noise = int.from_bytes(random or secrets.token_bytes(10))
    value = milliseconds << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
