// Asks in the page before the window closes on a run that the end of the program would touch: one on this computer,
// or one that is on its way to a board. A page that does not take up the question never keeps the window open.

import { app, type BrowserWindow } from 'electron'
import type { RunId } from '../../shared/event.ts'
import type { Publish } from '../publish.ts'

/** How long the page has to show the question. */
const answerMs = 3_000
/** How long a board has to confirm that it has ended a run. */
const cancelMs = 10_000

/** What quitting needs of the runs. */
export interface TouchedRuns {
  touchedByQuitting(): readonly { readonly id: RunId }[]
  cancel(run: RunId): Promise<void>
  settled(run: RunId): Promise<void>
  brought(): Promise<void>
}

export class QuitQuestion {
  readonly #runs: TouchedRuns
  readonly #publish: Publish
  #window: BrowserWindow | null = null
  #unanswered: NodeJS.Timeout | null = null
  #decided = false
  #quitting = false

  constructor(runs: TouchedRuns, publish: Publish) {
    this.#runs = runs
    this.#publish = publish
    app.on('before-quit', () => {
      this.#quitting = true
    })
  }

  /** Closing this window is asked about where it would touch a run. */
  guard(window: BrowserWindow): void {
    this.#window = window
    window.on('close', (event) => {
      // On macOS a closed window ends nothing: the program goes on following.
      const endsNothing = process.platform === 'darwin' && !this.#quitting
      if (this.#decided || endsNothing || window.webContents.isCrashed()) return
      const touched = this.#runs.touchedByQuitting()
      if (touched.length === 0) return
      event.preventDefault()
      this.#quitting = false
      this.#publish('app.closing', { runs: touched.map(({ id }) => id) })
      this.#unanswered ??= setTimeout(() => void this.settle('leave'), answerMs)
    })
  }

  /** The page shows the question: it may take its time. */
  hold(): void {
    if (this.#unanswered !== null) clearTimeout(this.#unanswered)
    this.#unanswered = null
  }

  /** `leave`: what is on its way is brought to its board first, without a window. */
  async settle(runs: 'leave' | 'cancel'): Promise<void> {
    this.hold()
    if (runs === 'cancel') await this.#cancelAll()
    this.#decided = true
    this.#window?.hide()
    await this.#runs.brought()
    if (this.#window?.isVisible() === true) this.#decided = false
    else app.quit()
  }

  /** For whom nobody waits: a signal, the end of the session. */
  quitUnasked(): void {
    this.#decided = true
    app.quit()
  }

  async #cancelAll(): Promise<void> {
    const touched = this.#runs.touchedByQuitting()
    const ended = touched.map(async ({ id }) => {
      await this.#runs.cancel(id)
      await this.#runs.settled(id)
    })
    await Promise.race([
      Promise.all(ended),
      new Promise((resolve) => setTimeout(resolve, cancelMs)),
    ])
  }
}
