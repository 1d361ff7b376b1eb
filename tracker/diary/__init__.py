"""Where releases and check-ins live: append-only, durable, private.

The diary itself stands in this folder; what goes in and out of it has rooms of its own:
``export`` (what leaves), ``importing`` (what comes in), ``formats`` (how a file of the kit's own
is written and read), ``foreign`` (how another program's file is understood) and ``keeping``
(copies: backed up, restored, merged).

Floor: imports protocol, SQLAlchemy, pandas and what finds, reads or locks a file; never widgets,
charts or statistics.
"""

from tracker.diary.diary import Diary, open_diary

__all__ = ["Diary", "open_diary"]
