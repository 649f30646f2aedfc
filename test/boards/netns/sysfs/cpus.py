"""The CPUs of a board: which are there, which are online, what each says of itself, and taking one offline."""

import errno

from kernel import as_list, flag_in
from tree import File, Link

CPU = '/devices/system/cpu'


class Cpus:
    """`fixed`: those that can not be taken offline, as the first of x86."""

    def __init__(self, kernel, count, fixed=(), midr=None, capacity=None):
        self.kernel = kernel
        self.possible = set(range(count))
        self.present = set(self.possible)
        self.online = set(self.possible)
        self.fixed = set(fixed)
        self.midr = midr or {}
        self.capacity = capacity or {}
        self.policies = []
        kernel.tree.add_all(
            CPU,
            {
                'possible': File(lambda: as_list(self.possible)),
                'present': File(lambda: as_list(self.present)),
                'online': File(lambda: as_list(self.online)),
                'offline': File(lambda: as_list(self.possible - self.online)),
                'kernel_max': File('511'),
                'isolated': File(''),
            },
        )
        for cpu in sorted(self.possible):
            self.appear(cpu)

    def appear(self, cpu):
        tree = self.kernel.tree
        if cpu not in self.fixed:
            tree.add(f'{CPU}/cpu{cpu}/online', File(lambda: int(cpu in self.online), lambda text: self.set(cpu, text)))
        if cpu in self.capacity:
            tree.add(f'{CPU}/cpu{cpu}/cpu_capacity', File(str(self.capacity[cpu])))
        self.appear_online(cpu)

    def appear_online(self, cpu):
        """What a CPU has as long as it is online."""
        folder = f'{CPU}/cpu{cpu}'
        self.kernel.tree.add_all(
            f'{folder}/topology',
            {'core_id': File(str(cpu)), 'physical_package_id': File('0'), 'thread_siblings_list': File(str(cpu))},
        )
        if cpu in self.midr:
            self.kernel.tree.add(f'{folder}/regs/identification/midr_el1', File(f'0x{self.midr[cpu]:016x}'))

    def link(self, cpu, policy):
        self.kernel.tree.add(f'{CPU}/cpu{cpu}/cpufreq', Link(f'../cpufreq/policy{policy}'))

    def set(self, cpu, text):
        if flag_in(text):
            self.bring_online(cpu)
        else:
            self.take_offline(cpu)

    def take_offline(self, cpu):
        if self.online == {cpu}:
            raise OSError(errno.EBUSY, 'the last one')
        if cpu in self.online:
            self.online.discard(cpu)
            for folder in ('topology', 'regs'):
                self.kernel.tree.remove(f'{CPU}/cpu{cpu}/{folder}')
            self.tell()

    def bring_online(self, cpu):
        if cpu not in self.online:
            self.online.add(cpu)
            self.appear_online(cpu)
            self.tell()

    def unplug(self, cpu):
        """Takes it away altogether, with its policy where it was the last one of it."""
        self.take_offline(cpu)
        self.present.discard(cpu)
        self.kernel.tree.remove(f'{CPU}/cpu{cpu}')
        for policy in list(self.policies):
            if not self.present & set(policy.cpus):
                self.policies.remove(policy)
                policy.vanish()

    def tell(self):
        for policy in self.policies:
            policy.cpus_changed()
