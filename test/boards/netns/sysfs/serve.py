#!/usr/bin/python3
"""Mounts a model of a board's /sys, over a real sysfs of which what the model lacks is read, and listens for what a
test says to it. One request after another, in one thread.

usage: serve.py LAYOUT REAL_SYSFS MOUNT_POINT SOCKET
"""

import select
import socket
import sys

from control import Control, encode
from faults import Faults
from fuse import Fuse
from layouts import LAYOUTS
from log import Log
from model import COVERED
from tree import Tree

POLL_MS = 20


class Listener:
    """The socket of the tests: any number of them, each with lines that may come in pieces."""

    def __init__(self, path, control, poll):
        self.control = control
        self.poll = poll
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(path)
        self.socket.listen()
        self.connections = {}
        poll.register(self.socket, select.POLLIN)

    def serve(self, descriptor):
        if descriptor == self.socket.fileno():
            connection, _ = self.socket.accept()
            self.connections[connection.fileno()] = (connection, bytearray())
            self.poll.register(connection, select.POLLIN)
            return
        connection, waiting = self.connections[descriptor]
        try:
            data = connection.recv(65536)
        except OSError:
            data = b''
        if not data:
            self.poll.unregister(connection)
            del self.connections[descriptor]
            connection.close()
            return
        waiting += data
        while b'\n' in waiting:
            line, _, rest = bytes(waiting).partition(b'\n')
            waiting[:] = rest
            connection.sendall(encode(self.control.answer(line.decode())))


def main():
    layout, real, mount_point, socket_path = sys.argv[1:5]
    if layout not in LAYOUTS:
        sys.exit(f'no layout {layout}; there are: {", ".join(LAYOUTS)}')
    faults, log = Faults(), Log()
    tree = Tree(real, COVERED, faults, log)
    control = Control(LAYOUTS[layout], tree, faults, log)
    fuse = Fuse(mount_point, tree)
    poll = select.poll()
    poll.register(fuse, select.POLLIN)
    listener = Listener(socket_path, control, poll)
    while True:
        for descriptor, events in poll.poll(POLL_MS):
            control.model.kernel.run_due()
            if descriptor != fuse.fileno():
                listener.serve(descriptor)
            elif events & select.POLLERR or not fuse.serve_one():
                return
        control.model.kernel.run_due()
        control.model.draw.tick()


main()
