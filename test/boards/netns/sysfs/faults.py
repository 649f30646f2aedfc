"""What goes wrong with single files on purpose: errors, other texts, slowness, writes that change nothing."""

import errno
import time


class Faults:
    def __init__(self):
        self.clear_all()

    def clear_all(self):
        self.errors = {}
        self.texts = {}
        self.delays = {}
        self.ignored = set()

    def fail(self, path, name, when='both', times=None):
        """`name`: EIO. `when`: open, read, write, or both of reading and writing. `times`: so often, else always."""
        self.errors[path] = [getattr(errno, name), when, times]

    def clear(self, path):
        for kind in (self.errors, self.texts, self.delays):
            kind.pop(path, None)
        self.ignored.discard(path)

    def raise_for(self, path, doing):
        if path in self.delays and doing != 'open':
            time.sleep(self.delays[path])
        number, when, times = self.errors.get(path, (0, '', None))
        if not number or not (when == doing or (when == 'both' and doing != 'open')):
            return
        if times is not None:
            self.errors[path][2] = times - 1
            if times <= 1:
                del self.errors[path]
        raise OSError(number, path)

    def text_of(self, path):
        return self.texts.get(path)

    def is_ignored(self, path):
        return path in self.ignored
