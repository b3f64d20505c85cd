/** Where a command writes: results to `log`, problems to `error`. */
export interface Terminal {
  log(text: string): void
  error(text: string): void
}

export type Environment = Record<string, string | undefined>
