// Where main's news go. The core only knows this shape; the window's side of it is in electron/, and the
// command listens for itself.

import type { TopicName, Topics } from '../shared/ipc.ts'

export type Publish = <T extends TopicName>(topic: T, message: Topics[T]) => void
