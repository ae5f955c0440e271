"""Access tokens of model hubs: in the system's keyring, or in memory where there is none. Never in a file."""

from __future__ import annotations

import threading
from typing import Protocol

SERVICE = "Darkroom"


class Keyring(Protocol):
    """What of the keyring library is used."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class TokenStore:
    """Tokens by host. The keyring may ask the person to unlock it: call it beside the window. Any thread."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        """``keyring`` is the system's when it is None: looked for when it is first needed."""
        self._given = keyring
        self._is_ready = keyring is not None
        self._memory: dict[str, str] = {}
        self._lock = threading.Lock()

    def get(self, host: str) -> str:
        """The token of a host; empty when there is none."""
        with self._lock:
            if host in self._memory:
                return self._memory[host]
            keyring = self._keyring()
            if keyring is None:
                return ""
            try:
                self._memory[host] = keyring.get_password(SERVICE, host) or ""
            except self._failures():
                self._memory[host] = ""
            return self._memory[host]

    def set(self, host: str, token: str) -> bool:
        """Keep a token, or forget it when it is empty. False when it is kept until the program ends only."""
        with self._lock:
            self._memory[host] = token = token.strip()
            keyring = self._keyring()
            if keyring is None:
                return not token
            try:
                if token:
                    keyring.set_password(SERVICE, host, token)
                elif keyring.get_password(SERVICE, host) is not None:
                    keyring.delete_password(SERVICE, host)
            except self._failures():
                return False
            return True

    def _keyring(self) -> Keyring | None:
        """The system's, if it is one that encrypts: the library ranks such ones 1 and above."""
        if not self._is_ready:
            import keyring  # 0.1 s, and perhaps a talk with the desktop

            backend = keyring.get_keyring()
            self._given = backend if backend.priority >= 1 else None
            self._is_ready = True
        return self._given

    @staticmethod
    def _failures() -> tuple[type[Exception], ...]:
        from keyring.errors import KeyringError

        return (KeyringError, OSError)
