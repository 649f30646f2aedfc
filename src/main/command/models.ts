// `benchtop models`: the models that are known, adding and removing them, building the zoo's, and what is in one.

import type { Command } from 'commander'
import { fail } from '../../shared/fault.ts'
import type { ModelRecord } from '../../shared/ipc.ts'
import { type ModelInfo, type TensorInfo, zooIds, zooNames } from '../../shared/model.ts'
import { formatBytes, formatCount } from '../../shared/units.ts'
import type { Desk } from './desk.ts'
import { modelList } from './model-list.ts'
import { modelNamed, modelWords } from './named.ts'
import { dimension } from './options.ts'
import { listTable, wrapped } from './table.ts'
import { addVariants } from './variants.ts'

export function addModels(program: Command, desk: Desk): void {
  const models = program
    .command('models')
    .description(
      'list the models that are known; or add, inspect, remove one, build the zoo’s, make variants',
    )
    .action(() =>
      desk.open(async (bench) => {
        const records = bench.models.list()
        desk.result(records, () => (records.length === 0 ? 'No models.' : modelList(records)))
      }),
    )
  models
    .command('add <file...>')
    .description('remember ONNX files by their content')
    .action((files: readonly string[]) =>
      desk.open(async (bench) => {
        const records: ModelRecord[] = []
        for (const file of files) records.push(await bench.models.add(file))
        desk.result(records, () => modelList(records))
      }),
    )
  models
    .command('inspect <file>')
    .description('print what is in an ONNX file: inputs, outputs, operators, parameters, work')
    .option('-d, --dim <name=number>', 'size of an open dimension, repeatable', dimension, {})
    .action((file: string, { dim }: { readonly dim: Record<string, number> }) =>
      desk.open(async (bench) => {
        const info = await bench.models.inspect(file, dim)
        desk.result(info, () => infoText(file, info))
      }),
    )
  models
    .command('zoo [id]')
    .description('build a model of the zoo, or list what it has')
    .action((wanted: string | undefined) =>
      desk.open(async (bench) => {
        if (wanted === undefined)
          return desk.result(zooIds, () =>
            listTable(
              [{ head: 'id' }, { head: 'model' }],
              zooIds.map((id) => [id, zooNames[id]]),
            ),
          )
        const id = zooIds.find((known) => known === wanted)
        const record = await bench.models.addZoo(
          id ?? fail('not-found', { what: 'zoo model', id: wanted }),
        )
        desk.result(record, () => modelList([record]))
      }),
    )
  models
    .command('remove <name>')
    .description(
      'forget a model and remove what was made of it; its own file and the runs with it are kept',
    )
    .action((name: string) =>
      desk.open(async (bench) => {
        const record = modelNamed(bench, name)
        await bench.models.remove(record.sha256)
        desk.result({ removed: record.sha256 }, () => `Removed ${modelWords(record)}.`)
      }),
    )
  addVariants(models, desk)
}

const tensorText = ({ name, type, dims }: TensorInfo) =>
  `${name}: ${type}[${dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`

function infoText(file: string, info: ModelInfo): string {
  const operators = Object.entries(info.operators)
    .sort(([, one], [, other]) => other - one)
    .map(([type, count]) => `${type} ${count}`)
    .join(', ')
  const listed = (head: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [head, ...lines.map((line) => wrapped(line, '  '))]
  return [
    file,
    ...listed('inputs', info.inputs.map(tensorText)),
    ...listed('outputs', info.outputs.map(tensorText)),
    ...listed('sizes to give', info.openDims),
    `parameters    ${formatCount(info.parameterCount)}`,
    `multiply-adds ${info.multiplyAdds === null ? 'not known at these sizes' : formatCount(info.multiplyAdds)} per sample`,
    `size          ${formatBytes(info.bytes)}`,
    `format        IR ${info.irVersion}, opset ${info.opset}${info.producer === '' ? '' : `, by ${info.producer}`}`,
    ...listed(
      'files beside it',
      info.externalFiles.map(({ location, bytes }) => `${location} (${formatBytes(bytes)})`),
    ),
    ...listed('operators', [operators]),
    `content       ${info.sha256}`,
  ].join('\n')
}
