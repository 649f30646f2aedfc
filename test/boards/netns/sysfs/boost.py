"""Boost in its three forms: one switch of all policies, a switch of each, and Intel's, which says the contrary."""

from cpus import CPU
from kernel import flag_in
from tree import File


class Boost:
    """The switch of all policies. The limits that were asked for go with it, and are lost."""

    def __init__(self, kernel, policies, is_on=True):
        self.policies = policies
        self.is_on = is_on
        self.apply()
        kernel.tree.add(f'{CPU}/cpufreq/boost', File(lambda: int(self.is_on), self.set))

    def set(self, text):
        is_on = flag_in(text)
        if is_on != self.is_on:
            self.is_on = is_on
            self.apply()

    def apply(self):
        for policy in self.policies:
            policy.set_boost(self.is_on, is_request=True)


def add_boost_of_each(policies):
    """The same with a switch of its own for each policy (amd-pstate)."""
    for policy in policies:

        def set_own(text, policy=policy):
            if flag_in(text) != policy.boosts:
                policy.set_boost(not policy.boosts, is_request=True)

        policy.add('boost', lambda policy=policy: int(policy.boosts), set_own)


class NoTurbo:
    """Intel's: it lowers the limits that hold, and those that were asked for come back with it."""

    def __init__(self, kernel, policies):
        self.policies = policies
        self.is_set = False
        kernel.tree.add_all(
            '/devices/system/cpu/intel_pstate',
            {
                'no_turbo': File(lambda: int(self.is_set), self.set),
                'status': File('active', lambda _: None),
                'max_perf_pct': File('100', lambda _: None),
                'min_perf_pct': File('10', lambda _: None),
            },
        )

    def set(self, text):
        self.is_set = flag_in(text)
        for policy in self.policies:
            policy.set_boost(not self.is_set, is_request=False)
