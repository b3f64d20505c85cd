import { pageOf } from '@opbx/contract/pagination'
import { recordingQuerySchema, recordingSchema } from '@opbx/contract/recordings'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { notFound } from '../errors.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import { sendFile } from '../http/send-file.ts'
import type { HttpScope } from '../http/types.ts'
import { isGoodAudioLink } from '../recorded-audio/service.ts'
import { deleteRecording, findSound, listRecordings } from './manage-recordings.ts'

const tags = ['Recordings']
const linkQuerySchema = z.object({
  organization: z.string().max(100),
  expires: z.coerce.number().int().positive().max(10_000_000_000),
  signature: z.string().max(100),
})

export function registerRecordings(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/recordings',
    {
      config: { permission: 'calls.read' },
      schema: {
        tags,
        summary: 'Recordings of calls, newest first',
        querystring: recordingQuerySchema,
        response: { 200: pageOf(recordingSchema) },
      },
    },
    (request) => listRecordings(ctxOf(deps, request), request.query),
  )
  scope.delete(
    '/api/v1/recordings/:id',
    {
      config: { permission: 'recordings.delete' },
      schema: {
        tags,
        summary: "Delete a recording's sound; that there was one stays with the call",
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteRecording(ctxOf(deps, request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  // The link itself is the permission: it is signed, for one recording, and expires.
  scope.get(
    '/api/v1/recordings/:id/audio',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: "A recording's sound, by the signed link that the recording carries",
        params: idParamsSchema,
        querystring: linkQuerySchema,
      },
    },
    async (request, reply) => {
      const { organization: organizationId, ...link } = request.query
      const { id } = request.params
      const isGood = isGoodAudioLink(deps, { kind: 'recording', organizationId, id }, link)
      const found = isGood ? await findSound(deps, { organizationId, id }) : null
      if (found === null) throw notFound('Recording')
      // Not stored by browsers: a deleted recording is gone.
      reply.header('cache-control', 'private, no-store')
      const sent = await sendFile(reply, deps.files, { ...found, range: request.headers.range })
      if (sent === null) throw notFound('Recording')
      return sent
    },
  )
}
