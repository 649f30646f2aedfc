// The bridge into the sandboxed page: to call main, to listen, and to learn where a dropped file lies. Main checks
// every call.

import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
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
  pathOf: (file) => {
    const path = webUtils.getPathForFile(file)
    // Before the page can ask for anything with it: messages of one page arrive in their order.
    if (path !== '') ipcRenderer.send('benchtop:dropped', path)
    return path
  },
}

contextBridge.exposeInMainWorld('benchtop', bridge)
