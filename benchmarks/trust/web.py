"""The running server, asked by someone who has no token, or comes under a foreign name."""

import re
import sys
from pathlib import Path

from diaries import write
from figures import Figure
from running import Kit, running

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAMPLES = (
    "log.ipynb",
    "/log.ipynb",
    "0b1c2d3e-0000-4000-8000-000000000000",
    "python3",
    "lab",
    "restart",
    "favicon.ico",
    "robots.txt",
    "/workspaces/auto",
    "/tree/log.ipynb",
)
"""What stands for a part of a route that is open."""

ROUTES = "routes.txt"


def without_the_token(folder: Path) -> list[Figure]:
    """Walk the server's own table of routes and ask each, with each method, without the token."""
    diary = folder / "diary.db"
    write(diary, range(5))
    with running(folder, diary, program=(__file__,)) as kit:
        patterns = (folder / ROUTES).read_text().splitlines()
        addresses = {pattern: _address(pattern) for pattern in patterns}
        asked = sorted({one for one in addresses.values() if one})
        let_in = [
            f"{method} {address}"
            for address in asked
            for method, token in (*((one, "") for one in METHODS), ("GET", "x" * 43))
            if not _is_refused(kit, address, method, token)
        ]
        foreign = [
            address
            for address in asked
            if kit.ask(address, token=kit.token, host="evil.example")[0] != 403
        ]
        named = kit.ask("/voila/render/today.ipynb", token=kit.token)[1]
    unread = sum(address is None for address in addresses.values())
    return [
        Figure(
            f"{len(asked)} addresses of the server's routes, {len(METHODS)} methods, no token",
            "nothing answered",
            f"{len(let_in)} answered{_some(let_in)}; {unread} routes not turned into an address",
            not let_in and unread == 0 and len(asked) > 40,
        ),
        Figure(
            f"{len(asked)} addresses with the token under a foreign host name",
            "nothing answered",
            f"{len(foreign)} answered{_some(foreign)}",
            not foreign,
        ),
        _headers(named),
    ]


def _headers(named: dict[str, str]) -> Figure:
    policy = named.get("content-security-policy", "")
    wanted = {
        "no other page frames it": "frame-ancestors" in policy or "x-frame-options" in named,
        "no type is guessed": named.get("x-content-type-options") == "nosniff",
        "no copy is kept": "no-store" in named.get("cache-control", ""),
        "no referrer": named.get("referrer-policy", "") in ("no-referrer", "same-origin"),
    }
    missing = [name for name, is_there in wanted.items() if not is_there]
    return Figure(
        "headers of a page",
        ", ".join(wanted),
        f"missing: {', '.join(missing)}" if missing else "all there",
        not missing,
    )


def _some(addresses: list[str]) -> str:
    return f" ({', '.join(addresses[:3])})" if addresses else ""


def _is_refused(kit: Kit, address: str, method: str, token: str) -> bool:
    status, named, body = kit.ask(address, method=method, token=token)
    to_the_door = status == 302 and named.get("location", "").startswith("/login")
    return (status in (401, 403, 405) or to_the_door) and b"number 1" not in body


def _address(pattern: str) -> str | None:
    """Give an address that the route takes, or None where no sample fits one of its parts."""
    plain = pattern.removeprefix("^").removesuffix("$")
    try:
        # The innermost group first, until none is left.
        while (filled := re.sub(r"\((?:\?P<\w+>|\?:)?([^()]*)\)[*+?]?", _sample, plain)) != plain:
            plain = filled
        filled = re.sub(r"(\.)[*+]", _sample, plain).replace("/?", "/").replace("\\", "")
    except StopIteration:
        return None
    return filled if re.fullmatch(pattern, filled) else None


def _sample(part: re.Match[str]) -> str:
    inner = f"{part[1]}+" if part[1] == "." else part[1]
    return next(one for one in SAMPLES if re.fullmatch(inner, one))


def _tell_routes_and_start(arguments: list[str]) -> int:
    """Start the kit, and write the patterns of its routes beside the diary."""
    from tracker.app.kit_server import KitServer
    from tracker.cli.main import main

    start = KitServer.start

    def tell(server: KitServer) -> None:
        rules = server.web_app.default_router.rules + server.web_app.wildcard_router.rules
        patterns = {
            rule.matcher.regex.pattern
            for outer in rules
            for rule in getattr(outer.target, "rules", [outer])
            if hasattr(rule.matcher, "regex")
        }
        Path(ROUTES).write_text("\n".join(sorted(patterns)))
        start(server)

    KitServer.start = tell
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_tell_routes_and_start(sys.argv[1:]))
