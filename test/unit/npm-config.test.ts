import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readNpmOptions } from '../../src/main/board/npm-config.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-npm-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('the environment goes before the user’s file, and that before the machine’s', async () => {
  const options = await readNpmOptions({
    npm_config_globalconfig: file('global', 'registry=https://global.example/\nproxy=http://a:1'),
    npm_config_userconfig: file(
      'user',
      [
        '; a comment',
        'registry = "https://user.example/"',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: npm's own syntax for an environment variable
        '//user.example/:_authToken=${TOKEN}',
        'strict-ssl=false',
        'color=always',
      ].join('\n'),
    ),
    TOKEN: 'secret',
    NPM_CONFIG_HTTPS_PROXY: 'http://proxy:8080',
  })
  expect(options).toEqual({
    registry: 'https://user.example/',
    proxy: 'http://a:1',
    httpsProxy: 'http://proxy:8080',
    strictSSL: false,
    '//user.example/:_authToken': 'secret',
  })
})

test('a file of certificates becomes one certificate each', async () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----'
  const cafile = file('ca.pem', `${certificate}\n${certificate}\n`)
  const options = await readNpmOptions({
    npm_config_userconfig: file('user', `cafile=${cafile}`),
    npm_config_globalconfig: join(folder, 'none'),
  })
  expect(options.ca).toEqual([certificate, certificate])
})
