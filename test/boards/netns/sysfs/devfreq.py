"""A device with a clock of its own (GPU, NPU, memory), as the kernel's devfreq keeps it. In Hz; a newer kernel keeps
limits as whole kHz, an older one knows 0 as no limit.
"""

from kernel import invalid, number_in
from tree import File, Link

HZ_PER_KHZ = 1000


class Device:
    """`load`: how much it is busy, 0 to 1. `load_file`: `rockchip` puts `LOAD@HZ` beside the clock, `tegra` ten times
    the percentage at the device. `is_fixed`: its governor can not be changed.
    """

    def __init__(self, kernel, name, steps, governor, choices, is_fixed=False, load_file=None, unlimited=False):
        self.kernel = kernel
        self.steps = list(steps)
        self.governor = governor
        self.choices = choices
        self.is_fixed = is_fixed
        self.load = 0.0
        self.wanted_min = 0 if unlimited else steps[0]
        self.wanted_max = 0 if unlimited else steps[-1]
        self.min, self.max = self.limits()
        device = f'/devices/platform/{name}'
        folder = f'{device}/devfreq/{name}'
        kernel.tree.add(f'/class/devfreq/{name}', Link(f'../..{folder}'))
        kernel.tree.add_all(
            folder,
            {
                'name': File(name),
                'governor': File(lambda: self.governor, self.set_governor),
                'available_governors': File(lambda: ' '.join(choices)),
                'available_frequencies': File(' '.join(map(str, steps))),
                'cur_freq': File(self.hz),
                'target_freq': File(self.hz),
                'min_freq': File(lambda: self.min, lambda text: self.set_limit('min', text)),
                'max_freq': File(lambda: self.max, lambda text: self.set_limit('max', text)),
                'polling_interval': File('50', lambda _: None),
                'device': Link(f'../../../{name}'),
            },
        )
        if load_file == 'rockchip':
            kernel.tree.add(f'{folder}/load', File(lambda: f'{round(self.load * 100)}@{self.hz()}Hz'))
        if load_file == 'tegra':
            kernel.tree.add(f'{device}/load', File(lambda: round(self.load * 1000)))

    def set_governor(self, text):
        if text == self.governor:
            return
        if self.is_fixed or text not in self.choices:
            invalid(text)
        self.governor = text

    def set_limit(self, which, text):
        hz = number_in(text)
        if self.kernel.is_old:
            upper = hz if which == 'max' else self.wanted_max
            lower = hz if which == 'min' else self.wanted_min
            if upper and lower > upper:
                invalid('the lower limit is above the upper one')
        elif which == 'max':
            hz = -(-hz // HZ_PER_KHZ) * HZ_PER_KHZ
        else:
            hz = hz // HZ_PER_KHZ * HZ_PER_KHZ
        setattr(self, f'wanted_{which}', hz)
        self.kernel.soon(self.apply_limits)

    def apply_limits(self):
        self.min, self.max = self.limits()

    def limits(self):
        """What min_freq and max_freq read: an old kernel's are the literal ones."""
        if self.kernel.is_old:
            return self.wanted_min, self.wanted_max
        most = min(self.wanted_max or self.steps[-1], self.steps[-1])
        return min(max(self.wanted_min, self.steps[0]), most), most

    def hz(self):
        within = [step for step in self.steps if step >= self.min and (not self.max or step <= self.max)]
        if not within:
            return self.max or self.steps[-1]
        return within[-1] if self.governor == 'performance' or self.load > 0.5 else within[0]
