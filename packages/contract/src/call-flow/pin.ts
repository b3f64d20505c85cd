import { z } from 'zod'

/** Digits that callers enter. Typed as digits; afterwards the reference that stands for them. Null: none is asked for. */
export const pinSchema = z
  .string()
  .regex(/^(\d{4,10}|sec_[0-9A-Z]{26})$/, 'Use 4 to 10 digits.')
  .nullable()
  .default(null)
