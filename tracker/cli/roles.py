"""A command that prints who may see what of a diary on a server, as SQL."""

import argparse

from tracker.cli.arguments import Commands
from tracker.protocol.errors import InvalidRecord


def add_to(commands: Commands) -> None:
    """Describe `tracker roles`."""
    roles = commands.add_parser(
        "roles",
        help="print the SQL that gives people on a PostgreSQL server their own rows only",
        description="Print the SQL with which a PostgreSQL server gives each role only the entries "
        "of its own person, and a study everybody's without notes. Pipe it to psql as the owner "
        "of the diary; the roles must be there. A person's role reads and adds entries, changes "
        "none that is saved, and keeps no settings. Run it again after an update of the kit.",
    )
    roles.add_argument(
        "--person",
        metavar="ROLE=NAME",
        action="append",
        default=[],
        help="a role, and whose entries it sees; may be given several times",
    )
    roles.add_argument(
        "--study",
        metavar="ROLE",
        action="append",
        default=[],
        help="a role that reads everybody's entries without notes; may be given several times",
    )
    roles.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from tracker.maintenance.server_roles import role_statements

    people = dict(_role_and_person(pair) for pair in options.person)
    for statement in role_statements(people, options.study):
        print(f"{statement};")
    return 0


def _role_and_person(pair: str) -> tuple[str, str]:
    role, equals, person = (part.strip() for part in pair.partition("="))
    if not (role and equals and person):
        raise InvalidRecord(
            {"person": f"--person must be ROLE=NAME, such as p01=P01, not {pair!r}."}
        )
    return role, person
