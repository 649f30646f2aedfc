// The bridge into the sandboxed page: one function to call main and one to listen. Main checks every call.

import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { BenchtopBridge, TopicName, Topics } from '../shared/ipc.ts'

const bridge: BenchtopBridge = {
  call: (name, request) => ipcRenderer.invoke('benchtop:call', name, request),
  subscribe: <T extends TopicName>(
    topic: T,
    listener: (messages: readonly Topics[T][]) => void,
  ) => {
    const receive = (_: IpcRendererEvent, name: TopicName, messages: readonly Topics[T][]) => {
      if (name === topic) listener(messages)
    }
    ipcRenderer.on('benchtop:news', receive)
    return () => ipcRenderer.off('benchtop:news', receive)
  },
}

contextBridge.exposeInMainWorld('benchtop', bridge)
