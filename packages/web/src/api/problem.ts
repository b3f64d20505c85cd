import {
  type ErrorCode,
  type FieldError,
  type Problem,
  problemSchema,
  type Reference,
} from '@opbx/contract/errors'

/** An answer that is not a success, or none at all. `status` 0: the server was not reached. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: ErrorCode | 'offline' | 'unreadable'
  /** One sentence from the server; empty where the console has its own. */
  readonly detail: string
  /** What is wrong with which field, by its path in the body. */
  readonly fields: readonly FieldError[]
  /** What still uses the thing that was to be deleted. */
  readonly references: readonly Reference[]
  readonly requestId: string | null

  constructor(
    status: number,
    code: ApiProblem['code'],
    problem?: Partial<Pick<Problem, 'detail' | 'errors' | 'references' | 'requestId'>>,
  ) {
    super(problem?.detail || `${status} ${code}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.detail = problem?.detail ?? ''
    this.fields = problem?.errors ?? []
    this.references = problem?.references ?? []
    this.requestId = problem?.requestId ?? null
  }
}

/** Reads an error answer. A body that is no problem document (a proxy's page) keeps only its status. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(body)
  if (parsed.success) return new ApiProblem(status, parsed.data.code, parsed.data)
  return new ApiProblem(status, status >= 500 ? 'unavailable' : codeOfStatus(status))
}

function codeOfStatus(status: number): ApiProblem['code'] {
  const codes: Record<number, ErrorCode> = {
    401: 'not_signed_in',
    403: 'not_allowed',
    404: 'not_found',
    409: 'conflict',
    412: 'outdated',
    413: 'payload_too_large',
    422: 'validation_failed',
    428: 'version_required',
    429: 'too_many_requests',
  }
  return codes[status] ?? 'unreadable'
}

/** Whether an error is a problem with this code. */
export function isProblem(error: unknown, code: ApiProblem['code']): boolean {
  return error instanceof ApiProblem && error.code === code
}
