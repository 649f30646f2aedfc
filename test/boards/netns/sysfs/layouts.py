"""The boards: what their kernels say, after the kernel's documentation, the vendors' device trees and what owners of
such boards publish; none was captured here. `bl2` and `bl2-old` are no real board: two policies for the two CPUs that
a small test machine has, so that a sweep's work runs where its clocks are.
"""

A55, A57, A72, A76, A78AE = 0x412FD050, 0x411FD071, 0x410FD083, 0x414FD0B1, 0x410FD421
VENDOR = ('conservative', 'ondemand', 'userspace', 'powersave', 'performance', 'interactive')
DEVFREQ = ('userspace', 'powersave', 'performance', 'simple_ondemand')
STATES = 4


def steps(*mhz):
    return [value * 1000 for value in mhz]


def cores(*groups):
    """midr and capacity of each CPU, from (count, midr, capacity)."""
    kinds = [(midr, capacity) for count, midr, capacity in groups for _ in range(count)]
    return {
        'count': len(kinds),
        'midr': {cpu: midr for cpu, (midr, _) in enumerate(kinds)},
        'capacity': {cpu: capacity for cpu, (_, capacity) in enumerate(kinds)},
    }


BIG_LITTLE = {
    'cpus': cores((1, A55, 530), (1, A76, 1024)),
    'policies': [
        {'of': [0], 'steps': steps(408, 816, 1200, 1800)},
        {'of': [1], 'steps': steps(408, 1200, 1800, 2400)},
    ],
    'devices': [
        {
            'name': 'fb000000.gpu',
            'steps': [300_000_000, 500_000_000, 1_000_000_000],
            'governor': 'simple_ondemand',
            'choices': DEVFREQ,
            'load_file': 'rockchip',
        }
    ],
    'zones': [('soc-thermal', 42_000), ('npu-thermal', 41_000)],
    'coolers': [('cpufreq-cpu0', STATES), ('cpufreq-cpu1', STATES)],
    'rails': ['VDD_IN', 'VDD_CPU', 'VDD_SOC'],
}

RK3588_LITTLE = steps(408, 600, 816, 1008, 1200, 1416, 1608, 1800)
RK3588_BIG = steps(408, 600, 816, 1008, 1200, 1416, 1608, 1800, 2016, 2208, 2304, 2400)


def rk3588(second_big):
    def npu_or_gpu(name, tops, governor):
        return {'name': name, 'steps': tops, 'governor': governor, 'choices': DEVFREQ, 'load_file': 'rockchip'}

    return {
        'cpus': cores((4, A55, 530), (4, A76, 1024)),
        'policies': [
            {'of': [0, 1, 2, 3], 'steps': RK3588_LITTLE, 'governor': 'ondemand'},
            {'of': [4, 5], 'steps': RK3588_BIG, 'governor': 'ondemand'},
            {'of': [6, 7], 'steps': second_big, 'governor': 'ondemand'},
        ],
        'devices': [
            npu_or_gpu('fb000000.gpu', [300_000_000, 600_000_000, 1_000_000_000], 'simple_ondemand'),
            npu_or_gpu('fdab0000.npu', [300_000_000, 600_000_000, 1_000_000_000], 'userspace'),
            npu_or_gpu('dmc', [534_000_000, 1_320_000_000, 2_112_000_000], 'userspace'),
        ],
        'zones': [
            ('soc-thermal', 45_300),
            ('bigcore0-thermal', 46_200),
            ('bigcore1-thermal', None),
            ('littlecore-thermal', 44_300),
            ('gpu-thermal', -256_000),
            ('npu-thermal', 44_300),
        ],
        'coolers': [('cpufreq-cpu0', 7), ('cpufreq-cpu4', 11), ('cpufreq-cpu6', 11), ('pwm-fan', 4)],
        'npu_load': 'NPU load:  Core0: 12%, Core1:  0%, Core2:  0%,',
    }


