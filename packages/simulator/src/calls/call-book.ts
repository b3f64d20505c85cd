import type { CallBook } from '../context.ts'
import type { Call } from './call.ts'

const finishedKept = 500

export function createCallBook(): CallBook {
  const calls = new Map<string, Call>()
  const finished: string[] = []
  return {
    add(call) {
      calls.set(call.token, call)
      const forgetOldest = () => {
        if (call.state !== 'ended') return
        call.watchers.delete(forgetOldest)
        finished.push(call.token)
        const oldest = finished.length > finishedKept ? finished.shift() : undefined
        if (oldest !== undefined) calls.delete(oldest)
      }
      call.watchers.add(forgetOldest)
    },
    find(reference) {
      const found = calls.get(reference)
      if (found) return found
      return [...calls.values()].find(({ id }) => String(id) === reference) ?? null
    },
    list: () => [...calls.values()],
  }
}
