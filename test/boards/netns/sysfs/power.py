"""What a board says of its power: the rails of an INA3221, Intel's and AMD's energy counters, and the counters and
flags by which a processor says that it slowed itself.
"""

import time

from tree import File, Link

RAIL_MV = 5_000


def watts(policies):
    """More with frequency and load; of no processor's."""
    return sum(len(policy.online_cpus()) * 0.2 + policy.khz() / 1e6 * policy.kernel.load.of(policy.cpus) for policy in policies)


class Rails:
    """An INA3221: mV and mA of each rail. `labels`: None for a rail without one. Its number changes with each boot."""

    def __init__(self, kernel, policies, labels, number=0, name='ina3221'):
        self.tree = kernel.tree
        self.labels = labels
        self.policies = policies
        self.name = name
        self.number = None
        self.renumber(number)

    def renumber(self, number):
        device = '/devices/platform/bus@0/c240000.i2c/i2c-1/1-0040'
        if self.number is not None:
            self.tree.remove(f'/class/hwmon/hwmon{self.number}')
            self.tree.remove(f'{device}/hwmon/hwmon{self.number}')
        self.number = number
        folder = f'{device}/hwmon/hwmon{number}'
        self.tree.add(f'/class/hwmon/hwmon{number}', Link(f'../..{folder}'))
        self.tree.add(f'{folder}/name', File(self.name))
        for index, label in enumerate(self.labels, 1):
            if label is not None:
                self.tree.add(f'{folder}/in{index}_label', File(label))
            self.tree.add(f'{folder}/in{index}_input', File(str(RAIL_MV)))
            self.tree.add(f'{folder}/curr{index}_input', File(self.milliamperes))

    def milliamperes(self):
        return round((2 + watts(self.policies)) / RAIL_MV * 1e6)


class Energy:
    """A RAPL counter: only root reads it, and it begins anew at its end."""

    def __init__(self, kernel, policies):
        self.policies = policies
        self.microjoules = 0.0
        self.range = 262_143_328_850
        self.at = time.monotonic()
        zone = '/devices/virtual/powercap/intel-rapl/intel-rapl:0'
        kernel.tree.add('/class/powercap/intel-rapl:0', Link(f'../..{zone}'))
        kernel.tree.add_all(
            zone,
            {
                'name': File('package-0'),
                'enabled': File('1'),
                'max_energy_range_uj': File(lambda: self.range),
                'energy_uj': File(self.read, mode=0o400),
            },
        )

    def read(self):
        now = time.monotonic()
        self.microjoules += watts(self.policies) * (now - self.at) * 1e6
        self.at = now
        return int(self.microjoules % self.range)
