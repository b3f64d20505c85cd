import type { FieldError } from '@opbx/contract/errors'
import type { z } from 'zod'
import type { Text } from '../texts/i18n.ts'

/** One wrong thing of a form, for the summary on top. An empty path is about the form as a whole. */
export interface FormError {
  path: string
  message: string
}

/** Errors of react-hook-form as a flat list, in the order of the form. */
export function flattenErrors(errors: unknown, path = ''): FormError[] {
  if (typeof errors !== 'object' || errors === null) return []
  if ('message' in errors && typeof errors.message === 'string' && 'type' in errors) {
    return [
      { path: path.startsWith('root') ? '' : path.replace(/\.root$/, ''), message: errors.message },
    ]
  }
  return Object.entries(errors)
    .filter(([key]) => key !== 'ref' && key !== 'types')
    .flatMap(([key, value]) => flattenErrors(value, path === '' ? key : `${path}.${key}`))
}

/** The server's field errors: those whose field the form has, and the others for its summary. */
export function splitServerErrors(
  fields: readonly FieldError[],
  value: unknown,
): { known: FieldError[]; other: FieldError[] } {
  const known = fields.filter((field) => field.path !== '' && hasPath(value, field.path.split('.')))
  return { known, other: fields.filter((field) => !known.includes(field)) }
}

function hasPath(value: unknown, keys: readonly string[]): boolean {
  const [key, ...rest] = keys
  if (key === undefined) return true
  if (typeof value !== 'object' || value === null || !(key in value)) return false
  return hasPath(Object.getOwnPropertyDescriptor(value, key)?.value, rest)
}

/** What to say where a schema of the contract has no sentence of its own. */
export function issueText(issue: z.core.$ZodRawIssue, t: Text): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'number' || issue.expected === 'int') return t('forms.wrong.number')
      return t('forms.wrong.required')
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1
          ? t('forms.wrong.required')
          : t('forms.wrong.atLeastCharacters', { minimum: Number(issue.minimum) })
      return t('forms.wrong.atLeast', { minimum: Number(issue.minimum) })
    case 'too_big':
      if (issue.origin === 'string')
        return t('forms.wrong.atMostCharacters', { maximum: Number(issue.maximum) })
      return t('forms.wrong.atMost', { maximum: Number(issue.maximum) })
    case 'invalid_value':
      return t('forms.wrong.choose')
    default:
      return t('forms.wrong.other')
  }
}
