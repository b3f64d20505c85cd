import { createHmac, timingSafeEqual } from 'node:crypto'
import { platformUrl } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import { secondsOfMp3 } from '../files/mp3.ts'
import { type AudioType, sniffAudio } from '../files/rules.ts'
import { readWav, secondsOfWav } from '../files/wav.ts'
import { mostAttempts } from '../jobs/rules.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'
import type { PairingDirectory } from '../pairing/service.ts'

// An hour of uncompressed telephone sound is 58 MB.
const mostBytes = 100_000_000
const timeoutSeconds = 45

/** What brings sounds of the platform into our storage. */
export interface AudioFetcher {
  deps: Deps
  pairings: PairingDirectory
  /** Told once the audio is ours, or given up. */
  settled(organizationId: string, session: string): Promise<void>
}

interface Source {
  organizationId: string
  /** The platform's link. */
  url: string
  isTrial: boolean
}

interface Audio {
  bytes: Buffer
  type: AudioType
  /** Null for what cannot be told. */
  seconds: number | null
}

/** The sound behind a link of the platform, by its content. Throws with a sentence for people. */
export async function fetchRecordedAudio(
  { deps, pairings }: AudioFetcher,
  { organizationId, url, isTrial }: Source,
): Promise<Audio> {
  const { config } = deps
  const isSimulated =
    pairings.of(organizationId, 'main')?.platform === 'simulator' ||
    (isTrial && pairings.of(organizationId, 'trial')?.platform === 'simulator')
  const response = await safeFetch(url, {
    timeoutSeconds,
    mostBytes,
    allowedOrigins: isSimulated ? [platformUrl(config, 'simulator')] : [],
    allowedPrivateNetworks: config.allowedPrivateNetworks,
  })
  if (response.status !== 200) throw new Error(`The recording's link answered ${response.status}.`)
  const type = sniffAudio(response.body)
  if (type === null) throw new Error("The recording's link answered something that is no audio.")
  return { bytes: response.body, type, seconds: secondsOf(response.body, type) }
}

/** Stores it under the key, to which the ending of its type is added. Answers the whole key. */
export async function storeAudio(deps: Deps, key: string, { bytes, type }: Audio): Promise<string> {
  const fileKey = `${key}.${type === 'audio/wav' ? 'wav' : 'mp3'}`
  await deps.files.put(fileKey, bytes)
  return fileKey
}

/** Whether trying again is of no use: an address that we never reach, or tried often enough. */
export function isHopeless(error: unknown, attempts: number): boolean {
  const isForbidden =
    error instanceof SafeFetchError &&
    (error.code === 'bad_address' || error.code === 'private_address')
  return isForbidden || attempts >= mostAttempts
}

/** Whole seconds. */
function secondsOf(bytes: Buffer, type: AudioType): number | null {
  if (type === 'audio/mpeg') {
    const seconds = secondsOfMp3(bytes)
    return seconds && Math.round(seconds)
  }
  const sound = readWav(bytes)
  return sound && Math.round(secondsOfWav(sound))
}

const anHour = 3_600
const paths = { voicemail: 'voicemail-messages', recording: 'recordings' } as const

interface Sound {
  kind: keyof typeof paths
  organizationId: string
  id: string
}

/** A link that plays a stored sound for an hour or as told, to whoever has it. */
export function makeAudioLink(
  { secrets, clock }: Pick<Deps, 'secrets' | 'clock'>,
  sound: Sound,
  seconds = anHour,
): string {
  const expires = Math.floor(clock.now().getTime() / 1000) + seconds
  const query = new URLSearchParams({
    organization: sound.organizationId,
    expires: `${expires}`,
    signature: sign({ secrets }, sound, expires),
  })
  return `/api/v1/${paths[sound.kind]}/${sound.id}/audio?${query}`
}

/** Whether a link was made here and has not expired. */
export function isGoodAudioLink(
  deps: Pick<Deps, 'secrets' | 'clock'>,
  sound: Sound,
  { expires, signature }: { expires: number; signature: string },
): boolean {
  if (deps.clock.now().getTime() > expires * 1000) return false
  const given = Buffer.from(signature)
  const right = Buffer.from(sign(deps, sound, expires))
  return given.length === right.length && timingSafeEqual(given, right)
}

function sign(
  { secrets }: Pick<Deps, 'secrets'>,
  { kind, organizationId, id }: Sound,
  expires: number,
): string {
  return createHmac('sha256', secrets.derive(`${kind} link`))
    .update(`${organizationId}\n${id}\n${expires}`)
    .digest('base64url')
}
