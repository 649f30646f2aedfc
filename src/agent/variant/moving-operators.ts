// Operators that move values about without looking at them: what they do to a value they do to whatever it stands for.

const moving: ReadonlySet<string> = new Set([
  ...['Reshape', 'Transpose', 'Gather', 'Slice', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity'],
  ...['Expand', 'Tile', 'MaxPool', 'DepthToSpace', 'SpaceToDepth', 'GatherElements', 'GatherND'],
  ...['Concat'],
])

export const moves = (operator: string) => moving.has(operator)
