"""Loaded into a server's own Python, before the server: every name resolves to the sandbox's own loopback, and what
connects to a port the stand-in answers for is led to it."""

import os
import socket

_LOOPBACK = "127.0.0.1"
_port, _, _ports = os.environ.get("TOOLRISK_STAND_IN", "").partition(":")
_answered = {int(port) for port in _ports.split(",") if port}
_getaddrinfo = socket.getaddrinfo
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _lead_home(address):
    if not isinstance(address, tuple):
        return address
    return (_LOOPBACK, int(_port) if address[1] in _answered else address[1])


def _resolve(host, port, family=0, type=0, proto=0, flags=0):
    if host is None:
        return _getaddrinfo(host, port, family, type, proto, flags)
    return _getaddrinfo(_LOOPBACK, port, socket.AF_INET, type, proto, 0)


socket.getaddrinfo = _resolve
socket.gethostbyname = lambda host: _LOOPBACK
socket.socket.connect = lambda self, address: _connect(self, _lead_home(address))
socket.socket.connect_ex = lambda self, address: _connect_ex(self, _lead_home(address))
