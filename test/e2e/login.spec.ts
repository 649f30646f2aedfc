// Logging in from the window: what is asked for, what a wrong answer says, and where to go from there.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { loopbackLack, namespaceLack } from '../boards/lack.ts'
import { makeKey, startLoopbackBoard } from '../boards/loopback.ts'
import { startNamespaceBoard } from '../boards/namespace-board.ts'
import { newDataDir, screenshot, startApp } from './app.ts'
import { boardForm } from './board-form.ts'
import { expectAccessible } from './looks.ts'

test('a password is asked for once the key is trusted, again where it is wrong, and lets in', async () => {
  const lack = namespaceLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startNamespaceBoard({ diskMiB: 700 })
  await board.exec("echo 'edge:correct horse' | chpasswd")
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    const form = await boardForm(page, ['Netns', board.host, '22', board.user])
    await form.getByLabel('Login').selectOption('A password')
    await screenshot(page, '40-add-board-password')
    await form.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('button', { name: 'Trust this key' }).click()

    const dialog = page.getByRole('dialog', { name: 'Log in to Netns' })
    await expect(dialog.getByText(`The password of edge on ${board.host}.`)).toBeVisible()
    await expect(dialog.getByText(/Until Benchtop is closed/)).toBeVisible()
    await expectAccessible(page, 'the password')
    await screenshot(page, '41-password')
    await dialog.getByLabel('Password', { exact: true }).fill('wrong')
    await dialog.getByRole('button', { name: 'Log in' }).click()
    await expect(dialog.getByRole('alert')).toHaveText('That was not accepted. Try again.')
    await screenshot(page, '42-password-wrong')
    // A page that is loaded anew finds the question again.
    await page.reload()
    await expect(dialog.getByRole('alert')).toBeVisible()
    await dialog.getByLabel('Password', { exact: true }).fill('correct horse')
    await dialog.getByRole('checkbox', { name: 'Remember it' }).check()
    await dialog.getByRole('button', { name: 'Log in' }).click()
    await expect(dialog).toHaveCount(0)
    const card = page.getByRole('article', { name: 'Netns' })
    await expect(card.getByText('Ready')).toBeVisible({ timeout: 120_000 })
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    await board.stop()
    data.remove()
  }
})

test('an encrypted key is asked for its passphrase, and wrong answers end in a fault that can be mended', async () => {
  const lack = loopbackLack()
  test.skip(lack !== null, lack ?? '')
  const board = await startLoopbackBoard()
  const data = newDataDir()
  const key = makeKey(data.path, 'locked', 'ed25519', 'open sesame')
  await board.accept(`${key}.pub`)
  const app = await startApp(data.path)
  const { page } = app
  try {
    const form = await boardForm(page, ['Locked', board.host, String(board.port), board.user, key])
    await form.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('button', { name: 'Trust this key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Log in to Locked' })
    for (const attempt of [1, 2, 3]) {
      await expect(dialog.getByLabel('Passphrase', { exact: true })).toHaveValue('')
      await expect(dialog.getByRole('alert')).toHaveCount(attempt === 1 ? 0 : 1)
      await dialog.getByLabel('Passphrase', { exact: true }).fill('wrong')
      await dialog.getByRole('button', { name: 'Log in' }).click()
    }
    const card = page.getByRole('article', { name: 'Locked' })
    await expect(card.getByRole('alert')).toContainText('That is not the passphrase of the key')
    await screenshot(page, '43-passphrase-wrong')
    await card.getByRole('button', { name: 'Try again' }).click()
    await screenshot(page, '44-passphrase')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(card.getByText('It was cancelled.')).toBeVisible()
    await card.getByRole('button', { name: 'Try again' }).click()
    await dialog.getByLabel('Passphrase', { exact: true }).fill('open sesame')
    await dialog.getByRole('button', { name: 'Log in' }).click()
    await expect(card.getByText('Ready')).toBeVisible({ timeout: 90_000 })
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    await board.stop()
    data.remove()
  }
})

