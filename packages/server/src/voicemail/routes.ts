import {
  voicemailBulkAnswerSchema,
  voicemailBulkSchema,
  voicemailCountsSchema,
  voicemailMessageChangeSchema,
  voicemailMessageSchema,
  voicemailQuerySchema,
} from '@opbx/contract/calls'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { notFound } from '../errors.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import { sendFile } from '../http/send-file.ts'
import type { HttpScope } from '../http/types.ts'
import { isGoodLink } from './audio-link.ts'
import { findAudio } from './find-audio.ts'
import { changeMany, countBoxes, deleteMessage, listMessages, markHeard } from './inbox.ts'

const tags = ['Voicemail']
const linkQuerySchema = z.object({
  organization: z.string().max(100),
  expires: z.coerce.number().int().positive().max(10_000_000_000),
  signature: z.string().max(100),
  /** Kept as a file instead of played. */
  download: z.literal('1').optional(),
})

export function registerVoicemail(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/voicemail-messages',
    {
      config: { permission: 'calls.read' },
      schema: {
        tags,
        summary: 'Messages that callers left, newest first',
        querystring: voicemailQuerySchema,
        response: { 200: pageOf(voicemailMessageSchema) },
      },
    },
    (request) => listMessages(ctxOf(deps, request), request.query),
  )
  scope.get(
    '/api/v1/voicemail-messages/boxes',
    {
      config: { permission: 'calls.read' },
      schema: {
        tags,
        summary: 'Boxes with messages, each with how many are new',
        response: { 200: voicemailCountsSchema },
      },
    },
    (request) => countBoxes(ctxOf(deps, request)),
  )
  scope.post(
    '/api/v1/voicemail-messages/bulk',
    {
      config: { permission: 'calls.listen' },
      schema: {
        tags,
        summary: 'Mark or delete many messages',
        description:
          'Messages that are gone by now are left out; `changed` says how many were not. 404: all of them are gone.',
        body: voicemailBulkSchema,
        response: { 200: voicemailBulkAnswerSchema },
      },
    },
    async (request) => ({ changed: await changeMany(ctxOf(deps, request), request.body) }),
  )
  scope.patch(
    '/api/v1/voicemail-messages/:id',
    {
      config: { permission: 'calls.listen' },
      schema: {
        tags,
        summary: 'Mark a message as heard or new',
        params: idParamsSchema,
        body: voicemailMessageChangeSchema,
        response: { 200: voicemailMessageSchema },
      },
    },
    (request) => markHeard(ctxOf(deps, request), request.params.id, request.body.heard),
  )
  scope.delete(
    '/api/v1/voicemail-messages/:id',
    {
      config: { permission: 'calls.listen' },
      schema: {
        tags,
        summary: 'Delete a message',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteMessage(ctxOf(deps, request), request.params.id)
      return reply.code(204).send(null)
    },
  )
  registerAudio(scope, deps)
}

/** The link itself is the permission: it is signed, for one message, and expires. */
function registerAudio(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/voicemail-messages/:id/audio',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: "A message's audio, by the signed link that the message carries",
        params: idParamsSchema,
        querystring: linkQuerySchema,
      },
    },
    async (request, reply) => {
      const { organization: organizationId, expires, signature } = request.query
      const { id } = request.params
      if (!isGoodLink(deps, { organizationId, id, expires, signature })) throw notFound('Message')
      const found = await findAudio(deps, { organizationId, id })
      reply.header('cache-control', 'private, max-age=3600')
      const sent = await sendFile(reply, deps.files, {
        ...found,
        range: request.headers.range,
        downloadName: request.query.download && fileNameOf(found.key),
      })
      if (sent === null) throw notFound('Message')
      return sent
    },
  )
}

/** The last part of the key: the message's id. Nothing in it needs quotes. */
function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
