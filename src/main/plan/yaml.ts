// A plan file as text: read strictly, with the line of whatever is wrong, and written the same way every time.
// The text is foreign: its size is bounded, and so is what its aliases may grow to.

import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { z } from 'zod'
import { fail } from '../../shared/fault.ts'
import { type PlanFile, planFileSchema } from '../../shared/plan-file.ts'

/** A plan of 64 models with all their inputs is a few tens of kilobytes. */
export const maxPlanBytes = 1024 * 1024

/** `path` is for the words of the fault. Throws `plan-invalid`. */
export function parsePlanFile(text: string, path: string): PlanFile {
  const lines = new LineCounter()
  const refuse = (reason: string, offset = 0): never =>
    fail('plan-invalid', { path, line: Math.max(1, lines.linePos(offset).line), reason })
  if (Buffer.byteLength(text) > maxPlanBytes) refuse('it is larger than 1 MiB')
  const document = readDocument(text, lines, refuse)
  const [broken] = document.errors
  if (broken !== undefined) return refuse(lowerFirst(broken.message), broken.pos[0])
  const parsed = planFileSchema.safeParse(plainValue(document, refuse), { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = mostTelling(parsed.error.issues)
  return refuse(reasonOf(issue), offsetOf(document, issue))
}

/** Nested deeper than the stack is high, a text throws where it is read or where it is turned into values. */
function readDocument(text: string, lines: LineCounter, refuse: (reason: string) => never) {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  } catch (error) {
    return refuse(`it can not be read as YAML (${String(error)})`)
  }
}

function plainValue(document: Document.Parsed, refuse: (reason: string) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return refuse(`it can not be read as YAML (${String(error)})`)
  }
}

type Issue = z.core.$ZodIssue

/** Of several, a key that is not known: it is most often why another is missing. */
function mostTelling(issues: readonly Issue[]): Issue {
  const flat = issues.flatMap(deepest)
  const found = flat.find(({ code }) => code === 'unrecognized_keys') ?? flat[0]
  if (found === undefined) throw new Error('a refusal without an issue')
  return found
}

/** What is wrong with that alternative of a union that was meant; the union itself where none can be told. */
function deepest(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const alternatives = issue.errors.map((inner) => inner.flatMap(deepest))
  const [meant] = alternatives.toSorted((a, b) => misfit(a) - misfit(b))
  if (meant === undefined || meant.every(isOfAnotherKind)) return [issue]
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** A value of another kind altogether, as a text is where keys are expected. */
const isOfAnotherKind = ({ code, path }: Issue) => path.length === 0 && code !== 'unrecognized_keys'

/** How many issues say that an alternative was not meant: another kind, a key missing, a key that it does not have. */
function misfit(issues: readonly Issue[]): number {
  return issues.filter(
    ({ code, path, input, ...issue }) =>
      path.length === 0 ||
      (path.length === 1 &&
        (input === undefined || ('expected' in issue && issue.expected === 'never'))),
  ).length
}

function reasonOf(issue: Issue): string {
  const at = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  const where = at.join('').replace(/^\./, '')
  const message = lowerFirst(issue.message.replace(/^Invalid input: /, ''))
  return where === '' ? message : `${where}: ${message}`
}

function offsetOf(document: Document.Parsed, issue: Issue): number {
  if (issue.code === 'unrecognized_keys') {
    const place = issue.path.length === 0 ? document.contents : nodeAt(document, issue.path)
    const key = isMap(place)
      ? place.items.find(({ key }) => isScalar(key) && issue.keys.includes(String(key.value)))?.key
      : null
    if (isNode(key)) return key.range?.[0] ?? 0
  }
  for (let path = issue.path; ; path = path.slice(0, -1)) {
    const node = path.length === 0 ? document.contents : nodeAt(document, path)
    if (isNode(node)) return node.range?.[0] ?? 0
    if (path.length === 0) return 0
  }
}

const nodeAt = (document: Document.Parsed, path: readonly PropertyKey[]): Node | null => {
  const node = document.getIn(path, true)
  return isNode(node) ? node : null
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** The same plan gives the same text. */
export function writePlanFile(file: PlanFile): string {
  const document = new Document(file)
  document.commentBefore =
    ' A plan of Benchtop: what a run measures. Run it with: benchtop run FILE'
  visit(document, {
    Seq: (_, list) => {
      list.flow = !list.items.some(isMap)
    },
  })
  for (const key of ['batches', 'server', 'energy', 'coolDown', 'limits']) {
    const value = document.get(key, true)
    if (isCollection(value)) value.flow = true
  }
  return document.toString({ lineWidth: 100, flowCollectionPadding: false })
}
