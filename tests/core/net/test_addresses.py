"""Only https, only public addresses."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from desktop.core.errors import AppError
from desktop.core.net.addresses import AddressRules, is_public, split_token


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:192.168.1.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_addresses_of_this_computer_and_its_network_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "18.1.2.3"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.com/model.safetensors",
        "ftp://example.com/model.safetensors",
        "https://127.0.0.1/model.safetensors",
        "https://[::1]/model.safetensors",
        "https://[fe80::1%25eth0]/model.safetensors",
        "https://169.254.169.254/latest/meta-data",
        "https://name:word@example.com/model.safetensors",
        "https://example.com:99999/model.safetensors",
        "https:///model.safetensors",
        "https://" + "a" * 5000,
        "model",
        "",
    ],
)
def test_an_address_is_refused(url: str) -> None:
    with pytest.raises(AppError) as caught:
        AddressRules().check(url)
    assert caught.value.code == "bad_address"


def test_a_public_address_gives_its_host() -> None:
    assert AddressRules().check("https://Example.com:8443/a?b=c") == "example.com"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?a=1&token=secret&b=2", ("https://a.example/x?a=1&b=2", "secret")),
        ("https://a.example/x?API_KEY=secret", ("https://a.example/x", "secret")),
        ("https://a.example/x?a=%20&b", ("https://a.example/x?a=%20&b", "")),
        ("maker/model", ("maker/model", "")),
        ("https://[", ("https://[", "")),
    ],
)
def test_a_token_is_taken_out_of_an_address(url: str, expected: tuple[str, str]) -> None:
    assert split_token(url) == expected
