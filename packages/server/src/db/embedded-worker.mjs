// The thread of the embedded database: PostgreSQL in WebAssembly behind a socket of its own.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

if (parentPort === null) throw new Error('This file is the entry of a worker thread')
const port = parentPort

/** @type {{ directory: string, socketPath: string }} */
const { directory, socketPath } = workerData

const db = await PGlite.create(directory, {
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
})

// The socket server stops serving for ever after the database has thrown: end the thread, so that the
// server's process starts a new one.
const execute = db.execProtocolRawStream.bind(db)
db.execProtocolRawStream = async (/** @type {Parameters<typeof execute>} */ ...parameters) => {
  try {
    await execute(...parameters)
  } catch (error) {
    port.postMessage({ kind: 'broken', reason: String(error) })
    process.exit(1)
  }
}

// More than one only while a client that was thrown away says goodbye: see pool.ts.
const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: 4 })
await server.start()

port.on('message', async () => {
  await server.stop()
  await db.close()
  process.exit(0)
})
port.postMessage({ kind: 'ready' })
