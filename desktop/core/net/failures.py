"""What servers and lines say no with, in words."""

from __future__ import annotations

from desktop.core.errors import AppError

WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})


def refused(status: int, host: str) -> AppError:
    """What an HTTP status other than success means here."""
    details = f"HTTP {status} from {host}"
    match status:
        case 401:
            return AppError(
                "token_needed",
                f"{host} does not give this to everyone, or has nothing under this address.",
                f"Check the address. If it is right, make an access token in your account on {host}"
                " and enter it here.",
                details,
            )
        case 403:
            return AppError(
                "access_refused",
                f"{host} refuses access. Makers of gated models want their terms accepted first.",
                f"Open the model's page on {host}, accept the terms there, enter your access token here,"
                " then look it up again.",
                details,
            )
        case 404 | 410:
            return AppError(
                "not_found",
                f"{host} has nothing under this address.",
                "Check the address: it may be misspelt, or the model was removed.",
                details,
            )
        case 429:
            return AppError(
                "too_many_requests",
                f"{host} says that it was asked too often. What was fetched is kept.",
                "Wait some minutes, then resume.",
                details,
            )
        case 451:
            return AppError(
                "access_refused", f"{host} may not give this out where you are.", "Ask its makers.", details
            )
    if status >= 500:
        return AppError(
            "server_trouble",
            f"{host} has trouble of its own (HTTP {status}). What was fetched is kept.",
            "Try again later.",
            details,
        )
    return AppError(
        "unexpected_answer",
        f"{host} gave an answer that Darkroom does not expect (HTTP {status}).",
        "Check the address; open it in a browser to see what is there.",
        details,
    )


def unreachable(host: str, error: Exception) -> AppError:
    """What the line's failing means, after all tries."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return AppError(
            "bad_certificate",
            f"It is not sure that this is {host}: its certificate can't be verified. Nothing was fetched.",
            "Check the date of this computer, and whether something on your network reads what you send.",
            str(error),
        )
    return AppError(
        "unreachable",
        f"{host} can't be reached, or the connection breaks off. What was fetched is kept.",
        "Check your connection to the internet, then try again.",
        f"{type(error).__name__}: {error}",
    )
