import { z } from 'zod'

const number = z.union([
  z.string().min(1).max(128),
  z.number().int().nonnegative().transform(String),
])

/** What a person does. The same objects make up a script. */
export const actionSchema = z.union([
  z.strictObject({ press: z.string().regex(/^[0-9*#]{1,64}$/) }),
  z.strictObject({ answer: number }),
  z.strictObject({ noAnswer: number }),
  z.strictObject({ busy: number }),
  z.strictObject({ decline: number }),
  z.strictObject({ speak: z.string().trim().min(1).max(5000) }),
  z.strictObject({ wait: z.number().min(0).max(86_400) }),
  z.strictObject({ skip: z.literal(true) }),
  z.strictObject({ hangUp: z.enum(['caller', 'callee']) }),
])

export type Action = z.infer<typeof actionSchema>

/** Whether an action is possible whatever the situation is. */
export function alwaysFits(action: Action): boolean {
  return 'wait' in action || 'skip' in action || ('hangUp' in action && action.hangUp === 'caller')
}
