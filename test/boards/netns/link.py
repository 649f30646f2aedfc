#!/usr/bin/python3
"""A network link that can be bad: a TAP device here, one in a named network namespace, and this between them.

usage: link.py NAMESPACE HOST_DEVICE BOARD_DEVICE CONTROL_FILE
CONTROL_FILE holds words like `delay_ms=30 loss=0.01 rate_mbit=20 cut=1`, and is read again when it changes.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x1002
CLONE_NEWNET = 0x40000000
QUEUE_SECONDS = 0.5


def open_tap(name):
    device = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack('16sH14x', name.encode(), IFF_TAP_NO_PI))
    return device


def enter(namespace):
    if ctypes.CDLL(None, use_errno=True).setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), 'setns')


class Control:
    def __init__(self, path):
        self.path = path
        self.seen = None
        self.values = {'delay_ms': 0.0, 'loss': 0.0, 'rate_mbit': 0.0, 'cut': 0.0}

    def refresh(self):
        try:
            stamp = os.stat(self.path).st_mtime_ns
            if stamp == self.seen:
                return
            self.seen = stamp
            with open(self.path, encoding='ascii') as file:
                for word in file.read().split():
                    key, value = word.split('=')
                    self.values[key] = float(value)
        except (OSError, ValueError):
            self.seen = None


def main():
    namespace, host_device, board_device, control_path = sys.argv[1:5]
    host = open_tap(host_device)
    home = os.open('/proc/self/ns/net', os.O_RDONLY)
    enter(os.open(f'/run/netns/{namespace}', os.O_RDONLY))
    board = open_tap(board_device)
    enter(home)

    control = Control(control_path)
    other = {host: board, board: host}
    free_at = {host: 0.0, board: 0.0}
    on_the_way = []
    order = 0
    poll = select.poll()
    for device in other:
        poll.register(device, select.POLLIN)

    while True:
        control.refresh()
        now = time.monotonic()
        while on_the_way and on_the_way[0][0] <= now:
            _, _, device, frame = heapq.heappop(on_the_way)
            try:
                os.write(device, frame)
            except OSError:
                pass
        wait_ms = 50.0 if not on_the_way else min(50.0, (on_the_way[0][0] - now) * 1000)
        for device, _ in poll.poll(max(0.0, wait_ms)):
            for _ in range(64):
                try:
                    frame = os.read(device, 65536)
                except OSError:
                    break
                values = control.values
                if values['cut'] or random.random() < values['loss']:
                    continue
                now = time.monotonic()
                leaves = max(now, free_at[device])
                if values['rate_mbit']:
                    if leaves - now > QUEUE_SECONDS:
                        continue
                    leaves += len(frame) * 8 / (values['rate_mbit'] * 1e6)
                free_at[device] = leaves
                order += 1
                arrives = leaves + values['delay_ms'] / 1000
                heapq.heappush(on_the_way, (arrives, order, other[device], frame))


main()
