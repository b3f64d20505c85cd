import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, decodeSecretKey } from '../config.ts'
import { errorCode, StartProblem } from '../start-problem.ts'

/** Everything that is done with the secret key of the installation. */
export type Secrets = {
  /** Authenticated; the same text gives another result each time. */
  encrypt(text: string): string
  /** Throws when the text was not encrypted with this key. */
  decrypt(encrypted: string): string
  /** 32 bytes for one purpose, the same in every process: signed links, continuations. */
  derive(label: string): Buffer
  /** Says which key it is without saying the key. */
  fingerprint: string
}

/** The key of OPBX_SECRET_KEY, else of the key file in the data directory, made at first start. */
export function openSecrets(config: Pick<Config, 'secretKey' | 'dataDir'>): Secrets {
  const file = join(config.dataDir, 'secret-key')
  const key = decodeSecretKey(config.secretKey ?? readKeyFile(file))
  if (key === null) throw new StartProblem(`The key file ${file} holds no key. Restore it.`)
  return createSecrets(key)
}

export function createSecrets(key: Buffer): Secrets {
  const derive = (label: string): Buffer =>
    Buffer.from(hkdfSync('sha256', key, '', `opbx ${label}`, 32))
  const encryptionKey = derive('encryption')
  const fingerprint = createHash('sha256').update(derive('fingerprint')).digest('hex').slice(0, 16)
  const header = `v1.${fingerprint}`

  return {
    derive,
    fingerprint,
    encrypt(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce)
      cipher.setAAD(Buffer.from(header))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()])
      return `${header}.${Buffer.concat([body, cipher.getAuthTag()]).toString('base64url')}`
    },
    decrypt(encrypted) {
      const body = encrypted.startsWith(`${header}.`) ? encrypted.slice(header.length + 1) : ''
      const bytes = Buffer.from(body, 'base64url')
      if (bytes.length < nonceBytes + tagBytes) {
        throw new Error('This secret was encrypted with another key')
      }
      const nonce = bytes.subarray(0, nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, nonce)
      decipher.setAAD(Buffer.from(header))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    },
  }
}

const nonceBytes = 12
const tagBytes = 16

/** Written complete under another name first: a key file that was cut short would lose every secret. */
function readKeyFile(file: string): string {
  const unfinished = `${file}.${randomUUID().slice(0, 8)}`
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw new StartProblem(`The key file ${file} cannot be read (${errorCode(error)}).`, error)
    }
  }
  writeFileSync(unfinished, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(unfinished, file)
  } finally {
    rmSync(unfinished)
  }
  return readFileSync(file, 'utf8').trim()
}
