// Finds what a source file imports, with a real parser: static and dynamic imports, re-exports, type imports,
// `require`. Text in a comment or a string is not an import.

import { parseSync } from 'vite'

export interface Import {
  readonly specifier: string
  /** Erased by the compiler: it brings nothing into the program. */
  readonly typeOnly: boolean
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

function textOf(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type === 'TSLiteralType') return textOf(value.literal)
  if (value.type === 'TSExternalModuleReference') return textOf(value.expression)
  return value.type === 'Literal' && typeof value.value === 'string' ? value.value : null
}

/** `require(…)` and `something.require(…)`, also under the name that createRequire is usually given. */
function isRequire(callee: unknown): boolean {
  if (!isNode(callee)) return false
  if (callee.type === 'MemberExpression')
    return isRequire(callee.object) || isRequire(callee.property)
  return callee.type === 'Identifier' && /^require$/i.test(String(callee.name))
}

function importOf(node: Node): Import | null {
  const found = (specifier: string | null, typeOnly: boolean) =>
    specifier === null ? null : { specifier, typeOnly }
  switch (node.type) {
    case 'ImportDeclaration':
      return found(textOf(node.source), node.importKind === 'type')
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return found(textOf(node.source), node.exportKind === 'type')
    case 'ImportExpression':
      return found(textOf(node.source), false)
    case 'TSImportType':
      return found(textOf(node.argument ?? node.source), true)
    case 'TSImportEqualsDeclaration':
      return found(textOf(node.moduleReference), node.importKind === 'type')
    case 'CallExpression':
      return isRequire(node.callee) ? found(textOf((node.arguments as unknown[])[0]), false) : null
    default:
      return null
  }
}

function collect(value: unknown, found: Import[]): void {
  if (Array.isArray(value)) for (const entry of value) collect(entry, found)
  if (!isNode(value)) return
  const here = importOf(value)
  if (here !== null) found.push(here)
  for (const child of Object.values(value))
    if (typeof child === 'object' && child !== null) collect(child, found)
}

/** Every import of a file, in the order of the text. `path` tells the language. */
export function importsOf(path: string, text: string): readonly Import[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0)
    throw new SyntaxError(`${path}: ${errors.map(({ message }) => message).join('; ')}`)
  const found: Import[] = []
  collect(program, found)
  return found
}
