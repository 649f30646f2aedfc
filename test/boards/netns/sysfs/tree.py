"""What a board sees below /sys: the files of its model, and where the model has none, those of a real sysfs, which
can be read only. Paths here begin below /sys: `/devices/system/cpu/online`.
"""

import errno
import os
import posixpath
import stat

MOST_BYTES = 64 * 1024


class Node:
    """Something in the tree. `is_own`: of the model, not of the machine below it."""

    target = ''
    is_own = True
    is_poison = False
    is_gone = False

    def __init__(self, mode):
        self.mode = mode
        self.uid = 0
        self.gid = 0

    def read(self):
        raise OSError(errno.EISDIR, 'a directory')

    def write(self, _text):
        raise OSError(errno.EACCES, 'not to be written')


class File(Node):
    """One that reads what `show` gives, or is that text, and stores by `store`."""

    def __init__(self, show, store=None, mode=None):
        super().__init__(stat.S_IFREG | (mode if mode is not None else 0o644 if store else 0o444))
        self.show = show
        self.store = store

    def read(self):
        shown = self.show() if callable(self.show) else self.show
        return shown if isinstance(shown, bytes) else f'{shown}\n'.encode()

    def write(self, text):
        if self.store is None:
            raise OSError(errno.EIO, 'it can not be stored')
        self.store(text)


class Folder(Node):
    def __init__(self, mode=0o755):
        super().__init__(stat.S_IFDIR | mode)


class Link(Node):
    def __init__(self, target):
        super().__init__(stat.S_IFLNK | 0o777)
        self.target = target


class Poison(File):
    """One whose opening would reset a board: nobody may."""

    is_poison = True

    def __init__(self):
        super().__init__('', store=lambda _: None)


class Real(Node):
    """A file of the real sysfs."""

    is_own = False

    def __init__(self, path):
        status = os.lstat(path)
        super().__init__(status.st_mode & ~0o222 if stat.S_ISREG(status.st_mode) else status.st_mode)
        self.path = path
        if stat.S_ISLNK(status.st_mode):
            self.target = os.readlink(path)

    def read(self):
        with open(self.path, 'rb', buffering=0) as file:
            return file.read(MOST_BYTES) or b''


class Tree:
    """`covered`: folders of which nothing real shows."""

    def __init__(self, real, covered, faults, log):
        self.real = real
        self.covered = covered
        self.faults = faults
        self.log = log
        self.nodes = {}
        self.clear()

    def clear(self):
        """As before a boot."""
        for node in self.nodes.values():
            node.is_gone = True
        self.nodes = {'/': Folder()}
        self.names = {'/': set()}
        self.aliases = {}

    def add(self, path, node):
        self.nodes[path] = node
        if path.startswith('/class/') and stat.S_ISLNK(node.mode):
            self.aliases[path] = posixpath.normpath(posixpath.join(posixpath.dirname(path), node.target))
        if stat.S_ISDIR(node.mode):
            self.names.setdefault(path, set())
        while path != '/':
            folder, name = posixpath.split(path)
            if folder not in self.nodes:
                self.nodes[folder] = Folder()
            self.names.setdefault(folder, set()).add(name)
            path = folder

    def add_all(self, folder, nodes):
        for name, node in nodes.items():
            self.add(f'{folder}/{name}', node)

    def remove(self, path):
        """With all that is below it. Who still holds a file of it open reads ENODEV from now on."""
        for name in list(self.names.pop(path, ())):
            self.remove(f'{path}/{name}')
        self.aliases.pop(path, None)
        node = self.nodes.pop(path, None)
        if node is not None:
            node.is_gone = True
        folder, name = posixpath.split(path)
        self.names.get(folder, set()).discard(name)

    def find(self, path):
        node = self.nodes.get(path)
        if node is not None:
            return node
        if self.is_covered(path):
            raise OSError(errno.ENOENT, path)
        return Real(self.real + path)

    def list(self, path):
        names = set(self.names.get(path, ()))
        if not self.is_covered(path):
            try:
                real = os.listdir(self.real + path)
            except OSError:
                real = []
            names |= {name for name in real if not self.is_covered(posixpath.join(path, name))}
        return sorted(names)

    def is_covered(self, path):
        return any(path == folder or path.startswith(f'{folder}/') for folder in self.covered)

    def opened(self, path, node, flags, pid, uid):
        is_write = flags & os.O_ACCMODE != os.O_RDONLY
        self.log.opened(self.spoken(path), is_write, node.is_poison, pid, uid)
        if is_write and not node.mode & 0o222:
            raise OSError(errno.EACCES, path)
        self.faults.raise_for(path, 'open')

    def read(self, path, node):
        self.faults.raise_for(path, 'read')
        text = self.faults.text_of(path)
        return node.read() if text is None else f'{text}\n'.encode()

    def write(self, path, node, data, pid):
        text = data.decode('utf-8', 'replace').strip()
        failure = 0
        try:
            if node.is_gone:
                raise OSError(errno.ENODEV, path)
            self.faults.raise_for(path, 'write')
            if not self.faults.is_ignored(path):
                node.write(text)
        except OSError as error:
            failure = error.errno or errno.EIO
            raise
        finally:
            self.log.written(self.spoken(path), text, failure, pid)

    def resolve(self, path):
        """Follows the model's links, as the kernel does."""
        path = posixpath.normpath(path.removeprefix('/sys'))
        for _ in range(16):
            parts = path.split('/')
            for count in range(2, len(parts) + 1):
                node = self.nodes.get('/'.join(parts[:count]))
                if node is not None and stat.S_ISLNK(node.mode):
                    folder = '/'.join(parts[: count - 1]) or '/'
                    target = posixpath.normpath(posixpath.join(folder, node.target))
                    path = posixpath.join(target, *parts[count:])
                    break
            else:
                return path
        raise OSError(errno.ELOOP, path)

    def spoken(self, path):
        """As the classes name it: /sys/class/devfreq/…, not the device below /sys/devices."""
        for alias, target in self.aliases.items():
            if path == target or path.startswith(f'{target}/'):
                return f'/sys{alias}{path[len(target):]}'
        return f'/sys{path}'

    def settings(self):
        """Every file of the model that may be written, and what it reads: unlogged, and past all faults."""
        found = {}
        for path, node in sorted(self.nodes.items()):
            if isinstance(node, File) and node.store is not None and not node.is_poison:
                try:
                    found[self.spoken(path)] = node.read().decode().strip()
                except OSError as error:
                    found[self.spoken(path)] = errno.errorcode[error.errno or errno.EIO]
        return found
