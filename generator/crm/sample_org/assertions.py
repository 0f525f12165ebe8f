"""JWT bearer: the assertion's signature and claims, checked as for an app with a certificate."""

from __future__ import annotations

import time

from .options import Options

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LONGEST = 180 + 30  # seconds that an assertion may live, and by how much clocks may differ


def wrong(assertion: str, options: Options, url: str) -> tuple[str, str, str] | None:
    """What is wrong with an assertion: OAuth's error, Salesforce's words, the rule."""
    import jwt

    sign_in = options.sign_in
    try:
        claims = jwt.decode(
            assertion,
            sign_in.public_key,
            algorithms=["RS256"],
            audience=url,
            options={"require": ["iss", "sub", "aud", "exp"], "verify_iat": False},
        )
    except jwt.InvalidAudienceError:
        return "invalid_grant", "audience is invalid", "assertion"
    except jwt.PyJWTError:
        return "invalid_grant", "invalid assertion", "assertion"
    if claims["exp"] > time.time() + _LONGEST:
        return "invalid_grant", "invalid assertion", "assertion"
    if options.client and claims["iss"] != options.client[0]:
        return "invalid_client_id", "client identifier invalid", "grant"
    if claims["sub"] != sign_in.username:
        return "invalid_grant", "user hasn't approved this consumer", "assertion"
    return None
