"""Keep a diary safe: copy, lock, restore and check it, and merge it with its copies."""
