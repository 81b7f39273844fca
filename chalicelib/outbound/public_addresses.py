"""Which IP addresses are on the public Internet.

The lists are the IANA special-purpose registries. ``ipaddress.is_global`` is not used: its answer
differs between versions of Python, and it is true for addresses that contain another address.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

#: All of IPv4 that is not ordinary public unicast.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared with a carrier, and in use at cloud providers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local: 169.254.169.254 gives a machine's credentials
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast
    )
)
#: Public unicast of IPv6. Outside are loopback, link-local, unique local, multicast, addresses
#: mapped from IPv4 (``::ffff:0:0/96``) and translated to it (NAT64, ``64:ff9b::/96``).
_UNICAST_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments, Teredo among them, which contains IPv4
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which contains IPv4
        "3fff::/20",  # documentation
    )
)


def is_public(text: str) -> bool:
    """Say whether the text is an IP address of the public Internet. False for other texts."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return _is_public_6(address)


def is_loopback(text: str) -> bool:
    """Say whether the text is an IPv4 address of this machine."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return isinstance(address, IPv4Address) and address.is_loopback


def _is_public_6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _UNICAST_6:
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)
