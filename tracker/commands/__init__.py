"""What the command line can do, a command a file: each opens the diary, calls one room, reports.

A command has ``add_to(commands)``, which describes it, and imports what it needs only as it runs.
"""
