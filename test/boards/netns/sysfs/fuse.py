"""The kernel's FUSE protocol on /dev/fuse: hands what a board's programs ask of a mounted tree to that tree, one
request at a time, and keeps nothing in a cache, so that what a program reads is always what holds now.

Spoken as in <linux/fuse.h>, version 7.31; the kernel's own checks of permissions are left to it.
"""

import ctypes
import errno
import os
import stat
import struct

HEADER = struct.Struct('<IIQQIIIHH')  # length, opcode, unique, node, uid, gid, pid, extension, padding
ANSWER = struct.Struct('<IiQ')  # length, -errno, unique
ENTRY = struct.Struct('<QQQQII')  # node, generation, seconds and nanoseconds for which entry and attributes hold
ATTRIBUTES = struct.Struct('<QQQQQQIIIIIIIIII')
ATTRIBUTES_HOLD = struct.Struct('<QII')
SET_ATTRIBUTES = struct.Struct('<IIQQQQQQIIIIIIII')
TRANSFER = struct.Struct('<QQIIQII')  # handle, offset, size, flags, lock owner, flags, padding
OPENED = struct.Struct('<QII')
DIRECTORY_ENTRY = struct.Struct('<QQII')
INIT_ASKED = struct.Struct('<IIII')
INIT_ANSWER = struct.Struct('<IIIIHHIIHHI28x')

(LOOKUP, FORGET, GETATTR, SETATTR, READLINK) = (1, 2, 3, 4, 5)
(OPEN, READ, WRITE, STATFS, RELEASE) = (14, 15, 16, 17, 18)
(INIT, OPENDIR, READDIR, RELEASEDIR, CREATE, INTERRUPT, DESTROY, BATCH_FORGET) = (26, 27, 28, 29, 35, 36, 38, 42)
UNANSWERED = (FORGET, BATCH_FORGET, INTERRUPT)
REFUSED = {6: errno.EPERM, 8: errno.EPERM, 9: errno.EPERM, 10: errno.EPERM, 11: errno.EPERM, 12: errno.EPERM}

VERSION = (7, 31)
MAX_WRITE = 4096
BUFFER_BYTES = 128 * 1024
DIRECT_IO = 1
SET_MODE, SET_UID, SET_GID = 1, 2, 4
MS_NOSUID_NODEV_NOEXEC = 2 | 4 | 8
ROOT = 1


class Handle:
    """An opened file: what it reads is made anew whenever it is read from its beginning."""

    def __init__(self, path, node):
        self.path = path
        self.node = node
        self.text = b''


