"""One frequency policy as the kernel's cpufreq keeps it: limits that are asked for and limits that hold, a governor,
its speed, and the errors of each kernel age (Documentation/admin-guide/pm/cpufreq.rst, drivers/cpufreq/cpufreq.c).
"""

import errno

import governors
from cpus import CPU
from kernel import invalid, number_in
from preference import Preference
from tree import File

# What a driver without a governor of the kernel's calls its own two policies (intel_pstate, active).
OWN_GOVERNORS = ('performance', 'powersave')
NAME_LENGTH = 15
BUSY = 0.8
HEADROOM = 1.25


class Policy:
    """
    `steps`: what it can run at, ascending, in kHz; those above `base` only with boost, and listed apart
    with `lists_boost`. `base_file`: as Intel's driver, it says where turbo begins. `is_setpolicy`: its driver
    chooses by itself. `current`: how cpuinfo_cur_freq is there: '0400', 'missing' or 'unknown'. `loadable`: governors
    that are not listed and yet can be set, since an old kernel loads them. `preferences`: of energy, where it has any.
    """

    def __init__(
        self,
        kernel,
        cpus,
        of,
        steps,
        governor='schedutil',
        choices=governors.ALL,
        driver='cpufreq-dt',
        lists_steps=True,
        is_setpolicy=False,
        current='0400',
        loadable=(),
        base=None,
        base_file=False,
        lists_boost=False,
        preferences=None,
        shared_tunables=None,
    ):
        self.kernel = kernel
        self.all_cpus = cpus
        self.cpus = list(of)
        self.name = f'policy{self.cpus[0]}'
        self.folder = f'{CPU}/cpufreq/{self.name}'
        self.all_steps = list(steps)
        self.base = base or steps[-1]
        self.boosts = True
        self.choices = list(choices)
        self.loadable = loadable
        self.is_setpolicy = is_setpolicy
        self.shared_tunables = shared_tunables
        self.own_tunables = {}
        self.wanted_min, self.wanted_max = steps[0], steps[-1]
        self.min, self.max = steps[0], steps[-1]
        self.throttled_to = None
        self.firmware_khz = None
        self.speed = steps[0]
        self.governor = ''
        self.preference = Preference(self, preferences) if preferences else None
        self.lists_boost = lists_boost
        self.add_files(driver, lists_steps, current)
        if base_file:
            self.add('base_frequency', lambda: self.base)
        self.switch_to(governor)
        cpus.policies.append(self)
        for cpu in self.cpus:
            cpus.link(cpu, self.cpus[0])

    def add_files(self, driver, lists_steps, current):
        files = {
            'affected_cpus': (lambda: ' '.join(map(str, self.online_cpus())),),
            'related_cpus': (lambda: ' '.join(map(str, self.cpus)),),
            'cpuinfo_min_freq': (lambda: self.steps()[0],),
            'cpuinfo_max_freq': (lambda: self.steps()[-1],),
            'cpuinfo_transition_latency': (lambda: 324_000,),
            'scaling_available_governors': (lambda: ' '.join(self.choices) + ' ',),
            'scaling_driver': (lambda: driver,),
            'scaling_cur_freq': (self.khz,),
            'scaling_governor': (lambda: self.governor, self.set_governor),
            'scaling_min_freq': (lambda: self.min, lambda text: self.set_limit('min', text)),
            'scaling_max_freq': (lambda: self.max, lambda text: self.set_limit('max', text)),
            'scaling_setspeed': (self.shown_speed, self.set_speed),
        }
        if lists_steps:
            files['scaling_available_frequencies'] = (lambda: self.listed(is_boost=False),)
        if self.lists_boost:
            files['scaling_boost_frequencies'] = (lambda: self.listed(is_boost=True),)
        for name, (show, *store) in files.items():
            self.add(name, show, *store)
        if current != 'missing':
            self.add('cpuinfo_cur_freq', (lambda: '<unknown>') if current == 'unknown' else self.khz, mode=0o400)
        if self.preference:
            self.preference.add_files()

    def add(self, name, show, store=None, mode=None):
        def shown():
            if self.is_offline() and not self.kernel.is_old:
                raise OSError(errno.EBUSY, self.folder)
            return show()

        def stored(text):
            if self.is_offline():
                raise OSError(errno.EINVAL if self.kernel.is_old else errno.EBUSY, self.folder)
            store(text)

        self.kernel.tree.add(f'{self.folder}/{name}', File(shown, stored if store else None, mode))

    def online_cpus(self):
        return [cpu for cpu in self.cpus if cpu in self.all_cpus.online]

    def is_offline(self):
        return not self.online_cpus()

    def cpus_changed(self):
        """A governor ends with its last CPU, and begins anew with its own tunables."""
        if self.governor in governors.DYNAMIC and self.is_offline() == self.has_tunables:
            self.let_tunables(appear=not self.is_offline())

    def vanish(self):
        self.kernel.tree.remove(self.folder)

    # Limits.

    def steps(self):
        return self.all_steps if self.boosts else [khz for khz in self.all_steps if khz <= self.base]

    def listed(self, is_boost):
        return ''.join(f'{khz} ' for khz in self.all_steps if not self.lists_boost or (khz > self.base) == is_boost)

    def set_limit(self, which, text):
        khz = number_in(text)
        wanted = {'min': self.wanted_min, 'max': self.wanted_max, which: khz}
        if self.kernel.is_old and wanted['min'] > wanted['max']:
            invalid('the lower limit is above the upper one')
        self.wanted_min, self.wanted_max = wanted['min'], wanted['max']
        self.kernel.soon(self.apply_limits)

    def apply_limits(self):
        """The lower limit gives way, and what is throttled shows as a limit."""
        least, most = self.steps()[0], self.steps()[-1]
        upper = min(self.wanted_max, self.throttled_to or most, most)
        self.max = max(least, upper)
        self.min = min(max(least, self.wanted_min), self.max)

    def throttle(self, khz):
        self.throttled_to = khz
        self.apply_limits()

    def set_boost(self, boosts, is_request):
        """`is_request`: the limit that was asked for goes with it, and is lost."""
        self.boosts = boosts
        if is_request:
            self.wanted_max = self.steps()[-1]
        self.apply_limits()

    # Governors.

    def set_governor(self, text):
        known = [*self.choices, *self.loadable]
        if self.kernel.is_old:
            text = next((name for name in known if name[:NAME_LENGTH].lower() == text[:NAME_LENGTH].lower()), text)
        if text not in known or (text in self.loadable and not self.kernel.is_old):
            invalid(text)
        if text not in self.choices:
            self.choices.append(text)
        self.switch_to(text)

    def switch_to(self, governor):
        if governor == self.governor:
            return
        if self.governor in governors.DYNAMIC:
            self.let_tunables(appear=False)
        if governor == 'userspace':
            self.speed = self.khz()
        self.governor = governor
        if governor in governors.DYNAMIC:
            self.let_tunables(appear=True)

    has_tunables = False

    def let_tunables(self, appear):
        if self.is_setpolicy:
            return
        shared = self.shared_tunables
        kept, folder = (self.own_tunables, self.folder) if shared is None else (shared, f'{CPU}/cpufreq')
        if self.governor not in kept:
            kept[self.governor] = governors.Tunables(self.kernel.tree, folder, self.governor)
        self.has_tunables = appear
        if appear:
            kept[self.governor].appear()
        else:
            kept[self.governor].vanish()

    # Frequencies.

    def shown_speed(self):
        return self.speed if self.governor == 'userspace' else '<unsupported>'

    def set_speed(self, text):
        if self.governor != 'userspace':
            invalid('the governor is another')
        khz = min(max(number_in(text), self.min), self.max)
        self.speed = next((step for step in self.steps() if step >= khz), self.max)

    def khz(self):
        """What it runs at."""
        if self.firmware_khz is not None:
            return self.firmware_khz
        within = [step for step in self.steps() if self.min <= step <= self.max] or [self.max]
        if self.governor == 'userspace':
            return min(max(self.speed, within[0]), within[-1])
        if self.governor == 'performance':
            return within[-1]
        if self.governor == 'powersave' and not self.is_setpolicy:
            return within[0]
        load = self.kernel.load.of(self.online_cpus() or self.cpus)
        if self.governor == 'ondemand' and load > BUSY:
            return within[-1]
        return next((step for step in within if step >= self.steps()[-1] * load * HEADROOM), within[-1])
