// In which forms a tuning leaves Benchtop, to be kept on a board without it.

/** `script`: for a POSIX shell, run as root. `systemd`: a unit that sets it at every boot. */
export const tuningExportFormats = ['script', 'systemd'] as const
export type TuningExportFormat = (typeof tuningExportFormats)[number]

export const tuningExportExtensions: Readonly<Record<TuningExportFormat, string>> = {
  script: 'sh',
  systemd: 'service',
}
