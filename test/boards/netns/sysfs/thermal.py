"""Thermal zones and cooling devices. A zone may be unreadable in the middle of the list; what sets temperatures or
switches a zone off must never be opened by anybody.
"""

from kernel import invalid, number_in
from tree import File, Link, Poison

VIRTUAL = '/devices/virtual/thermal'


class Thermal:
    """`zones`: type and millidegrees, or None where it can't be read. `coolers`: type and highest state."""

    def __init__(self, kernel, zones, coolers):
        self.milli_c = dict(zones)
        self.states = {name: 0 for name, _ in coolers}
        self.most_states = dict(coolers)
        for index, (name, _) in enumerate(zones):
            self.add_zone(kernel.tree, f'thermal_zone{index}', name)
        for index, (name, _) in enumerate(coolers):
            self.add_cooler(kernel.tree, f'cooling_device{index}', name)

    def add_zone(self, tree, place, name):
        tree.add(f'/class/thermal/{place}', Link(f'../..{VIRTUAL}/{place}'))
        tree.add_all(
            f'{VIRTUAL}/{place}',
            {
                'type': File(name),
                'temp': File(lambda: self.read_zone(name)),
                'mode': File('enabled', lambda _: None),
                'emul_temp': Poison(),
                'trip_point_0_type': File('passive'),
                'trip_point_0_temp': File('85000'),
                'trip_point_1_type': File('critical'),
                'trip_point_1_temp': File('115000'),
            },
        )

    def read_zone(self, name):
        milli_c = self.milli_c[name]
        return invalid(name) if milli_c is None else milli_c

    def add_cooler(self, tree, place, name):
        tree.add(f'/class/thermal/{place}', Link(f'../..{VIRTUAL}/{place}'))
        tree.add_all(
            f'{VIRTUAL}/{place}',
            {
                'type': File(name),
                'max_state': File(str(self.most_states[name])),
                'cur_state': File(lambda: self.states[name], lambda text: self.cool(name, number_in(text))),
            },
        )

    def cool(self, name, state):
        if name not in self.states or state > self.most_states[name]:
            invalid(name)
        self.states[name] = state
