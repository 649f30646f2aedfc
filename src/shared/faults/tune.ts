// Faults of setting a board's clocks, and of giving them back.

import type { CatalogueEntry } from './entry.ts'

export const tuneFaults = {
  'tuning-needs-password': {
    stage: 'tune',
    retry: 'user',
    message: 'On this board sudo asks for a password before it sets clocks.',
    hint: 'Give it when it is asked for, or install the helper once: benchtop tune BOARD --install-helper.',
  },
  'tuning-password-wrong': {
    stage: 'tune',
    retry: 'user',
    message: 'sudo on this board did not accept the password.',
    hint: 'Try again. This login has to be one that may use sudo there.',
  },
  'tuning-unmet': {
    stage: 'tune',
    retry: 'never',
    message: 'This can not be set on this board: {{what}}.',
    hint: 'Look at what the board offers: benchtop tune BOARD.',
  },
  'tuning-not-given-back': {
    stage: 'tune',
    retry: 'user',
    message: 'The clocks of {{board}} are not as they were: Benchtop could not give them back.',
    hint: 'This says what is left, and how to put it back by hand: benchtop tune BOARD. To try again: benchtop tune BOARD --restore.',
  },
  'tuning-not-permitted': {
    stage: 'tune',
    retry: 'user',
    message: '{{user}} may not set the clocks of this board.',
    hint: 'Log in as root, or let this login use sudo there.',
  },
  'tuning-needs-helper': {
    stage: 'tune',
    retry: 'user',
    message:
      'A run that sets clocks has to write as root for as long as it lasts, and on this board that takes a password.',
    hint: 'Install the helper once, and start the run again: benchtop tune BOARD --install-helper.',
  },
  'tuning-not-offered': {
    stage: 'tune',
    retry: 'never',
    message: 'This board offers no clock that can be set.',
    hint: 'A virtual machine has none, and some kernels are built without them. Sweep other axes than governor and frequency here.',
  },
  'tuning-needs-frequency': {
    stage: 'tune',
    retry: 'never',
    message: 'The governor userspace runs at the frequency that it is told, and none was given.',
    hint: 'Sweep it together with frequencies.',
  },
  'tuning-refused': {
    stage: 'tune',
    retry: 'user',
    message: '{{path}} did not take {{value}}: it reads {{reads}}.',
    hint: "All that was set along with it was given back. The details are the kernel's word.",
  },
  'tuning-not-writable': {
    stage: 'tune',
    retry: 'user',
    message: '{{path}} can not be written on this board.',
    hint: "The kernel does not have it there or keeps it from being written, or it is no file that Benchtop sets. Nothing of this tuning stays set. The details are the kernel's word.",
  },
  'tuning-tainted': {
    stage: 'tune',
    retry: 'user',
    message: 'The board is slowed by {{source}}, so what it reads now is not its own setting.',
    hint: 'Wait until it has cooled down, and try again. To set it all the same, add --accept-taint, or accept it beside Write in the window; a limit that is read now may then stay when it is given back.',
  },
  'tuning-busy': {
    stage: 'tune',
    retry: 'user',
    message: 'Somebody else is setting the clocks of this board.',
    hint: 'Wait until that run has ended, or cancel it.',
  },
  'tuning-leftover': {
    stage: 'tune',
    retry: 'user',
    message:
      'What an earlier tuning changed on this board can not all be given back, so nothing new is set.',
    hint: 'This says what is left, and how to put it back by hand: benchtop tune BOARD.',
  },
  'tuning-over': {
    stage: 'tune',
    retry: 'user',
    message: 'The time of the tuning was up, and the board was given back what it had.',
    hint: 'Set it again if you still need it.',
  },
  'tuning-none': {
    stage: 'tune',
    retry: 'user',
    message: 'There is no tuning on this board that could be given another time.',
    hint: 'It was given back, or could not be. This says how the board stands: benchtop tune BOARD.',
  },
  'tuning-unsafe': {
    stage: 'tune',
    retry: 'user',
    message:
      'Nothing was set: the board could not be made to give itself back what it had ({{why}}).',
    hint: 'It needs a folder that can be written, and the commands flock, setsid and sync.',
  },
  'tuning-program-failed': {
    stage: 'tune',
    retry: 'user',
    message: 'The program that sets clocks on the board did not answer as it should.',
    hint: 'Look at how the board stands before you go on: benchtop tune BOARD. The details are its last words.',
  },
  'helper-not-changed': {
    stage: 'tune',
    retry: 'user',
    message: 'The helper could not be installed, or not be removed.',
    hint: 'The details say what stood in the way on the board.',
  },
  'helper-not-for-login': {
    stage: 'tune',
    retry: 'never',
    message:
      'The helper can not be installed for the login {{user}}: its name could mean something else to sudo.',
    hint: 'Use a login whose name has letters, digits, dots, dashes and underscores only.',
  },
} as const satisfies Record<string, CatalogueEntry>
