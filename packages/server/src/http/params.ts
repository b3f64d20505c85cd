import { z } from 'zod'

/** The path parameter of one object. No id of ours has a NUL, which PostgreSQL would refuse. */
export const idParamsSchema = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.:-]+$/, 'Use an id as the API gives it.'),
})
