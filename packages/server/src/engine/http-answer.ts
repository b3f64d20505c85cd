import { variableNameSchema } from '@opbx/contract/call-flow/carried'
import { z } from 'zod'
import type { HttpAnswer } from './types.ts'

const longestValue = 200
const mostVariables = 50
const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
const answerSchema = z.object({
  exit: z.string().max(40).nullish(),
  variables: z.record(z.string(), valueSchema).nullish(),
})

/** Reads what a receiver answered. An empty body is a good answer that says nothing. */
export function readHttpAnswer(status: number, text: string): HttpAnswer {
  const failed = (reason: string): HttpAnswer => ({ kind: 'failed', reason })
  if (status < 200 || status > 299) return failed(`it answered ${status}`)
  if (text.trim() === '') return { kind: 'answered', status, exit: null, variables: {} }
  const body = parseJson(text)
  if (body === undefined) return failed('its answer is no JSON')
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? ''
    return failed(
      place === '' ? 'its answer is no JSON object' : `"${place}" of its answer has a wrong form`,
    )
  }
  const entries = Object.entries(parsed.data.variables ?? {})
  const variables: Record<string, string> = {}
  for (const [name, value] of entries.slice(0, mostVariables)) {
    if (!variableNameSchema.safeParse(name).success) continue
    const line = String(value ?? '').toWellFormed()
    if (line.length > longestValue) {
      return failed(`its variable ${name} has more than ${longestValue} characters`)
    }
    variables[name] = line
  }
  return { kind: 'answered', status, exit: parsed.data.exit ?? null, variables }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
