"""Looking before fetching: what is under an address, how large it is, and what may be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx2

from desktop.core import files, hub
from desktop.core.connection_log import Purpose
from desktop.core.downloads import RemoteFile
from desktop.core.errors import AppError
from desktop.core.hub import HubAddress, Offer
from desktop.core.net.addresses import bad_address
from desktop.core.net.failures import refused, unreachable
from desktop.core.net.network import Network
from desktop.core.net.request import get, get_json
from desktop.core.net.transfer import length_of, range_of

_DIGEST = re.compile(r'"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. Nothing of it is fetched yet."""

    page: str
    """Where a person reads about it."""
    title: str
    host: str
    final_host: str
    """That the files come from, after redirects; empty when that was not asked."""
    files: tuple[Offer, ...]
    folder: str = ""
    """The name of the folder that the files make; empty when each stands for itself."""
    licence: str = ""
    licence_link: str = ""
    is_gated: bool = False
    refusal: AppError | None = None
    """Why the files can't be had now, without a token or a token's access."""


async def look_up(network: Network, address: str, token: str = "") -> Look:
    """Ask what is under ``owner/name`` or an https address: the hub's description, and one byte of a file.

    Raises AppError: ``offline``, ``bad_address``, ``too_many_redirects``, ``unreachable``, ``not_a_model``,
    ``unsafe_model``, or a refusal (failures).
    """
    network.require()
    host, in_hub = host_of(network, address), hub.parse(address)
    try:
        async with network.client(Purpose.LOOK_UP) as client:
            if in_hub is not None:
                return await _look_in_hub(network, client, in_hub, token)
            return await _look_at_url(network, client, address, token)
    except httpx2.TransportError as error:
        raise unreachable(host, error) from error


def host_of(network: Network, address: str) -> str:
    """The host that ``look_up`` would ask first. Raises AppError("bad_address")."""
    in_hub = hub.parse(address)
    if in_hub is None and "://" not in address:
        raise bad_address("That is neither an address nor owner/name.")
    return network.rules.check(in_hub.page if in_hub else address)


async def _look_in_hub(network: Network, client: httpx2.AsyncClient, address: HubAddress, token: str) -> Look:
    repository = hub.read_answer(await get_json(network, client, address.api, token), address)
    if not any(not offer.refusal for offer in repository.files):
        if any(offer.refusal == hub.PICKLE_WORDS for offer in repository.files):
            raise _only_pickles(address.repository)
        raise _no_model(address.repository)
    look = Look(
        page=address.page,
        title=address.path or address.repository,
        host=urlsplit(hub.HUB).netloc,
        final_host="",
        files=repository.files,
        folder=repository.folder,
        licence=repository.licence,
        licence_link=repository.licence_link,
        is_gated=repository.is_gated,
    )
    probed = max(
        (offer.file for offer in look.files if not offer.refusal), key=lambda file: file.size_bytes or 0
    )
    try:
        async with get(network, client, probed.url, headers={"Range": "bytes=0-0"}, token=token) as response:
            _raise_for(response)
            return replace(look, final_host=response.url.host)
    except AppError as error:
        if error.code in ("token_needed", "access_refused"):
            return replace(look, refusal=error)
        raise


async def _look_at_url(network: Network, client: httpx2.AsyncClient, url: str, token: str) -> Look:
    async with get(network, client, url, headers={"Range": "bytes=0-0"}, token=token) as response:
        _raise_for(response)
        name = _file_name(response, url)
        stem, suffix = files.safe_stem(PurePosixPath(name).stem), PurePosixPath(name).suffix.lower()
        if suffix in hub.PICKLES:
            raise _only_pickles(name)
        if suffix not in hub.WEIGHTS or response.headers.get("Content-Type", "").startswith("text/html"):
            raise _no_model(name or url)
        size = range_of(response)[1] if response.status_code == 206 else length_of(response)
        # Some stores say the file's SHA-256 in an ETag of exactly that form.
        digest = _DIGEST.fullmatch(response.headers.get("X-Linked-ETag", ""))
        file = RemoteFile(
            url=url, path=f"{stem}{suffix}", size_bytes=size, sha256=digest[1] if digest else ""
        )
        host = urlsplit(url).hostname or ""
        return Look(url, f"{stem}{suffix}", host, response.url.host, (Offer(file, is_chosen=True),))


def _raise_for(response: httpx2.Response) -> None:
    if response.status_code not in (httpx2.codes.OK, httpx2.codes.PARTIAL_CONTENT):
        raise refused(response.status_code, response.url.host)


def _file_name(response: httpx2.Response, url: str) -> str:
    """What the server calls the file, or else the end of the address."""
    message = Message()
    message["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    named = message.get_filename() or ""
    paths = (urlsplit(str(response.url)).path, urlsplit(url).path)
    ends = [unquote(path.rpartition("/")[2]) for path in paths]
    known = (end for end in ends if PurePosixPath(end).suffix.lower() in (*hub.WEIGHTS, *hub.PICKLES))
    return PurePosixPath(named.replace("\\", "/")).name or next(known, ends[-1])


def _only_pickles(name: str) -> AppError:
    return AppError(
        "unsafe_model",
        f"{name} is only there as a pickle (.ckpt, .pt, .bin), which can run programs when it is opened."
        " Nothing was fetched.",
        "Look for the same model as .safetensors.",
    )


def _no_model(name: str) -> AppError:
    return AppError(
        "not_a_model",
        f"{name} holds no model that Darkroom can use. Nothing was fetched.",
        "Models come as .safetensors or .gguf files: copy the address of such a file, or of its repository.",
    )
