"""What a test says to a board: one command a line on a socket, each answered by one line of JSON."""

import errno
import json
import shlex
import time

from layouts import LAYOUTS
from model import Model
from tree import File


class Control:
    def __init__(self, layout, tree, faults, log):
        self.layout = layout
        self.model = Model(tree, layout)
        self.tree = tree
        self.faults = faults
        self.log = log

    def answer(self, line):
        try:
            word, *words = shlex.split(line)
            command = getattr(self, f'do_{word.replace("-", "_")}', None)
            if command is None:
                raise ValueError(f'there is no command {word}')
            return {'ok': True, 'value': command(*words)}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            return {'ok': False, 'error': f'{line}: {error}'}

    # Of single files; a path as on the board, through links or not.

    def do_fail(self, path, name, when='both', times=None):
        getattr(errno, name)
        self.faults.fail(self.tree.resolve(path), name, when, None if times is None else int(times))

    def do_mend(self, path):
        self.faults.clear(self.tree.resolve(path))

    def do_text(self, path, *words):
        """Whatever holds, it reads so."""
        self.faults.texts[self.tree.resolve(path)] = ' '.join(words)

    def do_slow(self, path, milliseconds):
        self.faults.delays[self.tree.resolve(path)] = float(milliseconds) / 1000

    def do_ignore(self, path):
        """Writes succeed and change nothing."""
        self.faults.ignored.add(self.tree.resolve(path))

    def do_mode(self, path, octal):
        node = self.tree.find(self.tree.resolve(path))
        node.mode = node.mode & ~0o7777 | int(octal, 8)

    def do_add(self, path, *words):
        self.tree.add(self.tree.resolve(path), File(' '.join(words)))

    def do_remove(self, path):
        self.tree.remove(self.tree.resolve(path))

    def do_write(self, path, value, seconds='0'):
        """Somebody else on the board writes it, now or later: a rival, a person, a power mode."""
        node = self.tree.find(self.tree.resolve(path))
        if float(seconds) == 0:
            node.write(value)
        else:
            self.model.kernel.after(float(seconds), lambda: node.write(value))

    def do_read(self, path):
        return self.tree.find(self.tree.resolve(path)).read().decode().strip()

    # Scenes.

    def do_boot(self, layout=None):
        """Everything is as the kernel makes it at boot: of this board, or of another in its place."""
        self.layout = LAYOUTS[layout] if layout else self.layout
        self.tree.clear()
        self.faults.clear_all()
        self.model = Model(self.tree, self.layout)

    def do_late(self, milliseconds):
        self.model.kernel.late_seconds = float(milliseconds) / 1000

    def do_throttle(self, policy, khz):
        self.model.throttle(policy, None if khz == 'off' else int(khz))

    def do_firmware(self, policy, khz):
        """It runs at this, whatever the kernel's limits are."""
        self.model.policy(policy).firmware_khz = None if khz == 'off' else int(khz)

    def do_top(self, policy, khz):
        """Another bin of the chip: nothing above this was ever there."""
        one = self.model.policy(policy)
        one.all_steps = [step for step in one.all_steps if step <= int(khz)]
        one.wanted_max = min(one.wanted_max, one.all_steps[-1])
        one.apply_limits()

    def do_temperature(self, zone, milli_c):
        self.model.thermal.milli_c[zone] = None if milli_c == 'none' else int(milli_c)

    def do_cool(self, cooler, state):
        self.model.thermal.cool(cooler, int(state))

    def do_load(self, share, seconds=None):
        """How busy all CPUs are; `real`: as they are; `wave` and seconds: to and fro between idle and busy."""
        load = self.model.kernel.load
        load.wave = float(seconds) if share == 'wave' else None
        load.fixed = None if share in ('real', 'wave') else float(share)

    def do_joules(self, *milliseconds):
        """What the board took over these spans of its wall clock, each from and to: its own account."""
        past = time.time() - time.monotonic()
        until = [self.model.draw.joules_until(float(ms) / 1000 - past) for ms in milliseconds]
        return sum(until[1::2]) - sum(until[::2])

    def do_device_load(self, device, share):
        self.model.devices[device].load = float(share)

    def do_npu_load(self, *words):
        self.model.npu_load = ' '.join(words)

    def do_unplug(self, cpu):
        self.model.cpus.unplug(int(cpu))

    def do_renumber(self, number):
        self.model.rails.renumber(int(number))

    def do_wrap(self, microjoules):
        self.model.energy.range = int(microjoules)

    # What happened.

    def do_mark(self):
        self.log.set_mark()

    def do_opened(self):
        return self.log.since_mark('opened')

    def do_written(self):
        return self.log.since_mark('written')

    def do_settings(self):
        self.model.kernel.run_due()
        return self.tree.settings()


def encode(answer):
    return json.dumps(answer).encode() + b'\n'
