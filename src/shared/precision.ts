// What a model computes in, in the field's own terms.

/** `int4`: weights alone. */
export const precisions = ['fp32', 'fp16', 'int8-dynamic', 'int8-static', 'int4'] as const
export type Precision = (typeof precisions)[number]
