import { z } from 'zod'
import { variableNameSchema } from '../carried.ts'
import { promptSchema } from '../prompt.ts'
import { requestHeadersSchema } from '../request-headers.ts'
import { webAddressSchema } from '../web-address.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Asks another system what to do. Its answer, a JSON object, may name an exit (`exit`) and set variables
 * (`variables`). Address, headers and body may have placeholders, see `template.ts`.
 */
export const httpRequestConfigSchema = z.strictObject({
  method: z.enum(methods).default('GET'),
  url: webAddressSchema,
  headers: requestHeadersSchema.default([]),
  bodyType: z.enum(['json', 'form', 'text']).default('json'),
  /** Sent with POST, PUT and PATCH. */
  body: z.string().max(4000, 'Use 4,000 characters at most.').default(''),
  timeoutSeconds: z
    .int()
    .min(1, 'Wait 1 second at least.')
    .max(5, 'Wait 5 seconds at most.')
    .default(5),
  /** Exits beside `success` and `failed` that the answer may name. */
  namedExits: z
    .array(variableNameSchema)
    .max(20, 'Use 20 exits at most.')
    .superRefine(eachOnce('This exit is here already. Remove one of the two.'))
    .default([]),
  /** Variables that the answer may set; others in it are ignored. */
  variables: z
    .array(variableNameSchema)
    .max(20, 'Use 20 variables at most.')
    .superRefine(eachOnce('This variable is here already. Remove one of the two.'))
    .default([]),
  /** What callers hear when the answer takes longer than a second. */
  filler: promptSchema.default({ text: 'One moment.' }),
  /** Also sent for trial calls. Null: with GET only, which should change nothing at the other side. */
  askInTrial: z.boolean().nullable().default(null),
})
export type HttpRequestConfig = z.infer<typeof httpRequestConfigSchema>

export function hasBody({ method }: Pick<HttpRequestConfig, 'method'>): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH'
}

export function asksInTrial({
  askInTrial,
  method,
}: Pick<HttpRequestConfig, 'askInTrial' | 'method'>): boolean {
  return askInTrial ?? method === 'GET'
}

function eachOnce(message: string) {
  return (names: readonly string[], check: z.RefinementCtx): void => {
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) !== index) check.addIssue({ code: 'custom', path: [index], message })
    }
  }
}
