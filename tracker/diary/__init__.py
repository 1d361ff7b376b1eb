"""Where releases and check-ins live: append-only, durable, private.

Floor: imports protocol, SQLAlchemy and pandas; never widgets, charts or statistics.
"""

from tracker.diary.diary import Diary, open_diary

__all__ = ["Diary", "open_diary"]