LAYOUTS = {
    'bl2': BIG_LITTLE,
    'bl2-old': {**BIG_LITTLE, 'is_old': True, 'has_shared_tunables': True},
    'rk3588': rk3588(RK3588_BIG),
    # A chip of another bin: the same name, another highest frequency.
    'rk3588-binned': rk3588([*RK3588_BIG[:-2], 2_256_000]),
    # A vendor's kernel 4.19: no limit is 0, one load for the NPU, no dmc, an interactive governor.
    'rk3568-old': {
        'is_old': True,
        'has_shared_tunables': True,
        'cpus': cores((4, A55, 1024)),
        'policies': [
            {
                'of': [0, 1, 2, 3],
                'steps': steps(408, 600, 816, 1104, 1416, 1608, 1800, 1992),
                'governor': 'interactive',
                'choices': VENDOR,
                'loadable': ('schedutil',),
            }
        ],
        'devices': [
            {
                'name': 'fde40000.npu',
                'steps': [200_000_000, 600_000_000, 1_000_000_000],
                'governor': 'rknpu_ondemand',
                'choices': ('rknpu_ondemand', *DEVFREQ),
                'load_file': 'rockchip',
                'unlimited': True,
            },
            {
                'name': 'fde60000.gpu',
                'steps': [200_000_000, 400_000_000, 800_000_000],
                'governor': 'simple_ondemand',
                'choices': DEVFREQ,
                'load_file': 'rockchip',
            },
        ],
        'zones': [('soc-thermal', 40_000), ('gpu-thermal', 39_000)],
        'coolers': [('thermal-cpufreq-0', 7)],
        'npu_load': 'NPU load:  0%',
    },
    # Six of eight cores, as a power mode leaves them: the second policy is half, the third wholly offline.
    'orin': {
        'cpus': cores((12, A78AE, 1024)),
        'offline': [6, 7, 8, 9, 10, 11],
        'policies': [
            {'of': [0, 1, 2, 3], 'steps': steps(115, 729, 1190, 1510, 1984), 'driver': 'tegra194'},
            {'of': [4, 5, 6, 7], 'steps': steps(115, 729, 1190, 1510, 1984), 'driver': 'tegra194'},
            {'of': [8, 9, 10, 11], 'steps': steps(115, 729, 1190, 1510, 1984), 'driver': 'tegra194'},
        ],
        'devices': [
            {
                'name': '17000000.gpu',
                'steps': [306_000_000, 612_000_000, 918_000_000],
                'governor': 'nvhost_podgov',
                'choices': ('nvhost_podgov', *DEVFREQ),
                'load_file': 'tegra',
            },
            {
                'name': '15340000.vic',
                'steps': [115_200_000, 729_600_000],
                'governor': 'passive',
                'choices': ('passive', *DEVFREQ),
                'is_fixed': True,
            },
        ],
        'zones': [('cpu-thermal', 47_000), ('gpu-thermal', None), ('soc0-thermal', 46_000), ('tj-thermal', 47_500)],
        'coolers': [('cpufreq-cpu0', 5), ('cpu-throttle-alert', 1), ('pwm-fan', 3)],
        'rails': ['VDD_IN', 'VDD_CPU_GPU_CV', 'VDD_SOC', None, None, 'NC', 'sum of shunt voltages'],
    },
    # JetPack 4 with its kernel 4.9.
    'nano-old': {
        'is_old': True,
        'has_shared_tunables': True,
        'cpus': cores((4, A57, 1024)),
        'policies': [
            {
                'of': [0, 1, 2, 3],
                'steps': steps(102, 518, 921, 1224, 1479),
                'governor': 'schedutil',
                'driver': 'tegra-cpufreq',
                'choices': ('interactive', 'conservative', 'ondemand', 'userspace', 'powersave', 'performance', 'schedutil'),
            }
        ],
        'devices': [
            {
                'name': '57000000.gpu',
                'steps': [76_800_000, 460_800_000, 921_600_000],
                'governor': 'nvhost_podgov',
                'choices': ('nvhost_podgov', *DEVFREQ),
            }
        ],
        'zones': [('AO-therm', 45_000), ('CPU-therm', 38_000), ('GPU-therm', 37_500), ('PMIC-Die', 100_000)],
        'coolers': [('cpu-throttle-alert', 1)],
    },
    'pi5': {
        'cpus': cores((4, A76, 1024)),
        'policies': [{'of': [0, 1, 2, 3], 'steps': steps(1500, 1600, 1800, 2000, 2400), 'governor': 'ondemand'}],
        'zones': [('cpu-thermal', 51_000)],
        'coolers': [('pwm-fan', 4)],
        'files': {
            '/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled': '50000',
        },
    },
    'intel-pstate': {
        'cpus': {'count': 2, 'fixed': [0]},
        'policies': [
            {
                'of': [cpu],
                'steps': steps(*range(400, 4001, 100)),
                'base': 2_400_000,
                'governor': 'powersave',
                'choices': ('performance', 'powersave'),
                'driver': 'intel_pstate',
                'base_file': True,
                'is_setpolicy': True,
                'lists_steps': False,
                'current': 'missing',
                'preferences': ('balance_performance', 'performance', 'default', 'balance_power', 'power'),
            }
            for cpu in (0, 1)
        ],
        'boost': 'no_turbo',
        'zones': [('x86_pkg_temp', 48_000)],
        'coolers': [('Processor', 3), ('intel_powerclamp', 50)],
        'has_energy': True,
        'files': {
            f'/devices/system/cpu/cpu{cpu}/thermal_throttle/{part}_throttle_count': '0'
            for cpu in (0, 1)
            for part in ('core', 'package')
        },
    },
    # acpi-cpufreq: frequencies and governors of the kernel's own, one switch for boost.
    'acpi-boost': {
        'cpus': {'count': 2, 'fixed': [0]},
        'policies': [
            {
                'of': [cpu],
                'steps': steps(1600, 2200, 2600, 3400),
                'base': 2_600_000,
                'governor': 'ondemand',
                'driver': 'acpi-cpufreq',
                'lists_boost': True,
                'current': 'unknown',
            }
            for cpu in (0, 1)
        ],
        'boost': 'global',
        'has_energy': True,
    },
    'amd': {
        'cpus': {'count': 2, 'fixed': [0]},
        'policies': [
            {
                'of': [cpu],
                'steps': steps(*range(400, 5101, 100)),
                'base': 3_800_000,
                'governor': 'powersave',
                'choices': ('performance', 'powersave'),
                'driver': 'amd-pstate-epp',
                'is_setpolicy': True,
                'lists_steps': False,
                'current': 'missing',
                'preferences': ('balance_performance', 'performance', 'default', 'balance_power', 'power'),
            }
            for cpu in (0, 1)
        ],
        'boost': 'each',
        'coolers': [('Processor', 3)],
        'has_energy': True,
        'files': {f'/devices/system/cpu/cpu{cpu}/acpi_cppc/nominal_freq': '3800' for cpu in (0, 1)},
    },
    # Exactly one governor.
    'one-governor': {
        'cpus': cores((2, A72, 1024)),
        'policies': [
            {
                'of': [0, 1],
                'steps': steps(600, 1000, 1500),
                'governor': 'performance',
                'choices': ('performance',),
                'current': 'missing',
            }
        ],
    },
    # Many virtual machines: the folder is there and empty, and there is no class hwmon.
    'empty-cpufreq': {'cpus': {'count': 2}, 'policies': []},
}
