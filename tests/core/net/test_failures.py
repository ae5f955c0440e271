"""What servers say no with, in words."""

from __future__ import annotations

import pytest

from desktop.core.net.failures import refused, unreachable


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_every_refusal_names_the_host_and_what_to_do(status: int) -> None:
    info = refused(status, "hub.example").info
    assert "hub.example" in info.message
    assert info.hint.endswith(".")
    assert str(status) in info.details


def test_a_gate_is_explained() -> None:
    assert "terms" in refused(403, "hub.example").info.message
    assert "access token" in refused(401, "hub.example").info.hint


def test_a_wrong_certificate_is_told_as_such() -> None:
    error = OSError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate")
    assert unreachable("hub.example", error).code == "bad_certificate"
    assert unreachable("hub.example", OSError("refused")).code == "unreachable"
