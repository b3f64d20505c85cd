import { STATUS_CODES } from 'node:http'
import type { ErrorCode, FieldError, Problem } from '@opbx/contract/errors'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isDatabaseAway } from '../db/database-away.ts'
import { AppError } from '../errors.ts'

const statusOf = {
  validation_failed: 422,
  malformed_request: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  in_use: 409,
  outdated: 412,
  version_required: 428,
  too_many_requests: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  cross_site: 403,
  flow_has_errors: 409,
  flow_tests_failed: 409,
  credentials_refused: 422,
  simulator_unavailable: 503,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** Every error of the control plane leaves as problem+json; unknown faults leave without detail. */
export function sendError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const found = toAppError(error)
  if (found.code === 'internal')
    request.log.error({ err: error, requestId: request.id }, 'request failed')
  else if (isDatabaseAway(error)) request.log.warn({ err: error }, 'request without a database')
  if (found.retryAfterSeconds !== null) reply.header('retry-after', found.retryAfterSeconds)
  return sendProblem(request, reply, found)
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(
    request,
    reply,
    new AppError('not_found', `There is no ${request.method} ${request.url.split('?')[0] ?? ''}.`),
  )
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  const status = statusOf[error.code]
  const problem: Problem = {
    type: `https://opbx.example/problems/${error.code.replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.message,
    code: error.code,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
    ...(error.references.length > 0 ? { references: error.references } : {}),
    requestId: request.id,
  }
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem)
}

/** Fastify's codes for an address that it could not read. */
const addressFaults: readonly string[] = ['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH']

function toAppError(error: FastifyError | Error): AppError {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(toFieldError)
    return new AppError('validation_failed', 'Some fields need another value.', { fields })
  }
  if (isDatabaseAway(error))
    return new AppError(
      'unavailable',
      'The database cannot be reached, so nothing was changed. Calls are still answered. Try again in a moment.',
      { cause: error, retryAfterSeconds: 5 },
    )
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413)
    return new AppError('payload_too_large', 'The body is too large.', { cause: error })
  if (status === 415)
    return new AppError('unsupported_media_type', 'Send JSON with Content-Type application/json.', {
      cause: error,
    })
  if (status === 429)
    return new AppError('too_many_requests', 'Too many requests. Wait a moment and try again.', {
      cause: error,
    })
  if ('code' in error && addressFaults.includes(String(error.code)))
    return new AppError(
      'malformed_request',
      'The address cannot be read: check its length and its percent signs.',
      { cause: error },
    )
  if (status !== undefined && status >= 400 && status < 500) {
    return new AppError(
      'malformed_request',
      'The request cannot be read: check that the body is valid JSON.',
      { cause: error },
    )
  }
  return new AppError(
    'internal',
    'Something went wrong on our side. Try again; the request id helps whoever looks for the cause.',
    { cause: error },
  )
}

function toFieldError(issue: {
  instancePath: string
  message?: string | undefined
  params: unknown
}): FieldError {
  const path = issue.instancePath
    .split('/')
    .filter((part) => part !== '')
    .join('.')
  const unknown = unknownKeys(issue.params)
  if (unknown !== null)
    return {
      path: path === '' ? unknown : `${path}.${unknown}`,
      message: 'There is no such field. Remove it.',
    }
  return { path, message: issue.message ?? 'Use another value.' }
}

// zod reports unknown keys at the object; the API promises the path of the key itself.
function unknownKeys(params: unknown): string | null {
  if (
    typeof params !== 'object' ||
    params === null ||
    !('keys' in params) ||
    !Array.isArray(params.keys)
  )
    return null
  const key: unknown = params.keys[0]
  return typeof key === 'string' ? key : null
}
