// Runs other programs. A child gets this terminal, or its output is collected; a time limit ends it by its pid.

import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { node24, root } from './project.mjs'

/**
 * @typedef {object} RunOptions
 * @property {boolean} [quiet] collect the output and do not show it
 * @property {number} [limitMs] SIGKILL after so long; the code is then 124
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string | undefined>>} [env] beside this process's own
 * @property {boolean} [shell]
 */

/**
 * Lets a child on this terminal end first: Ctrl-C reaches it anyway, SIGTERM is passed on.
 * @param {import('node:child_process').ChildProcess} child
 */
function leaveSignalsTo(child) {
  const wait = () => {}
  const pass = () => void child.kill('SIGTERM')
  process.on('SIGINT', wait)
  process.on('SIGTERM', pass)
  return () => {
    process.off('SIGINT', wait)
    process.off('SIGTERM', pass)
  }
}

/**
 * Runs a program to its end. A program that is not there gives code 127; a signal gives 128.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, options = {}) {
  const { quiet = false, limitMs, cwd = root, env, shell = false } = options
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    let late = false
    const leave = quiet ? () => {} : leaveSignalsTo(child)
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString('utf8')
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            child.kill('SIGKILL')
          }, limitMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      leave()
      done({ code: 127, output: `${output}${error.message}\n` })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      leave()
      done({ code: late ? 124 : (code ?? 128), output })
    })
  })
}

/** The environment in which `node` means Node 24; without colours where nobody reads a terminal. */
const node24Env = () => ({
  PATH: `${dirname(node24)}${delimiter}${process.env.PATH ?? ''}`,
  ...(process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' }),
})

/**
 * Runs a script under Node 24.
 * @param {string} script path from the project's root
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(script, args, options = {}) {
  const env = { ...node24Env(), ...options.env }
  return run(node24, [join(root, script), ...args], { ...options, env })
}

/**
 * Runs npm: the one that runs us, else the one on the PATH.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options = {}) {
  const { npm_execpath: npmPath, npm_node_execpath: nodePath } = process.env
  if (npmPath?.endsWith('.js') && nodePath) return run(nodePath, [npmPath, ...args], options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}
