// 故障说明（reach）。The sentences of the faults in src/shared/faults/reach.ts.

import type { reachFaults as English } from '../../../../shared/faults/reach.ts'
import type { FaultWords } from '../../en.ts'

export const reachFaults: Record<keyof typeof English, FaultWords> = {
  'host-unreachable': {
    message: '{{host}} 在端口 {{port}} 上没有响应。',
    hint: '请检查开发板是否已开机、是否在此网络中，以及地址是否正确。可在本机上试一试：',
  },
  'host-unknown': {
    message: '找不到名为 {{host}} 的主机。',
    hint: '请检查拼写，或改用 IP 地址。',
  },
  'connection-refused': {
    message: '{{host}} 拒绝了端口 {{port}} 上的连接。',
    hint: '请更正端口，或在开发板上启动 SSH 服务：',
  },
  'not-ssh': {
    message: '在 {{host}} 端口 {{port}} 上应答的不是 SSH 服务。',
    hint: '请检查端口：除非有人改过，SSH 服务使用 22 端口。',
  },
  'link-lost': {
    message: '与 {{host}} 的连接已中断。',
    hint: '测量会在开发板上继续；连接恢复后，Benchtop 会读取其余结果。',
  },
  'jump-refused': {
    message: '跳板机 {{jump}} 不转发到 {{host}} 的端口 {{port}}。',
    hint: '请在 {{jump}} 的 sshd_config 中允许转发（AllowTcpForwarding、PermitOpen），或使用其他跳板机。',
  },
  'jump-unreachable': {
    message: '从跳板机 {{jump}} 看，{{host}} 在端口 {{port}} 上没有应答。',
    hint: '请检查开发板已开机，且 {{jump}} 认识这个名字。',
  },
}
