// The text of the user's ssh configuration with everything that it includes, and the names of the hosts in it. Bounded,
// and never run: what it means is asked of ssh (config.ts).

import { glob, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import SSHConfig from 'ssh-config'

const longestFileBytes = 1024 * 1024
const deepestInclude = 16
const mostFiles = 200

/** Empty where there is none. Relative includes are looked for in ~/.ssh, as ssh does. */
export async function readConfig(path: string): Promise<string> {
  const left = { files: mostFiles }
  return readWithIncludes(path, 0, left)
}

async function readWithIncludes(
  path: string,
  depth: number,
  left: { files: number },
): Promise<string> {
  if (depth > deepestInclude || left.files-- <= 0) return ''
  const text = await readSmall(path)
  const lines: string[] = []
  // Whatever an included file ends in, what follows stands where it stood before.
  let section = 'Host *'
  for (const line of text.split(/\r?\n/)) {
    const [, keyword = '', value = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? []
    if (/^(host|match)$/i.test(keyword)) section = line.trim()
    if (!/^include$/i.test(keyword)) {
      lines.push(line)
      continue
    }
    for (const pattern of wordsOf(value))
      for (const file of await filesOf(pattern))
        lines.push(await readWithIncludes(file, depth + 1, left))
    lines.push(section)
  }
  return lines.join('\n')
}

const wordsOf = (value: string) =>
  [...value.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

async function filesOf(pattern: string): Promise<string[]> {
  const home = pattern.startsWith('~/') ? join(homedir(), pattern.slice(2)) : pattern
  const absolute = isAbsolute(home) ? home : join(homedir(), '.ssh', home)
  const found: string[] = []
  for await (const file of glob(absolute)) if (found.push(file) >= mostFiles) break
  return found.toSorted()
}

async function readSmall(path: string): Promise<string> {
  const file = await stat(path).catch(() => null)
  if (file === null || !file.isFile() || file.size > longestFileBytes) return ''
  return readFile(path, 'utf8').catch(() => '')
}

/** The names that stand for one host each: no patterns, no negations; in the order of the file. */
export function hostNames(text: string): readonly string[] {
  const names = SSHConfig.parse(text).flatMap((line) => {
    if (!('param' in line) || !/^host$/i.test(line.param)) return []
    return typeof line.value === 'string' ? wordsOf(line.value) : line.value.map(({ val }) => val)
  })
  return [...new Set(names)].filter((name) => name !== '' && !/[*?!\s/@]/.test(name))
}
