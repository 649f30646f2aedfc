"""Who opened and wrote what. A program is named by its file and by what it calls itself; the process is this
machine's, which sees into every board.
"""

import os

MOST_ENTRIES = 200_000


class Log:
    def __init__(self):
        self.entries = []
        self.mark = 0

    def opened(self, path, is_write, is_poison, pid, uid):
        self.append(
            {'kind': 'opened', 'path': path, 'forWriting': is_write, 'isPoison': is_poison, 'uid': uid, **who(pid)}
        )

    def written(self, path, text, failure, pid):
        name = os.strerror(failure) if failure else None
        self.append({'kind': 'written', 'path': path, 'text': text, 'error': name, **who(pid)})

    def append(self, entry):
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append(entry)

    def set_mark(self):
        self.mark = len(self.entries)

    def since_mark(self, kind):
        return [entry for entry in self.entries[self.mark :] if entry['kind'] == kind]


def who(thread):
    """The process of a thread; empty words where it has ended already."""
    process = str(thread)
    for line in text_of(f'/proc/{thread}/status').splitlines():
        if line.startswith('Tgid:'):
            process = line.split()[1]
    try:
        program = os.path.basename(os.readlink(f'/proc/{process}/exe'))
    except OSError:
        program = ''
    command = text_of(f'/proc/{process}/cmdline').replace('\0', ' ').strip()[:300]
    return {'program': program, 'comm': text_of(f'/proc/{process}/comm').strip(), 'command': command}


def text_of(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''
