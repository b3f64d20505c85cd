import { createHash } from 'node:crypto'
import {
  mostAudioBytes,
  type PromptAudio,
  type UploadedAudio,
} from '@opbx/contract/call-flow/library-prompt'
import type { Ctx } from '../context.ts'
import { write } from '../db/write.ts'
import { type AppError, fieldError } from '../errors.ts'
import { convertToWav } from '../files/ffmpeg.ts'
import { secondsOfMp3 } from '../files/mp3.ts'
import { type AudioType, sniffAudio } from '../files/rules.ts'
import { readWav, secondsOfWav, writeWav } from '../files/wav.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'
import { fileKeyOf } from './rules.ts'
import { soundLink } from './service.ts'
import { promptAudio } from './table.ts'

/** Bytes that somebody gave us, and what is said of them. */
interface Given {
  bytes: Buffer
  fileName: string
  sourceUrl: string | null
  /** Of the request's body, for complaints. */
  field: 'file' | 'url'
}

/** An hour as telephones play it is 58 MB. */
const mostConvertedBytes = 3 * mostAudioBytes
const fetchSeconds = 30
const previewSeconds = 3_600

/** Checks and stores a sound. Once more the same one is the same one. */
export async function keepAudio(ctx: Ctx, given: Given): Promise<UploadedAudio> {
  const sound = await readSound(ctx, given)
  const { bytes, type, seconds } = sound
  const hash = createHash('sha256').update(bytes).digest('hex')
  const audio: PromptAudio = {
    hash,
    type,
    seconds,
    sizeBytes: bytes.length,
    fileName: given.fileName,
    sourceUrl: given.sourceUrl,
  }
  const { organizationId } = ctx
  // Stored before it is known: a file that nobody knows does no harm, the other way round a call would.
  await ctx.files.put(fileKeyOf(organizationId, audio), bytes)
  await write(ctx, 'flow.write', async (tx, { audit }) => {
    const { fileName, sourceUrl } = audio
    await tx
      .insert(promptAudio)
      .values({ ...audio, organizationId, createdAt: ctx.clock.now() })
      .onConflictDoUpdate({
        target: [promptAudio.organizationId, promptAudio.hash],
        set: { fileName, sourceUrl },
      })
    audit({ action: 'prompt.upload', subjectId: hash, subjectName: fileName, after: audio })
  })
  return { ...audio, previewUrl: previewLink(ctx, audio), converted: sound.converted }
}

/** Fetches a sound once. The platform never gets this address: what it asks for carries our key. */
export async function fetchSound(ctx: Ctx, url: string): Promise<UploadedAudio> {
  const bytes = await fetchBytes(ctx, url)
  const { origin, pathname } = new URL(url)
  const fileName = displayName(decodeName(pathname.split('/').at(-1) ?? ''))
  // Without its query, which may hold a secret.
  return await keepAudio(ctx, { bytes, fileName, sourceUrl: origin + pathname, field: 'url' })
}

/** A link for people who look at the library, good for an hour. */
export function previewLink(
  ctx: Pick<Ctx, 'secrets' | 'clock' | 'organizationId'>,
  audio: Pick<PromptAudio, 'hash' | 'type'>,
): string {
  const expires = Math.floor(ctx.clock.now().getTime() / 1000) + previewSeconds
  return soundLink(ctx, ctx.organizationId, audio, expires)
}

/** One line without control characters, of a length that a page can show. */
export function displayName(name: string): string {
  const line = name.toWellFormed().replace(/\p{C}/gu, '').trim()
  return line === '' ? 'sound' : [...line].slice(-100).join('')
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

async function fetchBytes({ config }: Ctx, url: string): Promise<Buffer> {
  try {
    const response = await safeFetch(url, {
      timeoutSeconds: fetchSeconds,
      mostBytes: mostAudioBytes,
      allowedPrivateNetworks: config.allowedPrivateNetworks,
    })
    if (response.status === 200) return response.body
    throw fieldError('url', `The address answered ${response.status}. Check it in a browser.`)
  } catch (error) {
    if (!(error instanceof SafeFetchError)) throw error
    if (error.code === 'too_large') throw fieldError('url', tooLarge)
    throw fieldError('url', `The sound cannot be fetched. ${error.message}.`)
  }
}

export const tooLarge = 'This file has more than 20 MB. Make it shorter, or save it as mp3.'

interface ReadSound {
  bytes: Buffer
  type: AudioType
  seconds: number
  converted: boolean
}

/** The sound in bytes of any kind, by what they are and not by what they are called. */
async function readSound({ config }: Ctx, { bytes, field }: Given): Promise<ReadSound> {
  if (bytes.length === 0) throw fieldError(field, 'This file is empty. Choose another.')
  const isOgg = bytes.subarray(0, 4).toString('latin1') === 'OggS'
  const type = isOgg ? null : sniffAudio(bytes)
  if (type === 'audio/mpeg') {
    const seconds = secondsOfMp3(bytes)
    if (seconds === null) throw fieldError(field, noSound)
    return { bytes, type, seconds, converted: false }
  }
  if (type === null && !isOgg) throw fieldError(field, noSound)
  const ready = isOgg ? null : fromWav(bytes)
  if (ready !== null) return { ...ready, converted: false }
  const form = isOgg ? 'ogg' : 'wav'
  const made = await convertToWav(config.ffmpeg, bytes, { form, mostBytes: mostConvertedBytes })
  if (made.kind === 'absent') throw fieldError(field, withoutFfmpeg[form])
  const converted = made.kind === 'wav' ? fromWav(made.bytes) : null
  if (converted === null) throw fieldError(field, unreadable)
  return { ...converted, converted: true }
}

function fromWav(bytes: Buffer): Omit<ReadSound, 'converted'> | null {
  const sound = readWav(bytes)
  return sound && { bytes: writeWav(sound), type: 'audio/wav', seconds: secondsOfWav(sound) }
}

const noSound = 'This is no mp3, wav or ogg file, whatever its name says. Choose another.'
const unreadable = 'The sound in this file cannot be read. Save it as mp3, or as wav with 16 bits.'
const withoutFfmpeg = {
  ogg: 'An ogg file has to be converted, and this server has no ffmpeg. Upload it as mp3 or wav, or have ffmpeg installed.',
  wav: 'This wav file is empty, or in a form that telephones do not play, and this server has no ffmpeg to convert it. Save it as wav with 16 bits, or as mp3.',
} as const

/** For a request that brought no file. */
export function noFile(): AppError {
  return fieldError('file', 'Send one file in the field "file" of a form.')
}
