"""A board as the programs on it see it through /sys: its kernel with everything that hangs on it."""

import errno

from boost import Boost, NoTurbo, add_boost_of_each
from cpufreq import Policy
from cpus import CPU, Cpus
from devfreq import Device
from kernel import Kernel
from power import Draw, Energy, Rails
from thermal import Thermal
from tree import File, Folder, Poison

# Of the machine below, nothing shows in these.
COVERED = (
    CPU,
    '/class/devfreq',
    '/class/hwmon',
    '/class/power_supply',
    '/class/powercap',
    '/class/thermal',
    '/devices/cpu_atom',
    '/devices/cpu_core',
    '/devices/virtual/powercap',
    '/devices/virtual/thermal',
    '/kernel/debug',
)
# Reading one of these reset a board once: nobody opens them.
POISON = ('/devices/platform/ufs/clkgate_enable', '/kernel/debug/ufs/dump')


class Model:
    """`layout`: what layouts.py says of a board."""

    def __init__(self, tree, layout):
        self.kernel = Kernel(tree, layout.get('is_old', False))
        self.cpus = Cpus(self.kernel, **layout['cpus'])
        shared = {} if layout.get('has_shared_tunables') else None
        tree.add(f'{CPU}/cpufreq', Folder())
        self.policies = {}
        for words in layout['policies']:
            policy = Policy(self.kernel, self.cpus, shared_tunables=shared, **words)
            self.policies[policy.name] = policy
        policies = list(self.policies.values())
        self.add_boost(layout.get('boost'), policies)
        self.devices = {words['name']: Device(self.kernel, **words) for words in layout.get('devices', ())}
        self.thermal = Thermal(self.kernel, layout.get('zones', ()), layout.get('coolers', ()))
        self.draw = Draw(policies)
        self.rails = Rails(self.kernel, self.draw, layout['rails']) if 'rails' in layout else None
        self.energy = Energy(self.kernel, self.draw) if layout.get('has_energy') else None
        tree.add('/kernel/debug', Folder(0o700))
        self.npu_load = layout.get('npu_load')
        if self.npu_load is not None:
            tree.add('/kernel/debug/rknpu/load', File(lambda: self.npu_load))
        for path, text in layout.get('files', {}).items():
            tree.add(path, File(text))
        for path in (*POISON, *(f'{policy.folder}/poison' for policy in policies)):
            tree.add(path, Poison())
        for cpu in layout.get('offline', ()):
            self.cpus.take_offline(cpu)

    def add_boost(self, form, policies):
        if form == 'global':
            Boost(self.kernel, policies)
        elif form == 'each':
            add_boost_of_each(policies)
        elif form == 'no_turbo':
            NoTurbo(self.kernel, policies)

    def policy(self, name):
        if name not in self.policies:
            raise OSError(errno.ENOENT, name)
        return self.policies[name]

    def throttle(self, name, khz):
        """The kernel slows a policy, as a hot board does; None ends it. Its cooling device shows it."""
        policy = self.policy(name)
        policy.throttle(khz)
        cooler = f'cpufreq-cpu{policy.cpus[0]}'
        if cooler in self.thermal.states:
            above = [step for step in policy.steps() if khz is not None and step > khz]
            self.thermal.states[cooler] = min(len(above), self.thermal.most_states[cooler])
