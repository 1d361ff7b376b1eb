"""The week on a page: a frozen value that HTML and PDF only format.

Floor: imports relief, charts and jinja2; never widgets or SQL.
"""
