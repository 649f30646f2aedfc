// Every view and every dialog that a person meets on the way to a result: in both languages, light and dark, a
// picture and axe each. What they do is the business of the other tests; here they are seen.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import sharp from 'sharp'
import { localBoardId } from '../../src/shared/board.ts'
import { modeLimits } from '../../src/shared/limits.ts'
import { loopbackLack } from '../boards/lack.ts'
import { makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { perceptron, pictureModel, textModel, writeModel } from '../fixtures/onnx.ts'
import { planOf } from '../fixtures/runs.ts'
import { call, type RunningApp, withApp } from './app.ts'
import { dropFiles } from './drop.ts'
import { threeBoards, writeBoards, writeHistory } from './history.ts'
import { inEveryLook, setSize, visit } from './looks.ts'

test.setTimeout(300_000)

/** The page stays as it is while the pointer leaves what it clicked. */
const still = ({ page }: RunningApp) => page.mouse.move(2, 2)

const sshConfig = `
Host gate
  User keeper
Host pi
  HostName pi.invalid
  User edge
  Port 2222
  ProxyJump gate
Host odd
  ProxyCommand nc %h %p
`

test('nothing measured yet', () =>
  withApp(
    async (app, dir) => {
      const { page } = app
      mkdirSync(join(dir, '.ssh'))
      writeFileSync(join(dir, '.ssh', 'config'), sshConfig, { mode: 0o600 })
      await setSize(app, 1280, 820)
      const dialog = page.getByRole('dialog')
      const close = async () => {
        await page.keyboard.press('Escape')
        await expect(dialog).toHaveCount(0)
      }
      await inEveryLook(app, [
        {
          name: 'boards-first-start',
          show: async (words) => {
            await visit(app, '/')
            await expect(page.getByRole('button', { name: words.boards.measure })).toBeVisible()
            await expect(page.getByText(words.boards.state.ready)).toBeVisible({ timeout: 60_000 })
          },
        },
        {
          name: 'add-board',
          show: async (words) => {
            await page.getByRole('button', { name: words.boards.add }).click()
            await dialog.getByRole('button', { name: words.addBoard.jumpAdd }).click()
            await dialog.getByRole('button', { name: words.addBoard.submit, exact: true }).click()
            await expect(dialog.getByText(words.addBoard.invalid.host).first()).toBeVisible()
          },
          leave: close,
        },
        {
          name: 'import-hosts',
          show: async (words) => {
            await page.getByRole('button', { name: words.boards.add }).click()
            await page.getByRole('button', { name: words.addBoard.import }).click()
            await expect(dialog.getByRole('checkbox')).toHaveCount(4)
          },
          leave: close,
        },
        { name: 'sweep-empty', show: () => visit(app, '/sweep') },
        { name: 'results-empty', show: () => visit(app, '/runs') },
        { name: 'compare-empty', show: () => visit(app, '/compare') },
        {
          name: 'tuning-none',
          show: async (words) => {
            await visit(app, '/tune/this-computer')
            await expect(page.getByText(words.tune.untouched)).toBeVisible({ timeout: 60_000 })
          },
        },
        { name: 'models-empty', show: () => visit(app, '/models') },
        { name: 'nowhere', show: () => visit(app, '/nowhere') },
      ])
    },
    (dir) => ({ HOME: dir }),
  ))

test('a history of three boards', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const zoo = await call(page, 'models.addZoo', { zoo: 'resnet50-v1.5' })
    const [pi, piAgain, rk, here] = writeHistory(dir, threeBoards(Date.now()), zoo)
    writeBoards(dir)
    const paths = { text: join(dir, 'text.onnx'), picture: join(dir, 'picture.onnx') }
    writeModel(paths.text, textModel())
    writeModel(paths.picture, pictureModel())
    const text = await call(page, 'models.add', { path: paths.text })
    const picture = await call(page, 'models.add', { path: paths.picture })
    const png = join(dir, 'cat.png')
    await sharp({ create: { width: 48, height: 40, channels: 3, background: '#c07030' } })
      .png()
      .toFile(png)
    const refusing = await call(page, 'boards.add', {
      name: 'Refusing',
      address: { host: '127.0.0.1', port: 1, user: 'edge', login: { kind: 'auto' }, via: [] },
    })
    await call(page, 'boards.connect', { board: refusing.board.id })
    const dialog = page.getByRole('dialog')
    const rows = page.locator('tbody tr')
    const leave = async () => {
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(page.getByRole('menu')).toHaveCount(0)
    }
    await inEveryLook(app, [
      {
        name: 'boards',
        show: async (words) => {
          await visit(app, '/')
          await expect(page.getByRole('article')).toHaveCount(4)
          await expect(page.getByText(words.faultsUi.copyCommand)).toBeVisible()
        },
      },
      {
        name: 'boards-remove',
        show: async (words) => {
          const name = words.boards.menu.replace('{{name}}', 'Raspberry Pi 5')
          await page.getByRole('button', { name }).click()
          await page.getByRole('menuitem', { name: words.boards.remove }).click()
          await expect(dialog.getByText(words.boards.removeWhat)).toBeVisible()
        },
        leave,
      },
      {
        name: 'sweep-lacking',
        show: async (words) => {
          await visit(app, `/sweep?model=${text.sha256}`)
          await expect(page.getByText(words.sweep.sizesMissing)).toBeVisible()
        },
      },
      {
        name: 'sweep-picture',
        show: async (words) => {
          await visit(app, `/sweep?model=${picture.sha256}`)
          await page.getByRole('button', { name: /^picture/ }).click()
          const values = page.getByRole('combobox', {
            name: words.inputs.valuesOf.replace('{{name}}', 'pixels'),
          })
          const box = await values.boundingBox()
          const place = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }
          await dropFiles(page, [png], async () => {}, place)
          await expect(dialog.getByText(words.inputs.scaling, { exact: true })).toBeVisible()
        },
        leave,
      },
      {
        name: 'sweep',
        show: async (words) => {
          await visit(app, `/sweep?model=${zoo.sha256}`)
          await page.getByRole('button', { name: words.sweep.preset.latencyByBatch }).click()
          await still(app)
        },
      },
      {
        name: 'sweep-advanced',
        show: async (words) => {
          await visit(app, `/sweep?model=${zoo.sha256}`)
          await page.getByRole('button', { name: words.sweep.preset.engines }).click()
          await page.getByRole('button', { name: new RegExp(`^${words.sweep.advanced}`) }).click()
          await page
            .getByRole('group', { name: words.setting.arena.name })
            .getByText(words.setting.arena.label.off)
            .click()
        },
      },
      { name: 'models', show: () => visit(app, '/models') },
      {
        name: 'model',
        show: async () => {
          await visit(app, `/models/${zoo.sha256}`)
          await expect(page.getByRole('article')).toContainText('25.6 M')
        },
      },
      {
        name: 'model-inputs',
        show: async () => {
          await visit(app, `/models/${text.sha256}`)
          await expect(page.getByRole('article')).toContainText('attention_mask')
        },
      },
      {
        name: 'results',
        show: async () => {
          await visit(app, '/runs')
          await expect(rows).toHaveCount(4)
        },
      },
      {
        name: 'results-chosen',
        show: async (words) => {
          for (const run of await rows.all()) await run.getByRole('checkbox').check()
          await expect(page.getByRole('group', { name: words.history.chosenActions })).toBeVisible()
        },
      },
      {
        name: 'result',
        show: async (words) => {
          await visit(app, `/runs/${pi}`)
          await expect(page.getByRole('button', { name: words.run.again })).toBeVisible()
        },
      },
      {
        name: 'result-export',
        show: async (words) => {
          await page.getByRole('button', { name: words.export.button }).click()
          await expect(page.getByRole('menuitem')).toHaveCount(3)
        },
        leave,
      },
      {
        name: 'result-remove',
        show: async (words) => {
          await page.getByRole('button', { name: words.run.remove, exact: true }).click()
          await expect(dialog.getByText(words.run.removeWhat)).toBeVisible()
        },
        leave,
      },
      {
        name: 'result-end',
        show: async (words) => {
          await page.getByRole('region', { name: words.run.methods }).scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'result-not-fitting',
        show: async (words) => {
          await visit(app, `/runs/${piAgain}`)
          await page.getByRole('group', { name: words.run.points }).scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'compare',
        show: async (words) => {
          await visit(app, `/compare?runs=${pi},${rk},${here}`)
          await expect(page.getByRole('region', { name: words.compare.findings })).toBeVisible()
        },
      },
      {
        name: 'compare-add',
        show: async (words) => {
          await page.getByRole('button', { name: words.compare.add }).click()
          await expect(dialog.getByText(words.compare.addTitle)).toBeVisible()
        },
        leave,
      },
      {
        name: 'compare-end',
        show: async (words) => {
          await page
            .getByRole('heading', { name: words.compare.distribution })
            .scrollIntoViewIfNeeded()
        },
      },
      {
        name: 'references',
        show: async () => {
          await visit(app, '/references')
          await expect(rows.first()).toBeVisible()
        },
      },
    ])
  }))

