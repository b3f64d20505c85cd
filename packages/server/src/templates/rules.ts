/** A name that is not taken: `Team`, else `Team 2`, `Team 3` … It is taken then. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`
  taken.add(name)
  return name
}
