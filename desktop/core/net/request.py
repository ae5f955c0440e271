"""One GET with its redirects, each hop checked, and the token only for the host that it is of."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping

import httpx2

from desktop.core.errors import AppError
from desktop.core.net.failures import refused
from desktop.core.net.network import Network

MAX_REDIRECTS = 5
_MAX_JSON_BYTES = 16_000_000


@contextlib.asynccontextmanager
async def get(
    network: Network,
    client: httpx2.AsyncClient,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    token: str = "",
) -> AsyncIterator[httpx2.Response]:
    """The answer of the last hop, its body unread. ``token`` goes to the first host alone.

    Raises AppError: ``offline``, ``bad_address``, ``too_many_redirects``; httpx2.TransportError.
    """
    first = here = httpx2.URL(url)
    for _ in range(MAX_REDIRECTS + 1):
        network.require()
        network.rules.check(str(here))
        sent = dict(headers or {})
        if token and (here.scheme, here.netloc) == (first.scheme, first.netloc):
            sent["Authorization"] = f"Bearer {token}"
        response = await client.send(client.build_request("GET", here, headers=sent), stream=True)
        try:
            if not response.has_redirect_location:
                yield response
                return
            try:
                here = here.join(response.headers["Location"])
            except httpx2.InvalidURL as error:
                raise refused(response.status_code, first.host) from error
        finally:
            await response.aclose()
    raise AppError(
        "too_many_redirects",
        f"{first.host} sends on and on: after {MAX_REDIRECTS} hops nothing was there.",
        "Check the address.",
    )


async def get_json(network: Network, client: httpx2.AsyncClient, url: str, token: str) -> object:
    """A JSON document of at most 16 MB. Raises as ``get``; AppError for a refusal or for what is no JSON."""
    async with get(network, client, url, token=token) as response:
        if response.status_code != httpx2.codes.OK:
            raise refused(response.status_code, response.url.host)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _MAX_JSON_BYTES:
                break
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AppError(
            "unexpected_answer",
            f"What {response.url.host} says of this can't be read.",
            "Try again later.",
            str(error)[:200],
        ) from error
