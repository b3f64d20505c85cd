import { z } from 'zod'

/** An e-mail address, in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use 254 characters at most.')
  .pipe(z.email('Enter an e-mail address such as maya@acme.example.'))

/** `GET /api/v1/mail`: whether this installation can send e-mail. */
export const mailStateSchema = z.object({
  isSetUp: z.boolean(),
  /** What recipients see as the sender; null: nothing is set up. */
  from: z.string().nullable(),
})

/** `POST /api/v1/mail/test`: to whom it went. */
export const mailTestSchema = z.object({ to: z.string() })
