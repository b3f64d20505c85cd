/** How long the canvas takes to move, in ms: not at all for those who want no motion. */
export function motion(milliseconds: number): { duration: number } {
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  return { duration: isStill ? 0 : milliseconds }
}
