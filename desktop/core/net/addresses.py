"""Which addresses may be asked: https, and hosts of the public internet."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import parse_qsl, urlencode, urlsplit

from desktop.core.errors import AppError

MAX_LENGTH = 4000
_TOKEN_WORDS = frozenset({"token", "access_token", "api_key", "apikey", "key"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it belongs to the public internet: not this computer, its network, or a reserved range.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is looked at as well.
    """
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(one) for one in inner if one is not None):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What may be asked. Tests let their own server in; nothing else changes this."""

    schemes: frozenset[str] = frozenset({"https"})
    is_allowed: Callable[[IPv4Address | IPv6Address], bool] = is_public

    def check(self, url: str) -> str:
        """The host of an address that may be asked; its resolved addresses are checked on connecting.

        Raises AppError("bad_address").
        """
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            host, parts = "", urlsplit("")
        if not host or len(url) > MAX_LENGTH:
            raise bad_address("That is no address that something could be fetched from.")
        if parts.scheme not in self.schemes:
            raise bad_address(f"Addresses begin with https://, this one with {parts.scheme}:// is not asked.")
        if parts.username is not None or parts.password is not None:
            raise bad_address("The address holds a name or a password, which would be sent along.")
        try:
            literal = ipaddress.ip_address(host)
        except ValueError:
            return host
        self.check_resolved(host, literal)
        return host

    def check_resolved(self, host: str, address: IPv4Address | IPv6Address) -> None:
        """Raises AppError("bad_address") for one that is not public."""
        if not self.is_allowed(address):
            raise bad_address(
                f"{host} is on this computer or in its own network, not on the internet.", str(address)
            )


def split_token(url: str) -> tuple[str, str]:
    """An address without the access token in its query, and that token; empty when there is none.

    Addresses are shown and kept in files, which a token must not be.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    rest = [(name, value) for name, value in query if name.lower() not in _TOKEN_WORDS]
    if len(rest) == len(query):
        return url, ""
    token = next(value for name, value in query if name.lower() in _TOKEN_WORDS)
    return parts._replace(query=urlencode(rest)).geturl(), token


def bad_address(message: str, details: str = "") -> AppError:
    return AppError(
        "bad_address", message, "Use an https:// address of a public site, or owner/name.", details
    )