class Fuse:
    """Serves `tree`: find(path), list(path), opened(…), read(…), written(…); each may raise an OSError."""

    def __init__(self, mount_point, tree):
        self.tree = tree
        self.paths = {ROOT: '/'}
        self.numbers = {'/': ROOT}
        self.handles = {}
        self.next_handle = 1
        self.device = os.open('/dev/fuse', os.O_RDWR | os.O_CLOEXEC)
        options = f'fd={self.device},rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other'
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.mount(
            b'sysfs', os.fsencode(mount_point), b'fuse', MS_NOSUID_NODEV_NOEXEC, options.encode()
        )
        if failed:
            raise OSError(ctypes.get_errno(), f'{mount_point} can not be mounted')

    def fileno(self):
        return self.device

    def serve_one(self):
        """Answers one request; False once nothing is mounted any more."""
        try:
            request = os.read(self.device, BUFFER_BYTES)
        except OSError as error:
            if error.errno == errno.ENODEV:
                return False
            if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                return True
            raise
        _, opcode, unique, number, uid, _, pid, _, _ = HEADER.unpack_from(request)
        if opcode in UNANSWERED:
            return True
        try:
            body = self.answer(opcode, number, request[HEADER.size :], pid, uid)
            failure = 0
        except OSError as error:
            body, failure = b'', error.errno or errno.EIO
        try:
            os.write(self.device, ANSWER.pack(ANSWER.size + len(body), -failure, unique) + body)
        except FileNotFoundError:
            pass  # Who asked was killed meanwhile.
        return True

    def answer(self, opcode, number, body, pid, uid):
        path = self.paths.get(number, '/')
        if opcode == INIT:
            return self.begin(body)
        if opcode == LOOKUP:
            return self.look_up(path, os.fsdecode(body.split(b'\0')[0]))
        if opcode == GETATTR:
            return ATTRIBUTES_HOLD.pack(0, 0, 0) + self.attributes(path, self.held_or_found(path))
        if opcode == SETATTR:
            return self.set_attributes(path, body)
        if opcode == READLINK:
            return os.fsencode(self.tree.find(path).target)
        if opcode == OPENDIR:
            return OPENED.pack(0, 0, 0)
        if opcode == READDIR:
            return self.read_directory(path, body)
        if opcode == OPEN:
            return self.open(path, struct.unpack_from('<I', body)[0], pid, uid)
        if opcode == READ:
            return self.read(body)
        if opcode == WRITE:
            return self.write(body, pid)
        if opcode == RELEASE:
            self.handles.pop(struct.unpack_from('<Q', body)[0], None)
            return b''
        if opcode == STATFS:
            return struct.pack('<5Q10I', 0, 0, 0, 0, 0, 4096, 255, 4096, 0, *([0] * 6))
        if opcode in (RELEASEDIR, DESTROY):
            return b''
        if opcode == CREATE:
            raise OSError(errno.EACCES, path)
        raise OSError(REFUSED.get(opcode, errno.ENOSYS), path)

    def begin(self, body):
        _, _, readahead, _ = INIT_ASKED.unpack_from(body)
        return INIT_ANSWER.pack(*VERSION, readahead, 0, 16, 12, MAX_WRITE, 1, 1, 0, 0)

    def look_up(self, folder, name):
        path = f'{folder.rstrip("/")}/{name}'
        node = self.tree.find(path)
        return ENTRY.pack(self.number_of(path), 0, 0, 0, 0, 0) + self.attributes(path, node)

    def number_of(self, path):
        number = self.numbers.get(path)
        if number is None:
            number = len(self.numbers) + 1
            self.numbers[path] = number
            self.paths[number] = path
        return number

    def held_or_found(self, path):
        """A file that is gone still says what it is to who holds it open."""
        held = (handle.node for handle in self.handles.values() if handle.path == path)
        return next(held, None) or self.tree.find(path)

    def attributes(self, path, node):
        size = len(os.fsencode(node.target)) if stat.S_ISLNK(node.mode) else 4096
        links = 2 if stat.S_ISDIR(node.mode) else 1
        return ATTRIBUTES.pack(
            self.number_of(path), size, 0, 0, 0, 0, 0, 0, 0, node.mode, links, node.uid, node.gid, 0, 4096, 0
        )

    def set_attributes(self, path, body):
        valid, _, _, _, _, _, _, _, _, _, _, mode, _, uid, gid, _ = SET_ATTRIBUTES.unpack_from(body)
        node = self.tree.find(path)
        if valid & (SET_MODE | SET_UID | SET_GID):
            if not node.is_own:
                raise OSError(errno.EPERM, path)
            if valid & SET_MODE:
                node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
            if valid & SET_UID:
                node.uid = uid
            if valid & SET_GID:
                node.gid = gid
        return ATTRIBUTES_HOLD.pack(0, 0, 0) + self.attributes(path, node)

    def read_directory(self, path, body):
        _, offset, size, _, _, _, _ = TRANSFER.unpack_from(body)
        entries = b''
        names = ['.', '..', *self.tree.list(path)]
        for index, name in enumerate(names[offset:], offset):
            data = os.fsencode(name)
            entry = DIRECTORY_ENTRY.pack(index + 1, index + 1, len(data), 0) + data
            entry += bytes(-len(entry) % 8)
            if len(entries) + len(entry) > size:
                break
            entries += entry
        return entries

    def open(self, path, flags, pid, uid):
        node = self.tree.find(path)
        self.tree.opened(path, node, flags, pid, uid)
        number = self.next_handle
        self.next_handle += 1
        self.handles[number] = Handle(path, node)
        return OPENED.pack(number, DIRECT_IO, 0)

    def read(self, body):
        number, offset, size, _, _, _, _ = TRANSFER.unpack_from(body)
        handle = self.handles[number]
        if handle.node.is_gone:
            raise OSError(errno.ENODEV, handle.path)
        if offset == 0:
            handle.text = self.tree.read(handle.path, handle.node)
        return handle.text[offset : offset + size]

    def write(self, body, pid):
        number, _, size, _, _, _, _ = TRANSFER.unpack_from(body)
        handle = self.handles[number]
        data = body[TRANSFER.size : TRANSFER.size + size]
        self.tree.write(handle.path, handle.node, data, pid)
        return struct.pack('<II', size, 0)
