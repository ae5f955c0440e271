"""The one switch: nothing leaves this computer but through a Network, and only while it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.connection_log import ConnectionLog, Purpose
from desktop.core.errors import AppError
from desktop.core.net.addresses import AddressRules

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    connect_s: float = 20.0
    stall_s: float = 45.0
    """Without a single byte."""
    pauses_s: tuple[float, ...] = (1.0, 3.0, 10.0, 30.0, 60.0)
    """Before each try after a failure; the count begins anew when bytes have come."""
    longest_pause_s: float = 120.0
    """The most that a server may ask for."""


class Network:
    """Knows whether the network may be used, and makes the clients that use it. Any thread.

    Clients connect to checked, public addresses only, and each connection is noted in ``log``.
    """

    def __init__(
        self,
        log: ConnectionLog,
        *,
        offline: bool = False,
        rules: AddressRules | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.log = log
        self.offline = offline
        self.rules = rules or AddressRules()
        self.patience = patience or Patience()

    def require(self) -> None:
        """Raises AppError("offline") while the switch is off. Asked before each connection and each read."""
        if self.offline:
            raise AppError(
                "offline",
                "Darkroom is switched offline: nothing is fetched. What is here already is kept.",
                "Switch it on in the preferences, page Network.",
            )

    def client(self, purpose: Purpose) -> httpx2.AsyncClient:
        """A client without cookies, proxies or settings of the system. Use it with ``async with``."""
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        import httpx2  # 0.1 s that nobody should wait for who fetches nothing

        from desktop import __version__
        from desktop.core.net.guard import GuardedTransport

        patience = self.patience
        return httpx2.AsyncClient(
            transport=GuardedTransport(self, purpose),
            timeout=httpx2.Timeout(patience.stall_s, connect=patience.connect_s),
            follow_redirects=False,  # each hop is checked first
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": f"Darkroom/{__version__}", "Accept-Encoding": "identity"},
        )
