import { problemSchema } from '@opbx/contract/errors'
import type { z } from 'zod'
import type { Environment } from './terminal.ts'

/** The API key; a string is the sentence that says what is missing. */
export function readKey({ OPBX_API_KEY }: Environment, scope: string): { key: string } | string {
  if (OPBX_API_KEY !== undefined && OPBX_API_KEY !== '') return { key: OPBX_API_KEY }
  return `Set OPBX_API_KEY to a key with the scope ${scope}. The owner makes one under Settings > API keys.`
}

/** Posts to the API; a string is the sentence that says what went wrong. */
export async function send<T extends object>(
  { OPBX_URL }: Environment,
  { key }: { key: string },
  { path, body, schema, what }: { path: string; body: unknown; schema: z.ZodType<T>; what: string },
): Promise<T | string> {
  const url = OPBX_URL ?? 'http://localhost:8080'
  let response: Response
  try {
    response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    })
  } catch {
    return `No answer from ${url}. Start OPBX with npm start, or set OPBX_URL.`
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) return explain(answer, response.status)
  const read = schema.safeParse(answer)
  if (read.success) return read.data
  return `The server answered something else than ${what}. Are server and opbx of the same version?`
}

function explain(answer: unknown, status: number): string {
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) return `The server answered ${status}.`
  const fields = (problem.data.errors ?? []).map((field) => `  ${field.path}: ${field.message}`)
  return [problem.data.detail, ...fields].join('\n')
}
