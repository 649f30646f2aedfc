"""What a board takes and says of it: power that follows its load, with an exact account of the energy; the rails of an
INA3221, and Intel's and AMD's energy counters.
"""

import bisect
import time

from tree import File, Link

RAIL_MV = 5_000
# Of the whole; the first rail is that through which all comes.
RAIL_SHARES = (1, 0.5, 0.2)
CHANNELS = 3
TICK_SECONDS = 0.01
MOST_TICKS = 200_000


def watts(policies):
    """More with frequency and load; of no processor's."""
    return 2 + sum(len(policy.online_cpus()) * 0.2 + policy.khz() / 1e6 * policy.kernel.load.of(policy.cpus) for policy in policies)


class Draw:
    """The power of the whole board. It changes at its ticks and stands still between them, so that the account is exact."""

    def __init__(self, policies):
        self.policies = policies
        self.watts = watts(policies)
        self.joules = 0.0
        self.at = time.monotonic()
        self.times, self.account = [self.at], [0.0]

    def tick(self):
        now = time.monotonic()
        if now - self.at < TICK_SECONDS or len(self.times) == MOST_TICKS:
            return
        self.joules += self.watts * (now - self.at)
        self.at = now
        self.watts = watts(self.policies)
        self.times.append(now)
        self.account.append(self.joules)

    def joules_now(self):
        return self.joules + self.watts * (time.monotonic() - self.at)

    def joules_until(self, when):
        """At a moment of the monotonic clock."""
        index = bisect.bisect_right(self.times, when)
        if index == 0 or index == len(self.times):
            raise ValueError('the account does not reach there')
        before, after = self.times[index - 1], self.times[index]
        share = (when - before) / (after - before)
        return self.account[index - 1] + share * (self.account[index] - self.account[index - 1])


class Rails:
    """An INA3221: mV and mA of each rail. `labels`: None for a rail without one. Its number changes with each boot."""

    def __init__(self, kernel, draw, labels, number=0, name='ina3221'):
        self.tree = kernel.tree
        self.labels = labels
        self.draw = draw
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
        self.tree.add(f'{folder}/device', Link('../../../1-0040'))
        for index, label in enumerate(self.labels, 1):
            if label is not None:
                self.tree.add(f'{folder}/in{index}_label', File(label))
            self.tree.add(f'{folder}/in{index}_input', File(str(RAIL_MV if index <= CHANNELS else 1)))
        for index, share in enumerate(RAIL_SHARES, 1):
            self.tree.add(f'{folder}/curr{index}_input', File(lambda share=share: self.milliamperes(share)))

    def milliamperes(self, share):
        return round(share * self.draw.watts / RAIL_MV * 1e6)


class Energy:
    """A RAPL counter: only root reads it, and it begins anew at its end."""

    def __init__(self, kernel, draw):
        self.range = 262_143_328_850
        zone = '/devices/virtual/powercap/intel-rapl/intel-rapl:0'
        kernel.tree.add('/class/powercap/intel-rapl:0', Link(f'../..{zone}'))
        kernel.tree.add_all(
            zone,
            {
                'name': File('package-0'),
                'enabled': File('1'),
                'max_energy_range_uj': File(lambda: self.range),
                'energy_uj': File(lambda: int(draw.joules_now() * 1e6 % self.range), mode=0o400),
            },
        )
