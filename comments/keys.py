"""Keyed hashes: they tell that two comments came from one place without telling which place.

The key is ``settings.COMMENTS_KEY``; with a new key old hashes can no longer be matched with anything.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings

from cms.http import network_of

# One household is given a whole /64 and can take a new address in it for each post (RFC 4291, RFC 8981).
IPV6_SENDER_PREFIX = 64


def keyed_hash(purpose: str, *parts: str) -> str:
    """64 hexadecimal characters. Parts are kept apart, so ("ab", "c") and ("a", "bc") differ."""
    message = "\x00".join([purpose, *(f"{len(part)}:{part}" for part in parts)])
    return hmac.new(settings.COMMENTS_KEY.encode(), message.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def sender_key(address: str) -> str:
    """The hash of a network address as ``cms.http.client_address`` gives it; "" for none."""
    if not address:
        return ""
    ip = ipaddress.ip_address(address)
    if ip.version == 6:
        address = str(ipaddress.ip_network(f"{ip}/{IPV6_SENDER_PREFIX}", strict=False))
    return keyed_hash("sender", address)


def network_key(address: str) -> str:
    """The hash of the network an address belongs to; "" for none."""
    network = network_of(address)
    return keyed_hash("network", network) if network else ""
