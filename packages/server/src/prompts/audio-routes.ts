import multipart from '@fastify/multipart'
import {
  audioFromUrlSchema,
  mostAudioBytes,
  uploadedAudioSchema,
} from '@opbx/contract/call-flow/library-prompt'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Deps } from '../context.ts'
import { AppError } from '../errors.ts'
import { ctxOf } from '../http/access.ts'
import { sendFile } from '../http/send-file.ts'
import type { HttpScope } from '../http/types.ts'
import { displayName, fetchSound, keepAudio, noFile, tooLarge } from './keep-audio.ts'
import { fileKeyOf } from './rules.ts'
import { openSoundLink } from './service.ts'

const tags = ['Prompts']

/** How sounds come in. */
export async function registerPromptAudio(scope: HttpScope, deps: Deps): Promise<void> {
  scope.post(
    '/api/v1/prompt-audio/from-url',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Fetch a sound from an address, once',
        description: 'It is stored here and checked as an upload is. Callers hear the stored one.',
        body: audioFromUrlSchema,
        response: { 201: uploadedAudioSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await fetchSound(ctxOf(deps, request), request.body.url)),
  )
  // A scope of its own: no other route reads forms.
  const uploads: FastifyPluginAsync = async (own) => {
    await own.register(multipart, {
      limits: { fileSize: mostAudioBytes, files: 1, fields: 10, parts: 11 },
    })
    registerUpload(own.withTypeProvider<ZodTypeProvider>(), deps)
  }
  await scope.register(uploads)
}

function registerUpload(scope: HttpScope, deps: Deps): void {
  scope.post(
    '/api/v1/prompt-audio',
    {
      config: { permission: 'flow.write', takesUpload: true },
      schema: {
        tags,
        summary: 'Upload a sound: mp3, wav, and ogg where the server has ffmpeg',
        description:
          'A form with the file in the field `file`, 20 MB at most. What counts is the content, not the name. The hash of the answer goes into a prompt.',
        consumes: ['multipart/form-data'],
        response: { 201: uploadedAudioSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      return reply.code(201).send(await keepAudio(ctx, await readUpload(request)))
    },
  )
}

async function readUpload(request: FastifyRequest) {
  if (!request.isMultipart()) {
    throw new AppError('unsupported_media_type', 'Send the file as multipart/form-data.')
  }
  try {
    const part = await request.file()
    if (part === undefined) throw noFile()
    const bytes = await part.toBuffer()
    const fileName = displayName(part.filename ?? '')
    return { bytes, fileName, sourceUrl: null, field: 'file' } as const
  } catch (error) {
    if (error instanceof AppError) throw error
    const { code, statusCode } = Object(error)
    if (code === 'FST_REQ_FILE_TOO_LARGE') {
      const fields = [{ path: 'file', message: tooLarge }]
      throw new AppError('payload_too_large', tooLarge, { fields, cause: error })
    }
    if (typeof statusCode === 'number' && statusCode < 500) throw noFile()
    throw new AppError('malformed_request', 'The form is cut off or broken. Send it again.', {
      cause: error,
    })
  }
}

interface SoundRequest {
  Params: { organization: string; file: string }
  Querystring: Record<string, unknown>
}

/**
 * `GET /api/voice/prompts/{organization}/{file}`: sounds for the platform and for people who listen to them here. The
 * link itself is the permission. Needs no database: a caller hears the prompt while that is away.
 */
export function registerPromptSounds(app: FastifyInstance, deps: Deps): void {
  app.get<SoundRequest>('/api/voice/prompts/:organization/:file', async (request, reply) => {
    const { organization: organizationId, file } = request.params
    const { expires, signature } = request.query
    if (typeof signature !== 'string') return reply.callNotFound()
    const isDated = expires !== undefined
    if (isDated && !/^\d{1,11}$/.test(String(expires))) return reply.callNotFound()
    const link = { organizationId, file, signature, expires: isDated ? Number(expires) : undefined }
    const sound = openSoundLink(deps, link)
    if (sound === null) return reply.callNotFound()
    // What a hash stands for never changes.
    const age = isDated ? 'private, max-age=3600' : 'public, max-age=31536000, immutable'
    reply.header('cache-control', age)
    const key = fileKeyOf(organizationId, sound)
    const asked = { key, contentType: sound.type, range: request.headers.range }
    return (await sendFile(reply, deps.files, asked)) ?? reply.callNotFound()
  })
}
