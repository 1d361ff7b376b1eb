"""The errors of what a person enters, each one sentence: field, rule, offender, remedy.

::

    ValueError
    └── InvalidRecord         one or more fields of a record break a rule
        └── UnknownName       (in names.py) a muscle, spot or tool that nobody has named
"""

from collections.abc import Mapping


class InvalidRecord(ValueError):
    """A record that cannot be saved.

    Attributes
    ----------
    problems : dict of str to str
        Field name -> the sentence to show beside that field.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))
