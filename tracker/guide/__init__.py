"""The guide: what sciatica is, how to press, each muscle, and the evidence.

It reads the same on a page and in a terminal. Its words are data, in `guide.toml`; the facts of
muscles, tools and red flags come from `protocol`.
"""

from tracker.guide.guide import Guide, read

__all__ = ["Guide", "read"]
