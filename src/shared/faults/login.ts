// Faults of trust and of logging in: the host's key, and keys, passphrases, passwords and agents of the user's.

import type { CatalogueEntry } from './entry.ts'

export const loginFaults = {
  'host-key-unknown': {
    stage: 'trust',
    retry: 'user',
    message: '{{host}} shows a key that this computer has not seen: {{algorithm}} {{fingerprint}}.',
    hint: 'Compare it with what this prints on the board itself, then trust it:',
    command: 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done',
  },
  'host-key-changed': {
    stage: 'trust',
    retry: 'user',
    message:
      '{{host}} shows another key than before: {{algorithm}} {{fingerprint}} where {{expected}} was trusted.',
    hint: 'If the board was reinstalled, compare with what this prints on the board itself, then trust the new key. If not, somebody may stand between you and the board.',
    command: 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done',
  },
  'host-key-revoked': {
    stage: 'trust',
    retry: 'never',
    message: 'The key of {{host}} is marked as revoked in known_hosts.',
    hint: 'Do not connect. Give the board a new host key, and remove the @revoked line once it has one.',
  },
  'key-refused': {
    stage: 'auth',
    retry: 'user',
    message: '{{host}} refused the key {{path}} for user {{user}}.',
    hint: 'Put its public half on the board, from this computer:',
    command: 'ssh-copy-id -i {{path}} -p {{port}} {{user}}@{{host}}',
  },
  'key-unreadable': {
    stage: 'auth',
    retry: 'user',
    message: '{{path}} is not a private key that can be read.',
    hint: 'Choose the private half (the file without .pub), in OpenSSH or PEM format.',
  },
  'key-format-unsupported': {
    stage: 'auth',
    retry: 'user',
    message: 'The private key {{path}} is in a form that Benchtop does not read.',
    hint: 'Bring it into OpenSSH’s own format (a hardware key works through ssh-agent instead):',
    command: 'ssh-keygen -p -f {{path}}',
  },
  'passphrase-wrong': {
    stage: 'auth',
    retry: 'user',
    message: 'That is not the passphrase of the key {{path}}.',
    hint: 'Try again, or set a new one with the old one at hand:',
    command: 'ssh-keygen -p -f {{path}}',
  },
  'password-wrong': {
    stage: 'auth',
    retry: 'user',
    message: '{{host}} did not accept the password of {{user}}.',
    hint: 'Try again. Many systems let root log in with a key only.',
  },
  'password-unavailable': {
    stage: 'auth',
    retry: 'user',
    message: '{{host}} takes no password from {{user}}. It accepts: {{methods}}.',
    hint: 'Edit the board and choose another login.',
  },
  'password-expired': {
    stage: 'auth',
    retry: 'user',
    message: 'The password of {{user}} on {{host}} has expired.',
    hint: 'Log in once in a terminal, where the host asks for a new one:',
    command: 'ssh -p {{port}} {{user}}@{{host}}',
  },
  'agent-not-running': {
    stage: 'auth',
    retry: 'user',
    message: 'No ssh-agent answers.',
    hint: 'Start one in a terminal, add your key, and start Benchtop from that terminal:',
    command: 'eval "$(ssh-agent)" && ssh-add',
  },
  'agent-not-running-windows': {
    stage: 'auth',
    retry: 'user',
    message: 'Neither OpenSSH’s agent nor Pageant answers.',
    hint: 'Start Pageant, or in a PowerShell as administrator:',
    command: 'Set-Service ssh-agent -StartupType Manual; Start-Service ssh-agent; ssh-add',
  },
  'agent-empty': {
    stage: 'auth',
    retry: 'user',
    message: 'The ssh-agent holds no key that can be offered.',
    hint: 'Add your key to it:',
    command: 'ssh-add',
  },
  'agent-refused': {
    stage: 'auth',
    retry: 'user',
    message: '{{host}} accepts none of the {{count}} keys in the agent for user {{user}}.',
    hint: 'The details list what was offered. To put the agent’s keys on the board:',
    command: 'ssh-copy-id -p {{port}} {{user}}@{{host}}',
  },
  'login-refused': {
    stage: 'auth',
    retry: 'user',
    message: '{{host}} did not let {{user}} in. It accepts: {{methods}}.',
    hint: 'Edit the board: check the user, and choose the key or the kind of login that it knows.',
  },
  'login-too-slow': {
    stage: 'reach',
    retry: 'user',
    message: '{{host}} closed the connection while it waited for your answer.',
    hint: 'Connect again. Hosts wait for about two minutes (LoginGraceTime in sshd_config).',
  },
  'login-unasked': {
    stage: 'auth',
    retry: 'user',
    message: 'The login needs an answer from a person, and this is no terminal.',
    hint: 'Run it in a terminal, or log in with a key that is in an agent or has no passphrase.',
  },
} as const satisfies Record<string, CatalogueEntry>