test('a run of this computer, and the question on the way out', () =>
  withApp(async (app, dir) => {
    const { page } = app
    await setSize(app, 1280, 820)
    const path = join(dir, 'perceptron.onnx')
    writeModel(path, perceptron())
    const { sha256 } = await call(page, 'models.add', { path })
    const { id: run } = await call(page, 'runs.start', {
      board: localBoardId,
      plan: planOf({
        models: [{ sha256, name: 'perceptron', dims: {}, inputs: {} }],
        batches: [1, 2, 4, 8, 16, 32],
        threads: [1, 2],
        limits: modeLimits.normal,
      }),
    })
    await inEveryLook(app, [
      {
        name: 'run-live',
        show: async (words) => {
          await visit(app, `/runs/${run}`)
          await expect(page.getByText(words.run.runningPoint)).toBeVisible({ timeout: 60_000 })
        },
      },
      {
        name: 'quit-question',
        show: async (words) => {
          await app.electron.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows()[0]?.close(),
          )
          await expect(page.getByRole('dialog', { name: words.quit.title })).toBeVisible()
        },
        leave: async (words) => {
          await page.getByRole('button', { name: words.quit.stay }).click()
          await expect(page.getByRole('dialog')).toHaveCount(0)
        },
      },
    ])
    await page.getByRole('button', { name: 'Cancel run' }).click()
    await inEveryLook(app, [
      {
        name: 'result-cancelled',
        show: async (words) => {
          await visit(app, `/runs/${run}`)
          await expect(page.getByRole('button', { name: words.run.again })).toBeVisible({
            timeout: 60_000,
          })
        },
      },
    ])
  }))

test('what a board and its login ask', async () => {
  const lack = loopbackLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startLoopbackBoard()
  try {
    await withApp(async (app, dir) => {
      const { page } = app
      await setSize(app, 1280, 820)
      const path = makeKey(dir, 'locked', 'ed25519', 'open sesame')
      await board.accept(`${path}.pub`)
      const { host, port, user } = board
      const added = await call(page, 'boards.add', {
        name: 'Locked',
        address: { host, port, user, login: { kind: 'key', path }, via: [] },
      })
      await call(page, 'boards.connect', { board: added.board.id })
      await inEveryLook(app, [
        {
          name: 'trust',
          show: async (words) => {
            await visit(app, '/')
            await expect(page.getByRole('button', { name: words.trust.trust })).toBeVisible()
          },
        },
      ])
      await page.getByRole('button', { name: 'Trust this key' }).click()
      await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible()
      await inEveryLook(app, [
        {
          name: 'login',
          show: async (words) => {
            await expect(page.getByLabel(words.login.passphrase, { exact: true })).toBeVisible()
          },
        },
      ])
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    })
  } finally {
    await board.stop()
  }
})
