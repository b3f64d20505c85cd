import { z } from 'zod'

/** Every error that the API answers with: its stable `type` is `https://opbx.example/problems/<code>`'s last part. */
const errorCodes = [
  'validation_failed',
  'malformed_request',
  'not_signed_in',
  'not_allowed',
  'not_found',
  'conflict',
  'in_use',
  'outdated',
  'version_required',
  'too_many_requests',
  'payload_too_large',
  'unsupported_media_type',
  'cross_site',
  'flow_has_errors',
  'flow_tests_failed',
  'credentials_refused',
  'simulator_unavailable',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One wrong field: `path` as in the body (`members.0.node`), a sentence that says the remedy. */
const fieldErrorSchema = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof fieldErrorSchema>

/** What still points at a thing that was to be deleted. */
export const referenceSchema = z.object({
  kind: z.enum(['node', 'phone_number', 'outbound_route', 'organization']),
  id: z.string(),
  name: z.string(),
  /** Where in it: an exit's name, `members.0`, `entry`. */
  path: z.string(),
})
export type Reference = z.infer<typeof referenceSchema>

/** RFC 9457 problem details with field errors and the request's id. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(errorCodes),
  errors: z.array(fieldErrorSchema).optional(),
  references: z.array(referenceSchema).optional(),
  requestId: z.string(),
})
export type Problem = z.infer<typeof problemSchema>
