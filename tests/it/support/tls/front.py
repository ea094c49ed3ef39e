"""Speaks TLS in front of a server on this machine: `front.py CERTIFICATE PORT` prints the port that it listens to.

Whoever takes it for a proxy and asks for another host gets that server, too.
"""

import socket
import ssl
import sys

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    try:
        if connection.recv(7, socket.MSG_PEEK) == b"CONNECT":
            asked = b""
            while not asked.endswith(b"\r\n\r\n") and (part := connection.recv(1)):
                asked += part
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as client:
            reader, length, head = client.makefile("rb"), 0, b""
            for line in reader:
                head += line
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
                if line == b"\r\n":
                    break
            with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as server:
                server.sendall(head + reader.read(length))
                while part := server.recv(65536):
                    client.sendall(part)
    except OSError:
        pass
