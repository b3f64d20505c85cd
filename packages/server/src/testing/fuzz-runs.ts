/** Runs of a property test: `usual`, or as much more as OPBX_FUZZ_RUNS is above 10,000. */
export function fuzzRuns(usual: number): number {
  const wanted = Number(process.env.OPBX_FUZZ_RUNS ?? '10000')
  return Number.isFinite(wanted) ? Math.max(1, Math.round((usual * wanted) / 10_000)) : usual
}
