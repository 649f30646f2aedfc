"""What the parts of a model share: the age of its kernel, its tree, its clock, what is to happen later, and how busy
its CPUs are.
"""

import contextlib
import errno
import heapq
import math
import re
import time

LATE_SECONDS = 0.035
LOAD_SECONDS = 0.05


class Kernel:
    """
    `is_old`: before limits became requests of quality of service (5.3): a write holds at once, or fails at once. On a
    newer kernel a limit shows `late_seconds` after its write.
    """

    def __init__(self, tree, is_old):
        self.tree = tree
        self.is_old = is_old
        self.late_seconds = 0 if is_old else LATE_SECONDS
        self.load = Load()
        self.agenda = []
        self.order = 0

    def after(self, seconds, action):
        self.order += 1
        heapq.heappush(self.agenda, (time.monotonic() + seconds, self.order, action))

    def run_due(self):
        """What was to happen by now. What somebody on the board wrote may be refused, as it is there."""
        while self.agenda and self.agenda[0][0] <= time.monotonic():
            with contextlib.suppress(OSError):
                heapq.heappop(self.agenda)[2]()

    def soon(self, action):
        """Once a written limit holds."""
        if self.late_seconds == 0:
            action()
        else:
            self.after(self.late_seconds, action)


class Load:
    """How busy this machine's CPUs are, 0 to 1; a board with more CPUs than the machine sees them again and again."""

    def __init__(self):
        self.fixed = None
        self.wave = None
        self.before = cpu_times()
        self.at = time.monotonic()
        self.shares = [0.0] * len(self.before)

    def of(self, cpus):
        if self.wave is not None:
            return 0.5 + 0.5 * math.sin(2 * math.pi * time.monotonic() / self.wave)
        if self.fixed is not None:
            return self.fixed
        if time.monotonic() - self.at >= LOAD_SECONDS:
            self.sample()
        return max(self.shares[cpu % len(self.shares)] for cpu in cpus)

    def sample(self):
        now = cpu_times()
        for cpu, ((total, idle), (total_before, idle_before)) in enumerate(zip(now, self.before, strict=False)):
            if total > total_before:
                self.shares[cpu] = 1 - (idle - idle_before) / (total - total_before)
        self.before, self.at = now, time.monotonic()


def cpu_times():
    """Of each CPU all ticks and the idle ones."""
    with open('/proc/stat', encoding='ascii') as file:
        fields = [line.split() for line in file if re.match(r'cpu\d', line)]
    return [(sum(map(int, field[1:9])), int(field[4]) + int(field[5])) for field in fields]


def invalid(why=''):
    raise OSError(errno.EINVAL, why)


def number_in(text):
    """As sscanf reads %u: the digits at the beginning."""
    digits = re.match(r'\s*\d{1,19}', text)
    return int(digits.group()) if digits else invalid(text)


def flag_in(text):
    return text == '1' if text in ('0', '1') else invalid(text)


def as_list(cpus):
    """0-3,6 of some CPUs, as the kernel writes them."""
    runs = []
    for cpu in sorted(cpus):
        if runs and cpu == runs[-1][1] + 1:
            runs[-1][1] = cpu
        else:
            runs.append([cpu, cpu])
    return ','.join(str(first) if first == last else f'{first}-{last}' for first, last in runs)
