"""Tokens in the keyring, or in memory."""

from __future__ import annotations

from keyring.errors import KeyringLocked, PasswordDeleteError

from desktop.core.tokens import SERVICE, TokenStore


class FakeKeyring:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked


def test_a_token_is_kept_for_the_next_run() -> None:
    keyring = FakeKeyring()
    assert TokenStore(keyring).set("hub.example", " secret ")
    assert TokenStore(keyring).get("hub.example") == "secret"
    assert keyring.kept == {(SERVICE, "hub.example"): "secret"}


def test_each_host_has_its_own() -> None:
    store = TokenStore(FakeKeyring())
    store.set("a.example", "secret")
    assert store.get("b.example") == ""


def test_an_empty_one_forgets() -> None:
    keyring = FakeKeyring()
    store = TokenStore(keyring)
    store.set("hub.example", "secret")
    assert store.set("hub.example", "")
    assert store.set("hub.example", "")
    assert keyring.kept == {}
    assert store.get("hub.example") == ""


def test_a_locked_keyring_leaves_it_in_memory() -> None:
    keyring = FakeKeyring()
    keyring.is_locked = True
    store = TokenStore(keyring)
    assert not store.set("hub.example", "secret")
    assert store.get("hub.example") == "secret"
    assert store.get("other.example") == ""


def test_a_keyring_that_does_not_encrypt_is_not_used() -> None:
    """Where the library finds no good backend (as here, without a desktop), nothing is written."""
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        store = TokenStore()
        assert not store.set("hub.example", "secret")
        assert store.get("hub.example") == "secret"
        assert TokenStore().get("hub.example") == ""
    finally:
        keyring.set_keyring(before)
