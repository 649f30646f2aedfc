// The tunables that governors of the kernel and of common vendor kernels have, by name: a governor's folder is never
// listed for the report. The program that tunes takes all that stand there into its baseline.

export const governorTunables: Readonly<Record<string, readonly string[]>> = {
  ondemand: [
    'sampling_rate',
    'up_threshold',
    'sampling_down_factor',
    'ignore_nice_load',
    'powersave_bias',
    'io_is_busy',
  ],
  conservative: [
    'sampling_rate',
    'up_threshold',
    'down_threshold',
    'sampling_down_factor',
    'ignore_nice_load',
    'freq_step',
  ],
  schedutil: [
    'rate_limit_us',
    'up_rate_limit_us',
    'down_rate_limit_us',
    'hispeed_load',
    'hispeed_freq',
  ],
  interactive: [
    'hispeed_freq',
    'go_hispeed_load',
    'min_sample_time',
    'timer_rate',
    'timer_slack',
    'boost',
    'boostpulse_duration',
    'io_is_busy',
  ],
}
