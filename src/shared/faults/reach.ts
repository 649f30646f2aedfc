// Faults of the way to a board: it does not answer, refuses, or is lost on the way.

import type { CatalogueEntry } from './entry.ts'

export const reachFaults = {
  'host-unreachable': {
    stage: 'reach',
    retry: 'auto',
    message: '{{host}} does not answer on port {{port}}.',
    hint: 'Check that the board is on, on this network, and that its address is right. To try it from here:',
    command: 'ping -c 3 {{host}}',
  },
  'host-unknown': {
    stage: 'reach',
    retry: 'user',
    message: 'There is no host called {{host}}.',
    hint: 'Check the spelling, or use the IP address.',
  },
  'connection-refused': {
    stage: 'reach',
    retry: 'user',
    message: '{{host}} refuses connections on port {{port}}.',
    hint: 'Correct the port, or start the SSH server on the board itself:',
    command: 'sudo systemctl enable --now ssh',
  },
  'not-ssh': {
    stage: 'reach',
    retry: 'user',
    message: 'What answers on {{host}}, port {{port}}, is not an SSH server.',
    hint: 'Check the port: an SSH server listens on 22 unless somebody changed it.',
  },
  'link-lost': {
    stage: 'reach',
    retry: 'auto',
    message: 'The link to {{host}} was lost.',
    hint: 'A run goes on on the board; Benchtop reads the rest when the link is back.',
  },
  'jump-refused': {
    stage: 'reach',
    retry: 'user',
    message: 'The jump host {{jump}} does not forward to {{host}}, port {{port}}.',
    hint: 'On {{jump}}, allow it in sshd_config (AllowTcpForwarding, PermitOpen), or use another jump host.',
  },
  'jump-unreachable': {
    stage: 'reach',
    retry: 'auto',
    message: 'From the jump host {{jump}}, {{host}} does not answer on port {{port}}.',
    hint: 'Check that the board is on, and that {{jump}} knows it by this name.',
  },
} as const satisfies Record<string, CatalogueEntry>
