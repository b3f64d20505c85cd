import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

/** The built console at `/ui`. Every path below it is the same page; hashed assets are kept for a year. */
export const registerConsole: FastifyPluginAsync = async (scope) => {
  scope.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/ui/'))
  scope.get('/ui', { schema: { hide: true } }, (_request, reply) => reply.redirect('/ui/'))
  const root = fileURLToPath(new URL('../../../web/dist', import.meta.url))
  if (!existsSync(root)) return
  // A not-found handler of its own needs a prefix of its own.
  const pages: FastifyPluginAsync = (below) => servePages(below, root)
  await scope.register(pages, { prefix: '/ui' })
}

async function servePages(pages: FastifyInstance, root: string): Promise<void> {
  await pages.register(staticFiles, {
    root,
    wildcard: true,
    // The build leaves x.js.br and x.js.gz beside x.js.
    preCompressed: true,
    setHeaders: (response, path) => {
      const hashed = path.includes('/assets/')
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  pages.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' && !/\.\w+$/.test(request.url.split('?')[0] ?? ''))
      return reply.sendFile('index.html')
    return reply.code(404).send()
  })
}
