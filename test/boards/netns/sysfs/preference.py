"""The preference between energy and performance of a policy: under the governor `performance` it reads that, and any
other is refused with EBUSY (intel_pstate, amd-pstate-epp).
"""

import errno

from kernel import invalid


class Preference:
    def __init__(self, policy, choices):
        self.policy = policy
        self.choices = choices
        self.value = choices[0]

    def add_files(self):
        self.policy.add('energy_performance_available_preferences', lambda: ' '.join(self.choices) + ' ')
        self.policy.add('energy_performance_preference', self.shown, self.set)

    def shown(self):
        return 'performance' if self.policy.governor == 'performance' else self.value

    def set(self, text):
        if text not in self.choices:
            invalid(text)
        if self.policy.governor == 'performance':
            if text != 'performance':
                raise OSError(errno.EBUSY, 'the governor is performance')
            return
        self.value = text
