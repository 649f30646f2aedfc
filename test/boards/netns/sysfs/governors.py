"""The governors of cpufreq and their tunables, which stand in a folder as long as some policy has that governor, and
are what they are by default whenever it appears.
"""

from kernel import invalid, number_in
from tree import File

ALL = ('conservative', 'ondemand', 'userspace', 'powersave', 'performance', 'schedutil')
DYNAMIC = ('conservative', 'ondemand', 'schedutil', 'interactive')

# name: default, least, most
TUNABLES = {
    'ondemand': {
        'sampling_rate': (10_000, 1, 10**9),
        'up_threshold': (95, 1, 100),
        'sampling_down_factor': (1, 1, 100_000),
        'ignore_nice_load': (0, 0, 1),
        'io_is_busy': (0, 0, 1),
        'powersave_bias': (0, 0, 1_000),
    },
    'conservative': {
        'sampling_rate': (20_000, 1, 10**9),
        'up_threshold': (80, 1, 100),
        'down_threshold': (20, 1, 100),
        'freq_step': (5, 0, 100),
        'sampling_down_factor': (1, 1, 100_000),
        'ignore_nice_load': (0, 0, 1),
    },
    'schedutil': {'rate_limit_us': (2_000, 0, 10**9)},
    'interactive': {
        'hispeed_freq': (1_200_000, 0, 10**9),
        'go_hispeed_load': (99, 1, 100),
        'min_sample_time': (80_000, 0, 10**9),
        'timer_rate': (20_000, 1, 10**9),
        'boost': (0, 0, 1),
    },
}


class Tunables:
    """Those of one governor in one folder: a policy's own, or all policies' together."""

    def __init__(self, tree, folder, governor):
        self.tree = tree
        self.folder = f'{folder}/{governor}'
        self.limits = TUNABLES.get(governor, {})
        self.users = 0
        self.values = {}

    def appear(self):
        self.users += 1
        if self.users > 1 or not self.limits:
            return
        self.values = {name: default for name, (default, _, _) in self.limits.items()}
        for name in self.limits:
            self.tree.add(f'{self.folder}/{name}', self.file(name))

    def vanish(self):
        self.users -= 1
        if self.users == 0:
            self.tree.remove(self.folder)

    def file(self, name):
        return File(lambda: self.values[name], lambda text: self.set(name, text))

    def set(self, name, text):
        _, least, most = self.limits[name]
        value = number_in(text)
        if not least <= value <= most:
            invalid(text)
        self.values[name] = value
