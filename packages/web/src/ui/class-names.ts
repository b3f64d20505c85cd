/** Joins class names and leaves out what is not wanted: `classNames('btn', isBusy && 'is-busy')`. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
