"""A municipality's way out: a proxy that passes nothing but Slack, and opens HTTPS with its own authority.

What the playground speaks in the clear stands behind it as `https://slack.invalid`, a name that leads nowhere
but through the proxy.
"""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SLACK = "slack.invalid"
CREDENTIALS = "somebody:hush"
DAY = timedelta(days=1)


@dataclass
class Firewall:
    """`proxy` is its address, with user and password; `ca_file` the authority that it shows."""

    ca_file: Path
    proxy: str = ""
    asked: list[str] = field(default_factory=list)
    """The hosts and ports that the proxy was asked for, in their order."""
    _inside: int = 0
    _plain: int = 0

    def stand_before(self, url: str) -> str:
        """What is at `url` is behind the firewall from now on; where to find it there."""
        self._plain = urlsplit(url).port or 0
        return f"https://{SLACK}"

    async def _open_https(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _join(reader, writer, self._plain)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked, *headers = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, where, _ = asked.split(" ")
        self.asked.append(where)
        known = base64.b64encode(CREDENTIALS.encode()).decode()
        status = "200 Connection established"
        if f"proxy-authorization: basic {known}".lower() not in [one.lower() for one in headers]:
            status = "407 Proxy Authentication Required"
        elif method != "CONNECT" or where != f"{SLACK}:443":
            status = "403 Forbidden"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        if status.startswith("200"):
            await _join(reader, writer, self._inside)
        writer.close()


async def _join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Pass on both ways between this connection and the one at `port`, until both sides have ended."""
    there, back = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):
        while said := await reader.read(65536):
            writer.write(said)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def standing(folder: Path) -> AsyncIterator[Firewall]:
    """A firewall on this machine while the block runs; its certificates lie in `folder`."""
    made = Firewall(folder / "authority.pem")
    context = _certified(folder)
    async with AsyncExitStack() as stack:
        inside = await asyncio.start_server(made._open_https, "127.0.0.1", 0, ssl=context)
        stack.callback(inside.close)
        outside = await asyncio.start_server(made._connect, "127.0.0.1", 0)
        stack.callback(outside.close)
        made._inside = inside.sockets[0].getsockname()[1]
        made.proxy = f"http://{CREDENTIALS}@127.0.0.1:{outside.sockets[0].getsockname()[1]}"
        yield made


def _certified(folder: Path) -> ssl.SSLContext:
    """What a server shows that calls itself Slack, by the word of an authority nobody knows."""
    authority, named = ec.generate_private_key(ec.SECP256R1()), _name("The municipality's own")
    own = _certificate(named, authority, by=named, key=authority, authority=True)
    (folder / "authority.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    key = ec.generate_private_key(ec.SECP256R1())
    shown = _certificate(_name(SLACK), key, by=named, key=authority, authority=False)
    (folder / "slack.pem").write_bytes(
        shown.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "slack.pem")
    return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name,
    owner: ec.EllipticCurvePrivateKey,
    *,
    by: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(by, subject, owner.public_key(), x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(owner.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    if authority:
        certificate = certificate.add_extension(_signing(), critical=True)
    else:
        certificate = certificate.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(SLACK)]), critical=False
        ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return certificate.sign(key, hashes.SHA256())


def _signing() -> x509.KeyUsage:
    """What an authority's key is for: to sign certificates."""
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
