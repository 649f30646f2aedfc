// Operators that move values about without looking at them: what is done to a value, or is true of it, before one of them
// holds behind it as well. Each set says for which question.

/** They pick and reorder what they read first; all else that they read are indices and sizes. */
const rearranging: ReadonlySet<string> = new Set([
  ...['Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten', 'Slice', 'Gather'],
])

export const rearranges = (operator: string): boolean => rearranging.has(operator)

const moving: ReadonlySet<string> = new Set([
  ...['Identity', 'Expand', 'Tile', 'MaxPool', 'DepthToSpace', 'SpaceToDepth'],
  ...['GatherElements', 'GatherND', 'Concat'],
])

/** Whether it puts out nothing but values that it read: what it does to a value it does to whatever that stands for. */
export const moves = (operator: string): boolean => rearranges(operator) || moving.has(operator)

const handingOn: ReadonlySet<string> = new Set([
  ...['Relu', 'Clip', 'BatchNormalization', 'MaxPool', 'Resize', 'Split', 'Identity'],
])

/**
 * Whether a network at 8 bits computes its output elsewhere: it vanishes into what is before it, or hands on its integers,
 * so that whoever leaves it as it is leaves what is before it too.
 */
export const handsOn = (operator: string): boolean =>
  rearranges(operator) || handingOn.has(operator)
