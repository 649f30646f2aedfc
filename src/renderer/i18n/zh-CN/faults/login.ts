// 故障说明（login）。The sentences of the faults in src/shared/faults/login.ts.

import type { loginFaults as English } from '../../../../shared/faults/login.ts'
import type { FaultWords } from '../../en.ts'

export const loginFaults: Record<keyof typeof English, FaultWords> = {
  'host-key-unknown': {
    message: '{{host}} 出示了本机从未见过的密钥：{{algorithm}} {{fingerprint}}。',
    hint: '请与在开发板上运行以下命令的输出对照，然后再信任它：',
  },
  'host-key-changed': {
    message:
      '{{host}} 出示的密钥与以前不同：现在是 {{algorithm}} {{fingerprint}}，此前信任的是 {{expected}}。',
    hint: '如果开发板重装过系统，请与在开发板上运行以下命令的输出对照，再信任新密钥；否则可能有人介于您与开发板之间。',
  },
  'host-key-revoked': {
    message: '{{host}} 的密钥在 known_hosts 中被标记为已吊销。',
    hint: '请不要连接。先为开发板换一个新的主机密钥，再删除 @revoked 那一行。',
  },
  'key-refused': {
    message: '{{host}} 拒绝了用户 {{user}} 的密钥 {{path}}。',
    hint: '请在本机上运行以下命令，把它的公钥放到开发板上：',
  },
  'key-unreadable': {
    message: '{{path}} 不是可以读取的私钥。',
    hint: '请选择私钥（不带 .pub 的文件），格式为 OpenSSH 或 PEM。',
  },
  'key-format-unsupported': {
    message: 'Benchtop 无法读取私钥 {{path}} 的格式。',
    hint: '请把它转换为 OpenSSH 自己的格式（硬件密钥请通过 ssh-agent 使用）：',
  },
  'passphrase-wrong': {
    message: '这不是密钥 {{path}} 的口令。',
    hint: '请重试；如果还记得旧口令，也可以设置新口令：',
  },
  'password-wrong': {
    message: '{{host}} 不接受用户 {{user}} 的密码。',
    hint: '请重试。许多系统只允许 root 用密钥登录。',
  },
  'password-unavailable': {
    message: '{{host}} 不接受用户 {{user}} 用密码登录。它接受：{{methods}}。',
    hint: '请编辑该开发板，选择其他登录方式。',
  },
  'password-expired': {
    message: '用户 {{user}} 在 {{host}} 上的密码已过期。',
    hint: '请在终端中登录一次，主机会要求设置新密码：',
  },
  'agent-not-running': {
    message: '没有 ssh-agent 应答。',
    hint: '请在终端中启动 ssh-agent、添加密钥，并从该终端启动 Benchtop：',
  },
  'agent-not-running-windows': {
    message: 'OpenSSH 的代理和 Pageant 都没有应答。',
    hint: '请启动 Pageant，或以管理员身份在 PowerShell 中运行：',
  },
  'agent-empty': {
    message: 'ssh-agent 中没有可以使用的密钥。',
    hint: '请添加密钥：',
  },
  'agent-refused': {
    message: '{{host}} 不接受代理中的 {{count}} 个密钥为用户 {{user}} 登录。',
    hint: '详细信息列出了已尝试的密钥。要把代理中的密钥放到开发板上：',
  },
  'login-refused': {
    message: '{{host}} 没有让 {{user}} 登录。它接受：{{methods}}。',
    hint: '请编辑该开发板：检查用户名，并选择它认识的密钥或登录方式。',
  },
  'login-too-slow': {
    message: '{{host}} 在等待您回答时关闭了连接。',
    hint: '请重新连接。主机大约等待两分钟（sshd_config 中的 LoginGraceTime）。',
  },
  'login-unasked': {
    message: '登录需要有人回答，而这里不是终端。',
    hint: '请在终端中运行，或使用代理中的密钥或没有口令的密钥登录。',
  },
}
