"""Names of machines."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine for certain."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
