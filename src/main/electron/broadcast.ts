// Sends main's news to the window in batches, ten times a second, each topic in the order of publishing.

import type { BrowserWindow } from 'electron'
import type { TopicName } from '../../shared/ipc.ts'
import type { Publish } from '../publish.ts'

const tickMs = 100

export function broadcastTo(windows: () => readonly BrowserWindow[]): Publish {
  const waiting = new Map<TopicName, unknown[]>()

  const send = () => {
    for (const [topic, messages] of waiting)
      for (const window of windows())
        if (!window.isDestroyed()) window.webContents.send('benchtop:news', topic, messages)
    waiting.clear()
  }

  return (topic, message) => {
    if (waiting.size === 0) setTimeout(send, tickMs)
    const messages = waiting.get(topic)
    if (messages === undefined) waiting.set(topic, [message])
    else messages.push(message)
  }
}
