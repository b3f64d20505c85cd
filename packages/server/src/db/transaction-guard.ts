import { AsyncLocalStorage } from 'node:async_hooks'

/** Runs `work` marked as inside a transaction. What it leaves running afterwards is outside again. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const mark = { isOpen: true }
  try {
    // A query of the builder begins only when it is awaited, so it must be awaited in here.
    return await openTransaction.run(mark, async () => await work())
  } finally {
    mark.isOpen = false
  }
}

/** With one client to the embedded database such a query would wait for itself for ever. */
export function refuseInsideTransaction(): void {
  if (openTransaction.getStore()?.isOpen !== true) return
  throw new Error('Inside a transaction every query must go through its tx, not through the pool')
}

const openTransaction = new AsyncLocalStorage<{ isOpen: boolean }>()
