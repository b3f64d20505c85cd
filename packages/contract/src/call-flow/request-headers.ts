import { z } from 'zod'

/** Headers that we or the connection set. */
const ours =
  /^(?:host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|x-pbx-.*|webhook-.*)$/i
const credential = /authoriz|cookie|token|secret|passw|credential|signature|(?:^|-)key$|api-?key/i

/** What stands in a header: no line break can end it. */
export const headerValueSchema = z
  .string()
  .trim()
  .max(1000, 'Use 1,000 characters at most.')
  .regex(/^[\x20-\x7e]*$/, 'Use plain letters, digits and signs in one line.')

const requestHeaderSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'Use letters, digits and - only.')
    .refine((name) => !ours.test(name), 'This header is set by OPBX. Remove it.'),
  value: headerValueSchema,
  /** Stored encrypted and never shown again. Always so for names such as Authorization. */
  secret: z.boolean().default(false),
})
export type RequestHeader = z.infer<typeof requestHeaderSchema>

/** Up to 20, each name once. */
export const requestHeadersSchema = z
  .array(requestHeaderSchema)
  .max(20, 'Use 20 headers at most.')
  .superRefine((headers, check) => {
    const names = headers.map(({ name }) => name.toLowerCase())
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue
      const message = 'This header is here already. Remove one of the two.'
      check.addIssue({ code: 'custom', path: [index, 'name'], message })
    }
  })

/** Its value is nobody's business: it was marked so, or its name says that it is a credential. */
export function isSecretHeader({ name, secret }: Pick<RequestHeader, 'name' | 'secret'>): boolean {
  return secret || credential.test(name)
}
