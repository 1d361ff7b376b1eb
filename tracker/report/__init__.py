"""The week on a page: a frozen value that HTML and PDF only format.

Floor: imports relief, charts, and what writes HTML, PDF and calendars; never widgets or SQL.
"""