test('a board is edited: another login, and a jump host whose key is asked about by its name', async () => {
  const lack = loopbackLack()
  test.skip(lack !== null, lack ?? '')
  const jump = await startLoopbackBoard()
  const board = await startLoopbackBoard()
  await jump.accept(`${board.keyPath}.pub`)
  const data = newDataDir()
  const app = await startApp(data.path)
  const { page } = app
  try {
    const form = await boardForm(page, ['Far', board.host, String(board.port), board.user])
    await form.getByLabel('Login').selectOption('The keys in ssh-agent')
    await form.getByRole('button', { name: 'Connect' }).click()
    const card = page.getByRole('article', { name: 'Far' })
    await page.getByRole('button', { name: 'Trust this key' }).click()
    await expect(card.getByRole('alert')).toContainText(/ssh-agent/)
    await card.getByRole('alert').getByRole('button', { name: 'Edit' }).click()

    const edit = page.getByRole('dialog', { name: 'Edit Far' })
    await edit.getByLabel('Login').selectOption('A private key')
    await edit.getByLabel('Private key').fill(board.keyPath)
    await edit.getByRole('button', { name: 'Add a jump host' }).click()
    const hop = edit.getByRole('group', { name: 'Jump host 1' })
    await hop.getByLabel('Host', { exact: true }).fill('localhost')
    await hop.getByLabel('Port').fill(String(jump.port))
    await hop.getByLabel('User').fill(jump.user)
    await hop.getByLabel('Login').selectOption('A private key')
    await hop.getByLabel('Private key').fill(board.keyPath)
    await screenshot(page, '45-jump-host')
    await edit.getByRole('button', { name: 'Save and connect' }).click()

    await expect(
      card.getByRole('heading', { name: 'Is localhost the right jump host?' }),
    ).toBeVisible()
    await screenshot(page, '46-trust-jump')
    await card.getByRole('button', { name: 'Trust this key' }).click()
    await expect(card.getByText(/via localhost/)).toBeVisible()
    await expect(card.getByText('Ready')).toBeVisible({ timeout: 90_000 })
    await screenshot(page, '47-via-jump')
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    await board.stop()
    await jump.stop()
    data.remove()
  }
})

test('hosts of ~/.ssh/config become boards, and are known as such', async () => {
  const data = newDataDir()
  const folder = join(data.path, '.ssh')
  mkdirSync(folder)
  const config = `
Host gate
  User keeper
Host pi
  HostName pi.invalid
  User edge
  Port 2222
  ProxyJump gate
Host odd
  ProxyCommand nc %h %p
Host *.lab
  User nobody
`
  writeFileSync(join(folder, 'config'), config, { mode: 0o600 })
  const app = await startApp(data.path, { HOME: data.path })
  const { page } = app
  try {
    const dialog = page.getByRole('dialog', { name: 'Import from ~/.ssh/config' })
    const openImport = async () => {
      await page.getByRole('button', { name: 'Add a board' }).click()
      await page.getByRole('button', { name: 'Import from ~/.ssh/config…' }).click()
    }
    await openImport()
    await expect(dialog.getByRole('checkbox')).toHaveCount(4)
    await expect(dialog.getByText('edge@pi.invalid:2222')).toBeVisible()
    await expect(dialog.getByText(/ProxyCommand is not supported/)).toBeVisible()
    await expect(dialog.getByRole('checkbox', { name: 'odd' })).toBeDisabled()
    await dialog.getByRole('checkbox', { name: 'pi' }).check()
    await screenshot(page, '48-import')
    await dialog.getByRole('button', { name: 'Import 1 host' }).click()
    const card = page.getByRole('article', { name: 'pi' })
    await expect(card.getByText(/edge@pi.invalid:2222 via gate/)).toBeVisible()

    await openImport()
    await expect(dialog.getByRole('checkbox', { name: 'pi' })).toBeDisabled()
    await expect(dialog.getByText(/is a board already/)).toBeVisible()
    expect(app.problems).toEqual([])
  } finally {
    await app.close()
    data.remove()
  }
})
