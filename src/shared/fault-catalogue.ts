// Every failure that has a name: at which stage it happens, whether trying again helps, what is said of it and what
// to do next. Each sentence stands here once, for the command and for the window, which translates it by its code.

export const faultStages = [
  'reach',
  'trust',
  'auth',
  'deploy',
  'protocol',
  'run',
  'tune',
  'app',
] as const
export type FaultStage = (typeof faultStages)[number]

/** `auto`: Benchtop tries again by itself; `user`: again after the user did something; `never`: not with these inputs. */
export const faultRetries = ['auto', 'user', 'never'] as const
export type FaultRetry = (typeof faultRetries)[number]

export interface CatalogueEntry {
  readonly stage: FaultStage
  readonly retry: FaultRetry
  /** A sentence with `{{name}}` places, filled from the fault's params (i18next's own syntax). */
  readonly message: string
  /** What the reader can do next, and where the command is to be run. */
  readonly hint: string
  /** A command for a POSIX shell that does it or shows more; each `{{name}}` becomes one quoted word. */
  readonly command?: string
}

export const faultCatalogue = {
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
  'no-space': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board has {{availableMiB}} MiB left in {{path}}; {{neededMiB}} MiB are needed.',
    hint: 'Let Benchtop give back what it no longer needs there (benchtop boards clean), or free some space; nothing was left half-installed. This shows on the board what takes it:',
    command: 'du -xh -d 2 ~ | sort -h | tail -n 20',
  },
  'home-not-writable': {
    stage: 'deploy',
    retry: 'user',
    message: 'The user {{user}} can not write to {{path}} on the board.',
    hint: 'Give the user a home folder of its own, or log in as another user. To see on the board whose it is:',
    command: 'ls -ld {{path}}',
  },
  'push-failed': {
    stage: 'deploy',
    retry: 'auto',
    message: 'Copying {{item}} to the board did not succeed.',
    hint: 'Try again: what arrived is kept and the rest follows.',
  },
  'push-corrupt': {
    stage: 'deploy',
    retry: 'user',
    message: '{{item}} arrived damaged on the board, twice.',
    hint: 'The board’s storage or link is unreliable. Check its cable, and its kernel’s messages there:',
    command: 'sudo dmesg --level=err,warn | tail -n 40',
  },
  'runtime-unavailable': {
    stage: 'deploy',
    retry: 'user',
    message: '{{item}} could not be fetched onto this computer.',
    hint: 'Connect this computer to the npm registry once, or install Node 20 or newer on the board.',
  },
  'runtime-broken': {
    stage: 'deploy',
    retry: 'user',
    message: 'ONNX Runtime does not load on the board.',
    hint: 'The board’s own words stand in the details. This shows on the board what the runtime lacks:',
    command: "find ~/.benchtop/ort -name 'libonnxruntime*' -exec ldd {} +",
  },
  'runtime-library-missing': {
    stage: 'deploy',
    retry: 'user',
    message: 'ONNX Runtime does not load: the board lacks the library {{library}}.',
    hint: 'Install the package that holds it on the board. On Debian, Ubuntu and JetPack:',
    command: 'sudo apt install {{package}}',
  },
  'runtime-system-old': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s system is too old for ONNX Runtime: it lacks {{needed}}.',
    hint: 'Use a newer system there (Debian 10, Ubuntu 20.04, JetPack 5 or later). To see what it has:',
    command: 'ldd --version',
  },
  'runtime-wrong-kind': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board does not run 64-bit programs of its own processor.',
    hint: 'Most often a 64-bit kernel with a 32-bit system: install the 64-bit system. This prints 32 there then:',
    command: 'getconf LONG_BIT',
  },
  'processor-too-old': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s processor does not know an instruction that ONNX Runtime uses.',
    hint: 'This build of ONNX Runtime can not run on it. To see what the processor knows:',
    command: 'lscpu',
  },
  'home-not-executable': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board does not let programs run from the folder of Benchtop.',
    hint: 'Its file system is mounted noexec: log in as a user whose home folder is elsewhere. To see it on the board:',
    command: 'findmnt -T ~/.benchtop',
  },
  'board-os-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board runs {{os}}; Benchtop measures boards that run Linux.',
    hint: 'Use a Linux board, or measure this computer itself.',
  },
  'board-arch-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s processor is {{arch}}; ONNX Runtime is there for x86_64 and aarch64.',
    hint: 'On a 64-bit board with a 32-bit system, install the 64-bit system.',
  },
  'board-libc-unsupported': {
    stage: 'deploy',
    retry: 'never',
    message: 'The board’s C library is {{libc}}; ONNX Runtime needs glibc 2.28 or newer.',
    hint: 'Use a system from 2019 or later that is built on glibc (Debian 10, Ubuntu 20.04, JetPack 5).',
  },
  'agent-silent': {
    stage: 'protocol',
    retry: 'user',
    message: 'The agent on the board did not answer.',
    hint: 'The details show what the board printed instead. A login script that asks something or never ends is the usual cause.',
  },
  'protocol-broken': {
    stage: 'protocol',
    retry: 'user',
    message: 'The agent sent something that Benchtop does not understand.',
    hint: 'Connect again. If it comes back, send us the details.',
  },
  'board-tools-missing': {
    stage: 'deploy',
    retry: 'user',
    message: 'The board lacks {{tools}}.',
    hint: 'Install them there. On Debian and Ubuntu:',
    command: 'sudo apt install tar gzip coreutils',
  },
  'model-not-onnx': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} is not an ONNX model.',
    hint: 'Export the model as ONNX (torch.onnx.export, tf2onnx) and choose that file.',
  },
  'model-truncated': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} ends in the middle: the file is incomplete.',
    hint: 'Copy or download it again and compare its size.',
  },
  'model-unknown-operator': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} uses {{operators}}, which ONNX Runtime {{runtime}} does not have.',
    hint: 'Export it again without this operator, or with an operator set that the runtime supports.',
  },
  'model-data-missing': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} keeps weights in files that are not beside it: {{files}}.',
    hint: 'Put them into the folder of the model, under exactly these names, and try again.',
  },
  'model-data-short': {
    stage: 'run',
    retry: 'user',
    message: 'A file of weights is shorter than {{name}} says: {{files}}.',
    hint: 'Copy or download it again and compare its size.',
  },
  'model-data-outside': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} keeps weights where Benchtop does not read them: {{files}}.',
    hint: 'Weights must stand in the folder of the model or below it, also when links are followed. Copy them there (cp -L), or save the model again.',
  },
  'model-missing': {
    stage: 'run',
    retry: 'user',
    message: 'The model file {{path}} is not there any more.',
    hint: 'Put it back, or add the model again from where it is now.',
  },
  'model-changed': {
    stage: 'run',
    retry: 'user',
    message: '{{path}} has changed since it was added.',
    hint: 'Add the file again: it counts as another model.',
  },
  'model-rejected': {
    stage: 'run',
    retry: 'never',
    message: 'ONNX Runtime can not load {{name}}.',
    hint: 'Check the model with onnx.checker and export it again. The details are ONNX Runtime’s own words.',
  },
  'input-dims-unknown': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} leaves the size of {{dims}} open.',
    hint: 'Give each of them a number.',
  },
  'input-dim-impossible': {
    stage: 'run',
    retry: 'user',
    message:
      'In {{name}} the size {{dim}} of the input {{input}} comes out as {{size}}, which is no size.',
    hint: 'Give the sizes that it is computed from other numbers.',
  },
  'input-shape-mismatch': {
    stage: 'run',
    retry: 'user',
    message:
      'The input {{input}} of {{name}} needs the shape {{expected}}; {{file}} holds {{given}}.',
    hint: 'Choose another file, or give the sizes that this one has.',
  },
  'input-type-mismatch': {
    stage: 'run',
    retry: 'user',
    message: 'The input {{input}} of {{name}} is of type {{expected}}; {{file}} holds {{given}}.',
    hint: 'Save the array with the type of the input (array.astype in NumPy).',
  },
  'input-value-unfit': {
    stage: 'run',
    retry: 'user',
    message:
      'The value {{value}} can not be given to the input {{input}} of {{name}}, which is of type {{type}}.',
    hint: 'Choose a value that this type can hold.',
  },
  'input-file-invalid': {
    stage: 'app',
    retry: 'never',
    message: '{{file}} is no array and no picture that can be read.',
    hint: 'Choose a .npy or .npz file of numbers, or a PNG, JPEG or WebP picture. The details say what is wrong.',
  },
  'input-file-missing': {
    stage: 'run',
    retry: 'user',
    message:
      'The values for the input {{input}} of {{name}}, from {{file}}, are not there any more.',
    hint: 'Choose the file again.',
  },
  'input-type-unsupported': {
    stage: 'run',
    retry: 'never',
    message:
      'The input {{input}} of {{name}} is of type {{type}}, for which no values can be made.',
    hint: 'Export the model with tensors of numbers as inputs.',
  },
  'batch-fixed': {
    stage: 'run',
    retry: 'never',
    message: '{{name}} has a fixed batch of {{fixed}}; batch {{batch}} can not be measured.',
    hint: 'Export it with a dynamic first dimension, or leave this batch out.',
  },
  'inference-failed': {
    stage: 'run',
    retry: 'never',
    message: 'ONNX Runtime failed while running {{name}}.',
    hint: 'Check the sizes of its open dimensions: they may contradict one another. The details are ONNX Runtime’s own words.',
  },
  'out-of-memory': {
    stage: 'run',
    retry: 'user',
    message: '{{name}} at batch {{batch}} does not fit into the memory.',
    hint: 'Try a smaller batch, or close other programs on the board.',
  },
  'supervisor-failed': {
    stage: 'run',
    retry: 'user',
    message: 'The run could not be started: its supervisor ended at once.',
    hint: 'The details are its own words.',
  },
  'worker-killed': {
    stage: 'run',
    retry: 'user',
    message: 'The measuring process was killed by signal {{signal}}.',
    hint: 'Most often the memory was used up: try a smaller batch, and close other programs. To see it on the board:',
    command: "sudo dmesg | grep -iE 'out of memory|oom-kill' | tail -n 5",
  },
  'worker-crashed': {
    stage: 'run',
    retry: 'user',
    message: 'The measuring process ended by itself with code {{code}}.',
    hint: 'The details are the last lines that it wrote.',
  },
  'point-timeout': {
    stage: 'run',
    retry: 'user',
    message: 'The point was stopped after {{seconds}} s without an end.',
    hint: 'Try a smaller batch, or allow more time for a point.',
  },
  'run-lost': {
    stage: 'run',
    retry: 'user',
    message: 'The run stopped without an end: its supervisor is gone.',
    hint: 'The board was restarted or the process killed; what was measured until then is kept. This tells since when the board is up:',
    command: 'uptime -s',
  },
  'run-unknown': {
    stage: 'run',
    retry: 'never',
    message: 'The board has no run {{run}}.',
    hint: 'Its folder was removed there. What was read until then is kept here.',
  },
  'run-not-started': {
    stage: 'run',
    retry: 'user',
    message: 'Benchtop was closed before the run had started on the board.',
    hint: 'Run it again.',
  },
  'run-not-followed': {
    stage: 'run',
    retry: 'user',
    message: 'Nothing is heard of the run: the connecting to its board was given up.',
    hint: 'It goes on there if it had begun. Connect again, and what was measured meanwhile is read.',
  },
  'board-removed': {
    stage: 'run',
    retry: 'never',
    message: 'The board was removed from Benchtop while the run was under way.',
    hint: 'What was measured until then is kept.',
  },
  'board-busy': {
    stage: 'run',
    retry: 'user',
    message: 'The run {{run}} is still measuring on this board.',
    hint: 'Wait for it or cancel it: two runs at a time would spoil each other’s numbers.',
  },
  'bad-request': {
    stage: 'app',
    retry: 'never',
    message: 'The request is not valid: {{reason}}.',
    hint: 'Correct it and try again.',
  },
  'file-unreadable': {
    stage: 'app',
    retry: 'user',
    message: '{{path}} can not be read.',
    hint: 'Check that the file exists and that you may read it:',
    command: 'ls -l {{path}}',
  },
  'file-unwritable': {
    stage: 'app',
    retry: 'user',
    message: '{{path}} can not be written.',
    hint: 'Choose another place, or check that the folder exists, that you may write there and that the disk is not full.',
  },
  'report-page-not-built': {
    stage: 'app',
    retry: 'user',
    message: 'The page of a report is missing from this installation.',
    hint: 'Build it, in the folder of Benchtop:',
    command: 'npm run build',
  },
  'plan-invalid': {
    stage: 'app',
    retry: 'never',
    message: '{{path}} is no plan that can be run; line {{line}}: {{reason}}.',
    hint: 'Correct this line. What a plan file may say stands in docs/command.md, and for editors in resources/plan.schema.json.',
  },
  'store-unreadable': {
    stage: 'app',
    retry: 'user',
    message: 'Benchtop’s results in {{path}} can not be opened.',
    hint: 'If a newer Benchtop wrote them, use that one. If the file is damaged, move it away: Benchtop begins a new one.',
  },
  'references-broken': {
    stage: 'app',
    retry: 'user',
    message: 'The reference figures in {{path}} can not be understood.',
    hint: 'Install Benchtop again, or restore the file where you built it yourself:',
    command: 'git checkout resources/references',
  },
  'not-found': {
    stage: 'app',
    retry: 'never',
    message: 'There is no {{what}} {{id}}.',
    hint: 'It may have been removed. Look at the list again.',
  },
  'drop-unknown': {
    stage: 'app',
    retry: 'never',
    message: 'Benchtop can not open {{name}}.',
    hint: 'Drop models (.onnx) or a plan (.yaml) anywhere; pictures, .npy and .npz files onto an input of a sweep.',
  },
  cancelled: {
    stage: 'app',
    retry: 'user',
    message: 'It was cancelled.',
    hint: 'Start it again whenever you like.',
  },
  'agent-not-built': {
    stage: 'app',
    retry: 'user',
    message: 'The agent is missing from this installation.',
    hint: 'Build it, in the folder of Benchtop:',
    command: 'npm run build',
  },
  internal: {
    stage: 'app',
    retry: 'user',
    message: 'Benchtop made a mistake.',
    hint: 'Try again. If it comes back, send us the details.',
  },
} as const satisfies Record<string, CatalogueEntry>
