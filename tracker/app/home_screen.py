"""What a phone needs to keep the kit beside its other apps: a name, colours and icons."""

from typing import Any, Final

from tracker.app.pages import ICONS, PRODUCT, SHORT_NAME, home
from tracker.look import LIGHT

_SIZES: Final = (192, 512)


def manifest() -> dict[str, Any]:
    """Describe the app to a phone's home screen; the browser reads it with the page's cookie.

    The dark theme's bar is in each page's own ``theme-color``: a manifest holds one colour only.
    """
    return {
        "name": PRODUCT,
        "short_name": SHORT_NAME,
        "description": "Log each release, and see which spots give you relief.",
        "lang": "en",
        "id": "/",
        "scope": "/",
        "start_url": home(),
        "display": "standalone",
        "background_color": LIGHT.paper,
        "theme_color": LIGHT.paper,
        "icons": [_icon(size, purpose) for size in _SIZES for purpose in ("any", "maskable")],
    }


def _icon(size: int, purpose: str) -> dict[str, str]:
    return {
        "src": ICONS.format(size),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
