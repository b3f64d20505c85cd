import { type FieldErrors, type FieldValues, get } from 'react-hook-form'

/** What is wrong at a path, for controls that are bound to a whole of which the path is a part. */
export function errorAt<I extends FieldValues>(
  errors: FieldErrors<I>,
  path: string,
): string | undefined {
  const found: { message?: unknown } | undefined = get(errors, path)
  return typeof found?.message === 'string' ? found.message : undefined
}
