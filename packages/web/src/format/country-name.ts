/** "Germany" for `DE`, in the language of the browser. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

const names = new Intl.DisplayNames(undefined, { type: 'region' })
