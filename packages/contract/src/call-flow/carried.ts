import { z } from 'zod'

/** What a call carries from step to step. It travels in the addresses that the platform is given. */
export interface Carried {
  /** Shown to who is rung instead of the name that came with the call. */
  callerName: string | null
  tags: readonly string[]
  variables: Readonly<Record<string, string>>
}

/** Bytes of all that a call carries together: an address holds no more. */
export const mostCarriedBytes = 512

/** Bytes of UTF-8 that it takes in an address. */
export function carriedBytes({ callerName, tags, variables }: Carried): number {
  let bytes = 0
  for (const character of JSON.stringify([callerName, tags, variables])) {
    const code = character.codePointAt(0) ?? 0
    bytes += 1 + Number(code > 0x7f) + Number(code > 0x7ff) + Number(code > 0xffff)
  }
  return bytes
}

/** Name of a variable that a call carries, and of an exit that an answer may name. */
export const variableNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,29}$/, 'Begin with a letter, then up to 29 of a–z, 0–9 and _.')
