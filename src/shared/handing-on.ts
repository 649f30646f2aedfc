// Operators whose output a network at 8 bits computes elsewhere: they vanish into what is before them, or hand on its
// integers, so that whoever leaves one as it is leaves what is before it too.

const handingOn: ReadonlySet<string> = new Set([
  ...['Relu', 'Clip', 'BatchNormalization', 'MaxPool', 'Resize', 'Reshape', 'Transpose'],
  ...['Squeeze', 'Unsqueeze', 'Flatten', 'Slice', 'Gather', 'Split', 'Identity'],
])

export const handsOn = (operator: string): boolean => handingOn.has(operator)
